package org.orrery.sql.exec.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.VectorCopy;

/**
 * Batches in a temporary file, one after the other: i32 bytes that follow, then {@link BatchBytes}.
 * Written, then read, possibly several times; gone when closed.
 */
public final class SpillFile implements AutoCloseable {

  /** Bytes written at once, roughly. */
  private static final int BUFFER_BYTES = 256 << 10;

  private final SpillFiles owner;
  private final FileStore files;
  private final Path path;
  private final List<SqlType> types;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private @Nullable StoredFile file;
  private @Nullable Reader random;
  private long length;
  private long rowCount;

  SpillFile(SpillFiles owner, FileStore files, Path path, List<SqlType> types) {
    this.owner = owner;
    this.files = files;
    this.path = path;
    this.types = types;
  }

  /** Types of the columns. */
  public List<SqlType> types() {
    return types;
  }

  /** Rows appended. */
  public long rowCount() {
    return rowCount;
  }

  /** Bytes of heap held. */
  public long retainedBytes() {
    return buffer.capacity();
  }

  /**
   * Appends the selected rows of a batch.
   *
   * @throws org.orrery.base.error.OrreryException {@code 53100} when the disk is full, {@code
   *     58030} when it fails
   */
  public void append(Batch batch) {
    int count = batch.size();
    Vector[] columns = batch.columns();
    if (batch.selection() != null) {
      columns = VectorCopy.allocate(types, count);
      for (int column = 0; column < columns.length; column++) {
        VectorCopy.append(batch, column, 0, count, columns[column], 0);
      }
    }
    int bytes = Math.addExact(Integer.BYTES, BatchBytes.size(columns, count));
    if (buffer.remaining() < bytes) {
      flush();
      if (buffer.capacity() < bytes) {
        buffer = ByteBuffer.allocate(Math.max(BUFFER_BYTES, bytes)).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    buffer.putInt(bytes - Integer.BYTES);
    BatchBytes.write(columns, count, buffer);
    rowCount += count;
  }

  /** Where the next batch goes; names it for {@link #read}. */
  public long position() {
    return length + buffer.position();
  }

  /**
   * A batch that was appended at a position; belongs to the caller.
   *
   * @throws org.orrery.base.error.OrreryException {@code 58030} when the disk fails
   */
  public Batch read(long position) {
    if (position >= length) {
      flush();
    }
    if (random == null) {
      random = new Reader();
    }
    random.at = position;
    return Objects.requireNonNull(random.next());
  }

  private void flush() {
    buffer.flip();
    int bytes = buffer.remaining();
    if (bytes > 0) {
      owner.grow(bytes);
      try {
        opened().write(length, buffer);
      } catch (IOException e) {
        owner.shrink(bytes);
        throw SpillFiles.failed("write", e);
      }
      length += bytes;
    }
    buffer.clear();
  }

  private StoredFile opened() throws IOException {
    StoredFile open = file;
    if (open == null) {
      open = files.open(path, FileStore.Mode.CREATE);
      file = open;
    }
    return open;
  }

  /** Ends writing and gives the write buffer's memory back. */
  public void finish() {
    flush();
    buffer = ByteBuffer.allocate(0);
  }

  /** A reader from the first row, after {@link #finish}. */
  public Reader reader() {
    return new Reader();
  }

  @Override
  public void close() {
    StoredFile open = file;
    if (open == null) {
      return;
    }
    file = null;
    owner.shrink(length);
    try {
      open.close();
      files.delete(path);
    } catch (IOException e) {
      throw SpillFiles.failed("remove", e);
    }
  }

  /** Goes through the file batch by batch. A batch is valid until the next is read. */
  public final class Reader {
    private long at;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    private Reader() {}

    /** The next rows; null at the end. */
    public @Nullable Batch next() {
      if (at >= length) {
        return null;
      }
      try {
        int size = fill(Integer.BYTES).getInt();
        return BatchBytes.read(types, fill(size));
      } catch (IOException e) {
        throw SpillFiles.failed("read", e);
      }
    }

    private ByteBuffer fill(int size) throws IOException {
      if (bytes.capacity() < size) {
        bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      }
      bytes.clear().limit(size);
      while (bytes.hasRemaining()) {
        int read = opened().read(at, bytes);
        if (read < 0) {
          throw new IOException("a temporary file ends early");
        }
        at += read;
      }
      return bytes.flip();
    }
  }
}
