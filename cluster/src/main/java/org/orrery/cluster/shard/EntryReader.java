package org.orrery.cluster.shard;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Takes an entry made by {@link EntryBuilder} apart. Not thread-safe. */
final class EntryReader {

  private final byte[] bytes;
  private final ByteBuffer content;
  private int end;

  /** Copies what remains of {@code entry}. */
  EntryReader(ByteBuffer entry) {
    bytes = new byte[entry.remaining()];
    entry.get(bytes);
    content = ByteBuffer.wrap(bytes);
    if (bytes.length == 0 || content.get() != EntryBuilder.FORMAT) {
      throw corrupted();
    }
  }

  static OrreryException corrupted() {
    return OrreryException.of(SqlState.DATA_CORRUPTED, "an entry of a shard's log is corrupted");
  }

  /** Whether there is another operation. */
  boolean hasNext() {
    return content.position() < bytes.length;
  }

  /** Begins the next operation. */
  EntryKind next() {
    try {
      EntryKind kind = EntryKind.of(content.get());
      int length = content.getInt();
      if (length < 0 || length > content.remaining()) {
        throw corrupted();
      }
      end = content.position() + length;
      return kind;
    } catch (BufferUnderflowException e) {
      throw corrupted().causedBy(e);
    }
  }

  /** The operation's content from where it was read up to. */
  ByteBuffer content() {
    return content;
  }

  /** The entry's bytes, which hold rows from {@code content().position()} to {@link #end}. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the operation ends. */
  int end() {
    return end;
  }

  /** Goes to the end of the operation. */
  void skip() {
    content.position(end);
  }
}
