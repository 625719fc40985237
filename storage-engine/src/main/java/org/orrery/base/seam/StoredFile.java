package org.orrery.base.seam;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * An open file of a {@link FileStore}. Safe for concurrent positional reads; one writer at a time.
 */
public interface StoredFile extends AutoCloseable {

  /**
   * Reads into the remaining space of {@code target} from {@code offset}; returns the bytes read,
   * fewer than asked only at the end of the file, -1 when {@code offset} is at or past it.
   */
  int read(long offset, ByteBuffer target) throws IOException;

  /** Writes all remaining bytes of {@code source} at {@code offset}, growing the file if needed. */
  void write(long offset, ByteBuffer source) throws IOException;

  /** Makes content and length durable (fdatasync). After an error the file must not be used. */
  void sync() throws IOException;

  /** Bytes in the file. */
  long length() throws IOException;

  /** Reserves space so that writes below {@code length} cannot meet a full disk; zero-filled. */
  void preallocate(long length) throws IOException;

  /** Maps the whole file read-only for the life of {@code arena}. */
  MemorySegment map(Arena arena) throws IOException;

  @Override
  void close() throws IOException;
}
