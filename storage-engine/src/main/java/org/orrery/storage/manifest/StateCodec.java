package org.orrery.storage.manifest;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Interval;
import org.orrery.data.Numeric;
import org.orrery.data.PhysicalKind;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.mvcc.StagedDeletes;
import org.orrery.storage.mvcc.StagedRows;
import org.roaringbitmap.RoaringBitmap;

/**
 * Chunk states as bytes, big-endian, in the order of the records' components. A list is a u32 count
 * and its elements, a string or bitmap a u32 length and its bytes (UTF-8; Roaring's portable
 * format), a kind its name.
 */
final class StateCodec {

  private StateCodec() {}

  static void encode(ChunkState state, ByteSink sink) {
    ChunkInfo info = state.info();
    sink.writeLong(info.chunkId());
    sink.writeLong(info.storageId());
    sink.writeLong(info.rangeStart());
    sink.writeLong(info.rangeEnd());
    sink.writeLong(info.createdMicros());
    encodeSchema(state.schema(), sink);
    sink.writeInt(state.segments().size());
    for (ChunkState.Segment segment : state.segments()) {
      encodeFile(segment.file(), sink);
      encodeDeletes(segment.deletes(), sink);
      sink.writeByte(segment.hasMap() ? 1 : 0);
    }
    sink.writeInt(state.intents().size());
    for (ChunkState.Intents each : state.intents()) {
      encodeIntents(each, sink);
    }
    sink.writeLong(state.coveredIndex());
    sink.writeLong(state.deletesIndex());
    sink.writeLong(state.replayFrom());
    sink.writeLong(state.sealedArrivals());
    sink.writeInt(state.nextContainer());
    sink.writeLong(state.firstCsn());
  }

  static ChunkState decode(ByteBuffer source) {
    var info =
        new ChunkInfo(
            source.getLong(),
            source.getLong(),
            source.getLong(),
            source.getLong(),
            source.getLong());
    TableSchema schema = decodeSchema(source);
    var segments = new ArrayList<ChunkState.Segment>();
    for (int left = source.getInt(); left > 0; left--) {
      segments.add(
          new ChunkState.Segment(decodeFile(source), decodeDeletes(source), source.get() == 1));
    }
    var intents = new ArrayList<ChunkState.Intents>();
    for (int left = source.getInt(); left > 0; left--) {
      intents.add(decodeIntents(source));
    }
    return new ChunkState(
        info,
        schema,
        segments,
        intents,
        source.getLong(),
        source.getLong(),
        source.getLong(),
        source.getLong(),
        source.getInt(),
        source.getLong());
  }

  private static void encodeIntents(ChunkState.Intents intents, ByteSink sink) {
    sink.writeLong(intents.transactionId());
    sink.writeInt(intents.sealedRows());
    sink.writeLong(intents.sealedIndex());
    sink.writeInt(intents.pending().size());
    for (SegmentFile file : intents.pending()) {
      encodeFile(file, sink);
    }
    sink.writeInt(intents.runs().size());
    for (StagedRows.Run run : intents.runs()) {
      sink.writeInt(run.end());
      sink.writeInt(run.sub());
      sink.writeLong(run.firstIndex());
    }
    sink.writeInt(intents.deletes().layers().size());
    for (StagedDeletes.Layer layer : intents.deletes().layers()) {
      sink.writeInt(layer.sub());
      sink.writeLong(layer.index());
      sink.writeInt(layer.parts().size());
      for (StagedDeletes.Part part : layer.parts()) {
        sink.writeLong(part.key());
        encodeRows(part.rows(), sink);
      }
    }
    sink.writeLong(intents.endIndex());
  }

  private static ChunkState.Intents decodeIntents(ByteBuffer source) {
    long transactionId = source.getLong();
    int sealedRows = source.getInt();
    long sealedIndex = source.getLong();
    var pending = new ArrayList<SegmentFile>();
    for (int left = source.getInt(); left > 0; left--) {
      pending.add(decodeFile(source));
    }
    var runs = new ArrayList<StagedRows.Run>();
    for (int left = source.getInt(); left > 0; left--) {
      runs.add(new StagedRows.Run(source.getInt(), source.getInt(), source.getLong()));
    }
    return new ChunkState.Intents(
        transactionId,
        sealedRows,
        sealedIndex,
        pending,
        runs,
        decodeStaged(source),
        source.getLong());
  }

  private static StagedDeletes decodeStaged(ByteBuffer source) {
    var layers = new ArrayList<StagedDeletes.Layer>();
    for (int left = source.getInt(); left > 0; left--) {
      int sub = source.getInt();
      long index = source.getLong();
      var parts = new ArrayList<StagedDeletes.Part>();
      for (int more = source.getInt(); more > 0; more--) {
        parts.add(new StagedDeletes.Part(source.getLong(), decodeRows(source)));
      }
      layers.add(new StagedDeletes.Layer(sub, index, parts));
    }
    return StagedDeletes.of(layers);
  }

  private static void encodeRows(RoaringBitmap rows, ByteSink sink) {
    ByteBuffer bytes = ByteBuffer.allocate(rows.serializedSizeInBytes());
    rows.serialize(bytes);
    bytes(bytes.array(), sink);
  }

  private static RoaringBitmap decodeRows(ByteBuffer source) {
    var rows = new RoaringBitmap();
    try {
      rows.deserialize(ByteBuffer.wrap(bytes(source)));
    } catch (IOException e) {
      throw corrupted().causedBy(e);
    }
    return rows;
  }

  private static void encodeFile(SegmentFile file, ByteSink sink) {
    sink.writeInt(file.container());
    string(file.fileName(), sink);
    sink.writeInt(file.rowCount());
    sink.writeLong(file.bytes());
    sink.writeInt(file.crc());
    sink.writeInt(file.level());
    sink.writeLong(file.maxCsn());
  }

  private static SegmentFile decodeFile(ByteBuffer source) {
    return new SegmentFile(
        source.getInt(),
        string(source),
        source.getInt(),
        source.getLong(),
        source.getInt(),
        source.getInt(),
        source.getLong());
  }

  private static void encodeDeletes(DeleteSet deletes, ByteSink sink) {
    int countAt = sink.length();
    sink.writeInt(0);
    int[] count = {0};
    deletes.forEach(
        (rows, csn) -> {
          count[0]++;
          sink.writeLong(csn);
          encodeRows(rows, sink);
        });
    sink.putInt(countAt, count[0]);
  }

  private static DeleteSet decodeDeletes(ByteBuffer source) {
    DeleteSet deletes = DeleteSet.EMPTY;
    for (int left = source.getInt(); left > 0; left--) {
      deletes = deletes.with(source.getLong(), decodeRows(source));
    }
    return deletes;
  }

  static void encodeSchema(TableSchema schema, ByteSink sink) {
    sink.writeInt(schema.tableOid());
    sink.writeLong(schema.storageId());
    sink.writeInt(schema.version());
    string(schema.schemaName(), sink);
    string(schema.name(), sink);
    sink.writeInt(schema.columns().size());
    for (ColumnSchema column : schema.columns()) {
      sink.writeInt(column.columnId());
      string(column.name(), sink);
      string(column.kind().name(), sink);
      sink.writeByte(column.isNotNull() ? 1 : 0);
      encodeValue(column.missingValue(), sink);
    }
    sink.writeInt(schema.uniqueKeys().size());
    for (UniqueKey key : schema.uniqueKeys()) {
      sink.writeInt(key.indexOid());
      string(key.name(), sink);
      integers(key.columnIds(), sink);
    }
    TableSchema.Partitioning partitioning = schema.partitioning();
    sink.writeByte(partitioning == null ? 0 : 1);
    if (partitioning != null) {
      sink.writeInt(partitioning.timeColumnId());
      sink.writeLong(partitioning.chunkInterval());
    }
    integers(schema.sortColumnIds(), sink);
    sink.writeInt(schema.indexes().size());
    schema.indexes().forEach(columns -> integers(columns, sink));
  }

  static TableSchema decodeSchema(ByteBuffer source) {
    int tableOid = source.getInt();
    long storageId = source.getLong();
    int version = source.getInt();
    String schemaName = string(source);
    String name = string(source);
    var columns = new ArrayList<ColumnSchema>();
    for (int left = source.getInt(); left > 0; left--) {
      int columnId = source.getInt();
      String columnName = string(source);
      PhysicalKind kind = PhysicalKind.valueOf(string(source));
      boolean isNotNull = source.get() == 1;
      columns.add(new ColumnSchema(columnId, columnName, kind, isNotNull, decodeValue(source)));
    }
    var keys = new ArrayList<UniqueKey>();
    for (int left = source.getInt(); left > 0; left--) {
      keys.add(new UniqueKey(source.getInt(), string(source), integers(source)));
    }
    TableSchema.Partitioning partitioning =
        source.get() == 0 ? null : new TableSchema.Partitioning(source.getInt(), source.getLong());
    return new TableSchema(
        tableOid,
        storageId,
        version,
        schemaName,
        name,
        columns,
        keys,
        partitioning,
        integers(source),
        integerLists(source));
  }

  private static List<List<Integer>> integerLists(ByteBuffer source) {
    var lists = new ArrayList<List<Integer>>();
    for (int left = source.getInt(); left > 0; left--) {
      lists.add(integers(source));
    }
    return lists;
  }

  private static void encodeValue(@Nullable Object value, ByteSink sink) {
    switch (value) {
      case null -> sink.writeByte(0);
      case Long number -> {
        sink.writeByte(1);
        sink.writeLong(number);
      }
      case Double number -> {
        sink.writeByte(2);
        sink.writeLong(Double.doubleToRawLongBits(number));
      }
      case byte[] array -> {
        sink.writeByte(3);
        bytes(array, sink);
      }
      case Numeric number -> {
        sink.writeByte(4);
        string(number.kind().name(), sink);
        if (number.isFinite()) {
          sink.writeInt(number.value().scale());
          bytes(number.value().unscaledValue().toByteArray(), sink);
        }
      }
      case Interval interval -> {
        sink.writeByte(5);
        sink.writeInt(interval.months());
        sink.writeInt(interval.days());
        sink.writeLong(interval.micros());
      }
      default -> throw new IllegalArgumentException(value.getClass().getName());
    }
  }

  private static @Nullable Object decodeValue(ByteBuffer source) {
    return switch (source.get()) {
      case 0 -> null;
      case 1 -> source.getLong();
      case 2 -> Double.longBitsToDouble(source.getLong());
      case 3 -> bytes(source);
      case 4 -> decodeNumeric(source);
      case 5 -> new Interval(source.getInt(), source.getInt(), source.getLong());
      default -> throw corrupted();
    };
  }

  private static Numeric decodeNumeric(ByteBuffer source) {
    return switch (Numeric.Kind.valueOf(string(source))) {
      case NAN -> Numeric.NAN;
      case INFINITY -> Numeric.INFINITY;
      case NEGATIVE_INFINITY -> Numeric.NEGATIVE_INFINITY;
      case FINITE -> {
        int scale = source.getInt();
        yield Numeric.of(new BigDecimal(new BigInteger(bytes(source)), scale));
      }
    };
  }

  private static void integers(List<Integer> values, ByteSink sink) {
    sink.writeInt(values.size());
    values.forEach(sink::writeInt);
  }

  private static List<Integer> integers(ByteBuffer source) {
    var values = new ArrayList<Integer>();
    for (int left = source.getInt(); left > 0; left--) {
      values.add(source.getInt());
    }
    return values;
  }

  private static void string(String value, ByteSink sink) {
    bytes(value.getBytes(StandardCharsets.UTF_8), sink);
  }

  private static String string(ByteBuffer source) {
    return new String(bytes(source), StandardCharsets.UTF_8);
  }

  private static void bytes(byte[] value, ByteSink sink) {
    sink.writeInt(value.length);
    sink.writeBytes(value, 0, value.length);
  }

  private static byte[] bytes(ByteBuffer source) {
    int length = source.getInt();
    if (length < 0 || length > source.remaining()) {
      throw corrupted();
    }
    byte[] value = new byte[length];
    source.get(value);
    return value;
  }

  static OrreryException corrupted() {
    return OrreryException.of(SqlState.DATA_CORRUPTED, "manifest is corrupted");
  }
}
