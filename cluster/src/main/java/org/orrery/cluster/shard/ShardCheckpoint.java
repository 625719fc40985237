package org.orrery.cluster.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.storage.manifest.AtomicFiles;

/**
 * From where a shard's log is replayed; in a file of its own, replaced whole: {@code u32 magic, u32
 * CRC-32C of what follows, u64 index, u64 timestamp}, big-endian.
 *
 * @param index the manifest covers the log up to this
 * @param timestamp no entry up to there has a greater one
 */
public record ShardCheckpoint(long index, long timestamp) {

  private static final int MAGIC = 0x4F724370;
  private static final int BYTES = 24;

  /** Reads the file; index 0 if there is none. */
  public static ShardCheckpoint read(FileStore files, Path directory, String name) {
    try {
      if (!files.list(directory).contains(Path.of(name))) {
        return new ShardCheckpoint(0, 0);
      }
    } catch (IOException e) {
      throw AtomicFiles.error("list", e);
    }
    byte[] bytes = AtomicFiles.read(files, directory.resolve(name));
    ByteBuffer source = ByteBuffer.wrap(bytes);
    if (bytes.length != BYTES || source.getInt() != MAGIC || source.getInt() != checksum(bytes)) {
      throw OrreryException.of(SqlState.DATA_CORRUPTED, "the checkpoint of a shard is corrupted");
    }
    return new ShardCheckpoint(source.getLong(), source.getLong());
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 8, BYTES - 8);
    return (int) crc.getValue();
  }

  /** Makes the file durable. */
  void write(FileStore files, Path directory, String name) {
    ByteBuffer target = ByteBuffer.allocate(BYTES);
    target.putInt(MAGIC).putInt(0).putLong(index).putLong(timestamp);
    target.putInt(4, checksum(target.array()));
    AtomicFiles.replace(files, directory.resolve(name), target.rewind());
    AtomicFiles.syncDirectory(files, directory);
  }
}
