package org.orrery.storage.chunk;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.codec.ColumnEncoder;
import org.orrery.storage.codec.DecodeCursor;
import org.orrery.storage.codec.EncodeBuffer;

/**
 * Rows as the body of a log entry: encoded columns, several batches of one table one after the
 * other. Columns carry their numbers, so that a body outlives changes of the schema.
 *
 * <pre>
 * body   u8 format (1), varint columns, columns × (varint column id, u8 kind (1 LONG, 2 DOUBLE, 3 BYTES, 4 NUMERIC,
 *        5 INTERVAL), batches
 * batch  varint rows, a block of {@link ColumnEncoder} of that many rows for each column
 * </pre>
 */
public final class BatchEntryCodec {

  private static final int FORMAT = 1;
  private static final int COLUMNS_MAX = 1 << 14;

  private BatchEntryCodec() {}

  /** Most bytes that the selected rows of a batch may take in a body. */
  public static long sizeMax(Batch batch) {
    long size = 0;
    int rows = batch.size();
    for (Vector column : batch.columns()) {
      size += 64 + rows / 8;
      size +=
          switch (column.kind()) {
            case LONG, DOUBLE -> 9L * rows;
            case INTERVAL -> 24L * rows;
            case NUMERIC -> numericBytes((NumericVector) column, batch);
            case BYTES -> 9L * rows + textBytes((BytesVector) column, batch);
          };
    }
    return size;
  }

  private static long textBytes(BytesVector column, Batch batch) {
    long bytes = 0;
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.position(i);
      bytes += column.isNull(row) ? 0 : column.lengths()[row];
    }
    return bytes;
  }

  private static long numericBytes(NumericVector column, Batch batch) {
    long bytes = 16L * batch.size();
    for (int i = 0; column.big() != null && i < batch.size(); i++) {
      int row = batch.position(i);
      if (!column.isNull(row) && column.isBig(row) && column.getNumeric(row).isFinite()) {
        bytes += 16 + column.getNumeric(row).value().unscaledValue().bitLength() / 8;
      }
    }
    return bytes;
  }

  private static int kindCode(PhysicalKind kind) {
    return switch (kind) {
      case LONG -> 1;
      case DOUBLE -> 2;
      case BYTES -> 3;
      case NUMERIC -> 4;
      case INTERVAL -> 5;
    };
  }

  private static PhysicalKind kindOf(int code) {
    return switch (code) {
      case 1 -> PhysicalKind.LONG;
      case 2 -> PhysicalKind.DOUBLE;
      case 3 -> PhysicalKind.BYTES;
      case 4 -> PhysicalKind.NUMERIC;
      case 5 -> PhysicalKind.INTERVAL;
      default ->
          throw OrreryException.of(SqlState.DATA_CORRUPTED, "unknown kind of column in the log");
    };
  }

  /** Builds bodies. Keeps buffers, not thread-safe. */
  public static final class Writer {
    private final ColumnEncoder encoder = new ColumnEncoder();
    private final EncodeBuffer body = new EncodeBuffer(1 << 16);
    private @Nullable Vector[] gathered = {};
    private int rowCount;

    /** Starts a body for rows of a table. */
    public void begin(TableSchema schema) {
      body.reset();
      rowCount = 0;
      gathered = new @Nullable Vector[schema.columns().size()];
      body.putByte(FORMAT);
      body.putVarint(schema.columns().size());
      for (ColumnSchema column : schema.columns()) {
        body.putVarint(column.columnId());
        body.putByte(kindCode(column.kind()));
      }
    }

    /** Adds the selected rows of a batch whose columns are the schema's. */
    public void add(Batch batch) {
      add(batch, 0, batch.size());
    }

    /** Adds selected rows {@code [from, from + count)}. */
    public void add(Batch batch, int from, int count) {
      Invariant.check(batch.columns().length == gathered.length, "columns of a batch");
      if (count == 0) {
        return;
      }
      body.putVarint(count);
      int first = batch.position(from);
      boolean isDense = batch.position(from + count - 1) - first == count - 1;
      for (int i = 0; i < gathered.length; i++) {
        if (isDense) {
          encoder.encode(batch.column(i), first, count, body);
        } else {
          encoder.encode(gather(i, batch, from, count), 0, count, body);
        }
      }
      rowCount += count;
    }

    private Vector gather(int column, Batch batch, int from, int count) {
      Vector source = batch.column(column);
      Vector target = gathered[column];
      if (target == null) {
        target = Vector.allocate(source.kind(), Batch.ROWS_MAX);
        gathered[column] = target;
      }
      target.clear();
      boolean hasNulls = source.mayHaveNulls();
      if (!hasNulls && source instanceof LongVector longs) {
        long[] values = ((LongVector) target).values();
        for (int i = 0; i < count; i++) {
          values[i] = longs.values()[batch.position(from + i)];
        }
      } else if (!hasNulls && source instanceof DoubleVector doubles) {
        double[] values = ((DoubleVector) target).values();
        for (int i = 0; i < count; i++) {
          values[i] = doubles.values()[batch.position(from + i)];
        }
      } else {
        for (int i = 0; i < count; i++) {
          target.copyFrom(source, batch.position(from + i), i);
        }
      }
      return target;
    }

    /** Rows added since {@link #begin}. */
    public int rowCount() {
      return rowCount;
    }

    /** Bytes of the body so far; with {@link #sizeMax} it tells whether a batch surely fits. */
    public int size() {
      return body.size();
    }

    /** The body; its array is reused by the next {@link #begin}. */
    public EncodeBuffer body() {
      return body;
    }
  }

  /** Reads bodies. Not thread-safe. */
  public static final class Reader {
    private final ColumnDecoder decoder = new ColumnDecoder();
    private final DecodeCursor cursor = new DecodeCursor();
    private MemorySegment source = MemorySegment.NULL;
    private long at;
    private long end;

    /** The vector that each encoded column goes to; those of dropped columns are not looked at. */
    private Vector[] targets = {};

    private Vector[] columns = {};

    /**
     * Opens a body.
     *
     * @param schema the present schema, which the batches of {@link #next} have
     * @throws OrreryException {@code XX001} when no writer wrote it
     */
    public void open(byte[] bytes, int offset, int length, TableSchema schema) {
      source = MemorySegment.ofArray(bytes);
      end = (long) offset + length;
      cursor.open(source, offset, length);
      if (cursor.getByte() != FORMAT) {
        throw OrreryException.of(SqlState.DATA_CORRUPTED, "unknown format of rows in the log");
      }
      Vector[] known = targets;
      targets = new Vector[cursor.getCount(COLUMNS_MAX)];
      columns = new Vector[schema.columns().size()];
      for (int i = 0; i < targets.length; i++) {
        int columnId = cursor.getCount(Integer.MAX_VALUE);
        PhysicalKind kind = kindOf(cursor.getByte());
        boolean isAlike = i < known.length && known[i].kind() == kind;
        targets[i] = isAlike ? known[i] : Vector.allocate(kind, Batch.ROWS_MAX);
        int position = schema.indexOf(columnId);
        if (position >= 0 && schema.columns().get(position).kind() == kind) {
          columns[position] = targets[i];
        }
      }
      addMissing(schema.columns());
      at = end - cursor.remaining();
    }

    private void addMissing(List<ColumnSchema> schema) {
      for (int i = 0; i < columns.length; i++) {
        if (columns[i] == null) {
          columns[i] = Vector.allocate(schema.get(i).kind(), Batch.ROWS_MAX);
          for (int row = 0; row < Batch.ROWS_MAX; row++) {
            columns[i].set(row, schema.get(i).missingValue());
          }
        }
      }
    }

    /** The next batch, valid until the one after it; null at the end. */
    public @Nullable Batch next() {
      if (at >= end) {
        return null;
      }
      cursor.open(source, at, end - at);
      int rows = cursor.getCount(Batch.ROWS_MAX);
      at = end - cursor.remaining();
      for (Vector target : targets) {
        at += decoder.decode(source, at, end - at, target);
        if (rows != decoder.rows()) {
          throw OrreryException.of(SqlState.DATA_CORRUPTED, "ragged columns in the log");
        }
      }
      return new Batch(columns, rows);
    }
  }
}
