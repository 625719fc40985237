package org.orrery.sql.exec.spill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.DiskErrors;
import org.orrery.base.seam.FileStore;
import org.orrery.data.type.SqlType;

/** A node's directory of temporary files. Thread-safe. */
public final class SpillFiles {

  /** Queries leave this much of the volume to the log and the tables. */
  public static final long FREE_BYTES_MIN = 1L << 30;

  /** On small volumes they leave a twentieth. */
  private static final int FREE_DIVISOR_MIN = 20;

  private final FileStore files;
  private final Path directory;
  private final long freeBytesMin;
  private final AtomicLong nextNumber = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  private SpillFiles(FileStore files, Path directory, long freeBytesMin) {
    this.files = files;
    this.directory = directory;
    this.freeBytesMin = freeBytesMin;
  }

  /** Opens a directory that this node alone uses, and removes what a former run left there. */
  public static SpillFiles open(FileStore files, Path directory) throws IOException {
    files.createDirectories(directory);
    for (Path name : files.list(directory)) {
      files.delete(directory.resolve(name.getFileName()));
    }
    return new SpillFiles(
        files, directory, Math.min(FREE_BYTES_MIN, files.volumeBytes() / FREE_DIVISOR_MIN));
  }

  /** A new, empty file for rows of these types. */
  public SpillFile create(List<SqlType> types) {
    Path path = directory.resolve(nextNumber.incrementAndGet() + ".spill");
    return new SpillFile(this, files, path, types);
  }

  /** Bytes in all files now. */
  public long bytes() {
    return bytes.get();
  }

  /** Files there have been. */
  public long created() {
    return nextNumber.get();
  }

  void grow(long more) {
    try {
      if (files.freeBytes() - more < freeBytesMin) {
        throw OrreryException.of(
                SqlState.DISK_FULL, "could not write to a temporary file: no space left on device")
            .withHint("The query holds more rows than fit into memory; let it read fewer.");
      }
    } catch (IOException e) {
      throw failed("write", e);
    }
    bytes.addAndGet(more);
  }

  void shrink(long fewer) {
    bytes.addAndGet(-fewer);
  }

  static OrreryException failed(String what, IOException e) {
    SqlState state = DiskErrors.isDiskFull(e) ? SqlState.DISK_FULL : SqlState.IO_ERROR;
    return OrreryException.of(state, "could not %s a temporary file", what).causedBy(e);
  }
}
