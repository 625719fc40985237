package org.orrery.storage.segment;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.orrery.base.error.OrreryException;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.codec.ColumnEncoder;
import org.orrery.storage.codec.DecodeCursor;
import org.orrery.storage.codec.EncodeBuffer;

/** Bytes of header and small sections; {@link SegmentFormat} documents them. */
final class SegmentCodec {

  private static final int SORT_DESCENDING = 1;
  private static final int SORT_NULLS_FIRST = 2;
  private static final int COLUMNS_MAX = 1 << 16;
  private static final int CHUNK = SegmentFormat.PAGE_BLOCKS_MAX;

  private SegmentCodec() {}

  /** The identity of a header, to which the COLUMNS section adds the sort key. */
  static void encodeHeader(SegmentMeta meta, EncodeBuffer target) {
    target.putLong(SegmentFormat.MAGIC);
    target.putShort(SegmentFormat.MAJOR);
    target.putShort(SegmentFormat.MINOR);
    target.putInt(SegmentFormat.HEADER_BYTES);
    target.putLong(meta.segmentId().getMostSignificantBits());
    target.putLong(meta.segmentId().getLeastSignificantBits());
    target.putLong(meta.tableId());
    target.putLong(meta.chunkId());
    target.putInt(meta.schemaVersion());
    target.putInt(meta.level());
    target.putLong(meta.logIndexFirst());
    target.putLong(meta.logIndexLast());
    target.putLong(meta.csnMin());
    target.putLong(meta.csnMax());
    while (target.size() < SegmentFormat.HEADER_CRC_AT) {
      target.putInt(0);
    }
  }

  static SegmentMeta decodeHeader(DecodeCursor header) {
    if (header.getLong() != SegmentFormat.MAGIC) {
      throw SegmentErrors.notASegment("wrong magic number");
    }
    int major = (int) header.getTruncated(2);
    if (major < SegmentFormat.MAJOR_OLDEST || major > SegmentFormat.MAJOR) {
      throw OrreryException.notSupported(
          "segment file has format version %d, this build reads %d to %d",
          major, SegmentFormat.MAJOR_OLDEST, SegmentFormat.MAJOR);
    }
    header.skip(6);
    return new SegmentMeta(
        new UUID(header.getLong(), header.getLong()),
        header.getLong(),
        header.getLong(),
        header.getInt(),
        header.getInt(),
        header.getLong(),
        header.getLong(),
        header.getLong(),
        header.getLong(),
        List.of(),
        SegmentMeta.NO_TIME_COLUMN);
  }

  static void encodeColumns(SegmentMeta meta, List<SegmentColumn> columns, EncodeBuffer target) {
    target.putVarint(columns.size());
    for (SegmentColumn column : columns) {
      target.putVarint(column.columnId());
      target.putByte(kindCode(column.kind()));
    }
    target.putVarint(meta.sortColumns().size());
    for (SortColumn sort : meta.sortColumns()) {
      target.putVarint(sort.columnId());
      target.putByte(
          (sort.isDescending() ? SORT_DESCENDING : 0)
              | (sort.isNullsFirst() ? SORT_NULLS_FIRST : 0));
    }
    target.putZigZag(meta.timeColumnId());
  }

  static List<SegmentColumn> decodeColumns(DecodeCursor source) {
    int count = source.getCount(COLUMNS_MAX);
    var columns = new ArrayList<SegmentColumn>(count);
    for (int i = 0; i < count; i++) {
      columns.add(new SegmentColumn(source.getCount(Integer.MAX_VALUE), kindOf(source.getByte())));
    }
    return List.copyOf(columns);
  }

  /** Reads the rest of the COLUMNS section into a copy of {@code meta}. */
  static SegmentMeta decodeSortKey(DecodeCursor source, SegmentMeta meta) {
    int count = source.getCount(COLUMNS_MAX);
    var sort = new ArrayList<SortColumn>(count);
    for (int i = 0; i < count; i++) {
      int columnId = source.getCount(Integer.MAX_VALUE);
      int bits = source.getByte();
      sort.add(
          new SortColumn(columnId, (bits & SORT_DESCENDING) != 0, (bits & SORT_NULLS_FIRST) != 0));
    }
    return new SegmentMeta(
        meta.segmentId(),
        meta.tableId(),
        meta.chunkId(),
        meta.schemaVersion(),
        meta.level(),
        meta.logIndexFirst(),
        meta.logIndexLast(),
        meta.csnMin(),
        meta.csnMax(),
        sort,
        (int) source.getZigZag());
  }

  static void encodeVersions(SegmentVersions versions, ColumnEncoder encoder, EncodeBuffer target) {
    target.putVarint(versions.runCount());
    var starts = new LongVector(CHUNK);
    var csns = new LongVector(CHUNK);
    for (int from = 0; from < versions.runCount(); from += CHUNK) {
      int runs = Math.min(CHUNK, versions.runCount() - from);
      for (int i = 0; i < runs; i++) {
        starts.setLong(i, versions.runStart(from + i));
        csns.setLong(i, versions.runCsn(from + i));
      }
      encoder.encode(starts, 0, runs, target);
      encoder.encode(csns, 0, runs, target);
    }
  }

  static SegmentVersions decodeVersions(
      MemorySegment source, long offset, long length, long rows, ColumnDecoder decoder) {
    var cursor = new DecodeCursor();
    cursor.open(source, offset, length);
    int count = cursor.getCount(Integer.MAX_VALUE);
    long end = offset + length;
    long at = end - cursor.remaining();
    var starts = new LongVector(CHUNK);
    var csns = new LongVector(CHUNK);
    var versions = new SegmentVersions();
    long pendingStart = 0;
    long pendingCsn = 0;
    for (int from = 0; from < count; from += CHUNK) {
      at += decoder.decode(source, at, end - at, starts);
      at += decoder.decode(source, at, end - at, csns);
      for (int i = 0; i < Math.min(CHUNK, count - from); i++) {
        if (from + i > 0) {
          versions.add(pendingCsn, starts.getLong(i) - pendingStart);
        }
        pendingStart = starts.getLong(i);
        pendingCsn = csns.getLong(i);
      }
    }
    versions.add(pendingCsn, rows - pendingStart);
    return versions;
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
      default -> throw SegmentErrors.notASegment("unknown kind of column");
    };
  }
}
