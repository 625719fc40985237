package org.orrery.storage.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.storage.manifest.AtomicFiles;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.SegmentFile;

/**
 * A shard's segment files in one directory: {@code <chunk>-<container>.oseg}, and beside a young
 * one {@code .map}, its rows' former names.
 *
 * <pre>
 * map   u32 CRC-32C of what follows, u32 rows, rows × i32 ordinal in the segment (-1 left out)
 * </pre>
 */
public final class SegmentFiles implements SegmentOpener {

  private final FileStore files;
  private final Path directory;

  public SegmentFiles(FileStore files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /** The name of a segment's file. */
  public static String nameOf(long chunkId, int container) {
    return chunkId + "-" + container + ".oseg";
  }

  /** The name of the file with the former names of a segment's rows. */
  public static String mapNameOf(String segmentName) {
    return segmentName.replace(".oseg", ".map");
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  FileStore files() {
    return files;
  }

  Path directory() {
    return directory;
  }

  @Override
  public SealedRows open(long chunkId, SegmentFile file) {
    try {
      try (StoredFile stored = files.open(path(file.fileName()), FileStore.Mode.READ)) {
        if (stored.length() != file.bytes()) {
          throw OrreryException.of(SqlState.DATA_CORRUPTED, "length of the file");
        }
      } catch (NoSuchFileException e) {
        throw OrreryException.of(SqlState.DATA_CORRUPTED, "it is missing").causedBy(e);
      } catch (IOException e) {
        throw OrreryException.of(SqlState.IO_ERROR, "could not read it").causedBy(e);
      }
      return new SegmentRows(files, path(file.fileName()), file);
    } catch (OrreryException e) {
      throw OrreryException.of(
              e.state(),
              "segment %d of chunk %d cannot be opened: %s",
              file.container(),
              chunkId,
              e.message())
          .causedBy(e);
    }
  }

  /** Writes a map durably, save for the directory's entry. */
  void writeMap(String segmentName, int[] ordinals) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * ordinals.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(4).putInt(ordinals.length);
    bytes.asIntBuffer().put(ordinals);
    bytes.putInt(0, checksum(bytes.array()));
    AtomicFiles.replace(files, path(mapNameOf(segmentName)), bytes.rewind());
  }

  /** Removes the maps that a chunk's state, durable now, has no more. */
  public void removeMaps(ChunkState before, ChunkState now) {
    Set<String> kept = maps(now);
    for (String name : maps(before)) {
      if (!kept.contains(name)) {
        AtomicFiles.delete(files, path(name));
      }
    }
  }

  private static Set<String> maps(ChunkState state) {
    return state.segments().stream()
        .filter(ChunkState.Segment::hasMap)
        .map(each -> mapNameOf(each.file().fileName()))
        .collect(Collectors.toSet());
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 4, bytes.length - 4);
    return (int) crc.getValue();
  }

  @Override
  public int[] openMap(long chunkId, SegmentFile file) {
    byte[] bytes = AtomicFiles.read(files, path(mapNameOf(file.fileName())));
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length != 8 + 4 * file.arrivals()
        || buffer.getInt(0) != checksum(bytes)
        || buffer.getInt(4) != file.arrivals()) {
      throw OrreryException.of(
          SqlState.DATA_CORRUPTED,
          "former names of the rows of segment %d of chunk %d are corrupted",
          file.container(),
          chunkId);
    }
    int[] ordinals = new int[file.arrivals()];
    buffer.position(8).asIntBuffer().get(ordinals);
    return ordinals;
  }
}
