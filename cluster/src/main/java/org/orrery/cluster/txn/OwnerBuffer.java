package org.orrery.cluster.txn;

import java.util.Arrays;
import java.util.function.Consumer;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.cluster.owner.OwnerWrite;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.shard.EntryBuilder;
import org.orrery.data.Batch;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.chunk.BatchEntryCodec;

/** Rows of a transaction for one chunk, encoded as they come, until they fill an entry. */
final class OwnerBuffer {

  /** What the rows of one entry may take. */
  static final int ROWS_BYTES_MAX =
      EntryBuilder.CONTENT_BYTES_MAX - EntryBuilder.ROWS_OVERHEAD_BYTES;

  private final ChunkPlace place;
  private final TableSchema schema;
  private final boolean areSuccessors;
  private final WriterPool pool;
  private final BatchEntryCodec.Writer writer;
  private long decodedBytes;

  /**
   * An empty buffer.
   *
   * @param areSuccessors whether each row has the keys of one that the transaction has deleted
   */
  OwnerBuffer(ChunkPlace place, TableSchema schema, boolean areSuccessors, WriterPool pool) {
    this.place = place;
    this.schema = schema;
    this.areSuccessors = areSuccessors;
    this.pool = pool;
    this.writer = pool.take();
    writer.begin(schema);
  }

  ChunkPlace place() {
    return place;
  }

  TableSchema schema() {
    return schema;
  }

  boolean areSuccessors() {
    return areSuccessors;
  }

  boolean isEmpty() {
    return writer.rowCount() == 0;
  }

  /** Bytes that the rows take in an entry. */
  int size() {
    return writer.size();
  }

  /** Adds rows; {@code full} gets what has to go first. */
  void add(Batch rows, Consumer<OwnerWrite> full) {
    long decoded = BatchEntryCodec.sizeMax(rows);
    if (writer.size() + decoded <= ROWS_BYTES_MAX) {
      writer.add(rows);
      decodedBytes += decoded;
      return;
    }
    if (!isEmpty()) {
      full.accept(take());
    }
    if (writer.size() + decoded <= ROWS_BYTES_MAX) {
      writer.add(rows);
      decodedBytes += decoded;
    } else if (rows.size() > 1) {
      int half = rows.size() / 2;
      add(part(rows, 0, half), full);
      add(part(rows, half, rows.size()), full);
    } else {
      // The bound is no promise: a row that compresses well may still fit.
      writer.add(rows);
      decodedBytes += decoded;
      if (writer.size() > ROWS_BYTES_MAX) {
        int bytes = writer.size();
        writer.begin(schema);
        decodedBytes = 0;
        throw OrreryException.of(
            SqlState.PROGRAM_LIMIT_EXCEEDED,
            "row is too big: size %d, maximum size %d",
            bytes,
            ROWS_BYTES_MAX);
      }
    }
  }

  private static Batch part(Batch rows, int from, int to) {
    int[] positions = new int[to - from];
    Arrays.setAll(positions, i -> rows.position(from + i));
    var part = new Batch(rows.columns(), rows.rowCount());
    part.select(positions, positions.length);
    return part;
  }

  /** Gives the encoder back; the buffer must not be used any more. */
  void close() {
    pool.giveBack(writer);
  }

  /** The rows so far; the buffer is empty then. */
  OwnerWrite take() {
    byte[] rows = Arrays.copyOf(writer.body().array(), writer.size());
    writer.begin(schema);
    long decoded = decodedBytes;
    decodedBytes = 0;
    return new OwnerWrite(place, schema, areSuccessors, rows, decoded);
  }
}
