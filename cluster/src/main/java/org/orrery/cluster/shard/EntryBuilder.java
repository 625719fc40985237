package org.orrery.cluster.shard;

import java.nio.ByteBuffer;
import java.util.List;
import org.orrery.cluster.log.ReplicatedLog;
import org.orrery.data.ByteSink;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.manifest.SchemaCodec;

/**
 * Builds an entry of a data shard's log: operations that are applied together, big-endian.
 *
 * <pre>
 * entry        u8 format (1), operations
 * operation    u8 kind, u32 length of what follows, content
 * OWNER_CREATE u64 chunk, u64 storage, u64 range start, u64 range end, u64 created µs, schema
 * OWNER_DROP   u64 chunk
 * SCHEMA_BUMP  u64 chunk, schema
 * APPEND       u64 chunk, u64 commit timestamp, rows
 * STAGE        u64 chunk, u64 transaction, u32 sub-transaction, rows
 * STAGE_DELETE u64 chunk, u64 transaction, u32 sub-transaction, u32 count, count × u64 row name
 * HIDE_SUB     u64 transaction, u32 first sub-transaction hidden
 * TXN_COMMIT   u64 transaction, u64 commit timestamp, u32 count, count × u32 other participants
 * TXN_ABORT    u64 transaction
 * RESOLVE      u64 transaction, u64 commit timestamp
 * </pre>
 *
 * <p>Rows are as of {@link org.orrery.storage.chunk.BatchEntryCodec}, a schema as of {@link
 * SchemaCodec}. Not thread-safe.
 */
public final class EntryBuilder {

  /** Bytes that an operation with rows takes beside them. */
  public static final int ROWS_OVERHEAD_BYTES = 32;

  /** Room for operations in an entry. */
  public static final int CONTENT_BYTES_MAX = ReplicatedLog.ENTRY_BYTES_MAX - 1;

  static final byte FORMAT = 1;

  private final ByteSink sink;

  /** An empty entry with room for {@code capacity} bytes before it grows. */
  public EntryBuilder(int capacity) {
    sink = new ByteSink(capacity);
    sink.writeByte(FORMAT);
  }

  private int begin(EntryKind kind) {
    sink.writeByte(kind.code());
    sink.writeInt(0);
    return sink.length();
  }

  private EntryBuilder end(int start) {
    sink.putInt(start - 4, sink.length() - start);
    return this;
  }

  /** Makes a chunk. */
  public EntryBuilder ownerCreate(ChunkInfo info, TableSchema schema) {
    int start = begin(EntryKind.OWNER_CREATE);
    sink.writeLong(info.chunkId());
    sink.writeLong(info.storageId());
    sink.writeLong(info.rangeStart());
    sink.writeLong(info.rangeEnd());
    sink.writeLong(info.createdMicros());
    SchemaCodec.encode(schema, sink);
    return end(start);
  }

  /** Removes a chunk. */
  public EntryBuilder ownerDrop(long chunkId) {
    int start = begin(EntryKind.OWNER_DROP);
    sink.writeLong(chunkId);
    return end(start);
  }

  /** Gives a chunk a newer schema. */
  public EntryBuilder schemaBump(long chunkId, TableSchema schema) {
    int start = begin(EntryKind.SCHEMA_BUMP);
    sink.writeLong(chunkId);
    SchemaCodec.encode(schema, sink);
    return end(start);
  }

  /** Adds committed rows. */
  public EntryBuilder append(long chunkId, long timestamp, byte[] rows) {
    int start = begin(EntryKind.APPEND);
    sink.writeLong(chunkId);
    sink.writeLong(timestamp);
    sink.writeBytes(rows, 0, rows.length);
    return end(start);
  }

  /** Stages rows. */
  public EntryBuilder stage(long chunkId, long transactionId, int sub, byte[] rows) {
    int start = begin(EntryKind.STAGE);
    sink.writeLong(chunkId);
    sink.writeLong(transactionId);
    sink.writeInt(sub);
    sink.writeBytes(rows, 0, rows.length);
    return end(start);
  }

  /** Stages the deletion of {@code rowIds[from, to)}. */
  public EntryBuilder stageDelete(
      long chunkId, long transactionId, int sub, long[] rowIds, int from, int to) {
    int start = begin(EntryKind.STAGE_DELETE);
    sink.writeLong(chunkId);
    sink.writeLong(transactionId);
    sink.writeInt(sub);
    sink.writeInt(to - from);
    for (int i = from; i < to; i++) {
      sink.writeLong(rowIds[i]);
    }
    return end(start);
  }

  /** Undoes what a transaction staged from a sub-transaction on. */
  public EntryBuilder hideSub(long transactionId, int firstSub) {
    int start = begin(EntryKind.HIDE_SUB);
    sink.writeLong(transactionId);
    sink.writeInt(firstSub);
    return end(start);
  }

  /** Decides that a transaction commits, and commits its intents in this shard. */
  public EntryBuilder commit(long transactionId, long timestamp, List<Integer> participants) {
    int start = begin(EntryKind.TXN_COMMIT);
    sink.writeLong(transactionId);
    sink.writeLong(timestamp);
    sink.writeInt(participants.size());
    participants.forEach(sink::writeInt);
    return end(start);
  }

  /** Drops a transaction's intents in this shard. */
  public EntryBuilder abort(long transactionId) {
    int start = begin(EntryKind.TXN_ABORT);
    sink.writeLong(transactionId);
    return end(start);
  }

  /** Commits the intents in this shard of a transaction that was decided elsewhere. */
  public EntryBuilder resolve(long transactionId, long timestamp) {
    int start = begin(EntryKind.RESOLVE);
    sink.writeLong(transactionId);
    sink.writeLong(timestamp);
    return end(start);
  }

  /** The entry; nothing may be added any more. */
  public ByteBuffer build() {
    return ByteBuffer.wrap(sink.array(), 0, sink.length());
  }
}
