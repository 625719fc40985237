package org.orrery.storage.segment;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.codec.DecodeCursor;

/** A segment's verified header, footer and sections. */
record SegmentContents(
    SegmentMeta meta,
    List<SegmentColumn> columns,
    BlockDirectory directory,
    SegmentSummary summary,
    @Nullable SegmentVersions versions) {

  /**
   * Verifies everything but the blocks.
   *
   * @throws OrreryException {@code XX001}
   */
  static SegmentContents parse(MemorySegment source) {
    try {
      return new Parser(source).parse();
    } catch (InternalError e) {
      throw SegmentErrors.notASegment("a page could not be read").causedBy(e);
    } catch (ArithmeticException | IndexOutOfBoundsException e) {
      throw SegmentErrors.notASegment("value out of range").causedBy(e);
    }
  }

  private static final class Parser {

    private final MemorySegment source;
    private final DecodeCursor cursor = new DecodeCursor();

    Parser(MemorySegment source) {
      this.source = source;
    }

    SegmentContents parse() {
      long size = source.byteSize();
      SegmentMeta header = parseHeader();
      try {
        return parseSections(header, size);
      } catch (OrreryException e) {
        if (e.state() != SqlState.DATA_CORRUPTED) {
          throw e;
        }
        throw SegmentErrors.corrupted(header.segmentId(), e.message()).causedBy(e);
      }
    }

    private SegmentMeta parseHeader() {
      cursor.open(source, SegmentFormat.HEADER_CRC_AT, Integer.BYTES);
      int crc = cursor.getInt();
      if (crc != Crc.of(source, 0, SegmentFormat.HEADER_CRC_AT)) {
        throw SegmentErrors.notASegment("checksum of the header");
      }
      cursor.open(source, 0, SegmentFormat.HEADER_CRC_AT);
      return SegmentCodec.decodeHeader(cursor);
    }

    private SegmentContents parseSections(SegmentMeta header, long size) {
      long trailer = size - SegmentFormat.TRAILER_BYTES;
      cursor.open(source, trailer, SegmentFormat.TRAILER_BYTES);
      int crc = cursor.getInt();
      int footerBytes = cursor.getInt();
      if (cursor.getLong() != SegmentFormat.TRAILER_MAGIC
          || footerBytes < 0
          || footerBytes > trailer - SegmentFormat.HEADER_BYTES) {
        throw SegmentErrors.notASegment("trailer");
      }
      long footer = trailer - footerBytes;
      checkFooter(footer, footerBytes, crc);
      cursor.open(source, footer, footerBytes);
      long rows = cursor.getLong();
      if (cursor.getLong() != size) {
        throw SegmentErrors.notASegment("length of the file");
      }
      Map<Integer, SectionEntry> table = checkSections(SectionEntry.decodeTable(cursor));
      return contents(header, rows, table);
    }

    /** The footer's checksum continues over the footer's length, which lies behind it. */
    private void checkFooter(long footer, int footerBytes, int expected) {
      var bytes = new byte[footerBytes + Integer.BYTES];
      cursor.open(source, footer, footerBytes);
      cursor.getBytes(bytes, 0, footerBytes);
      cursor.open(source, footer + footerBytes + Integer.BYTES, Integer.BYTES);
      cursor.getBytes(bytes, footerBytes, Integer.BYTES);
      if (Crc.of(bytes, 0, bytes.length) != expected) {
        throw SegmentErrors.notASegment("checksum of the footer");
      }
    }

    private Map<Integer, SectionEntry> checkSections(List<SectionEntry> entries) {
      var table = new HashMap<Integer, SectionEntry>();
      for (SectionEntry entry : entries) {
        boolean isKnown = entry.type() >= 1 && entry.type() <= SegmentFormat.SECTION_VERSIONS;
        if (!isKnown && entry.isRequired()) {
          throw SegmentErrors.notASegment("unknown required section " + entry.type());
        }
        if (entry.offset() < 0
            || entry.bytes() < 0
            || entry.offset() > source.byteSize() - entry.bytes()
            || Crc.of(source, entry.offset(), entry.bytes()) != entry.crc()) {
          throw SegmentErrors.notASegment("checksum of section " + entry.type());
        }
        table.put(entry.type(), entry);
      }
      return table;
    }

    private static SectionEntry section(Map<Integer, SectionEntry> table, int type) {
      SectionEntry entry = table.get(type);
      if (entry == null) {
        throw SegmentErrors.notASegment("missing section " + type);
      }
      return entry;
    }

    private SegmentContents contents(
        SegmentMeta header, long rows, Map<Integer, SectionEntry> table) {
      SectionEntry columnsAt = section(table, SegmentFormat.SECTION_COLUMNS);
      cursor.open(source, columnsAt.offset(), columnsAt.bytes());
      List<SegmentColumn> columns = SegmentCodec.decodeColumns(cursor);
      SegmentMeta meta = SegmentCodec.decodeSortKey(cursor, header);
      SectionEntry at = section(table, SegmentFormat.SECTION_DIRECTORY);
      var directory = new BlockDirectory(source, at.offset(), at.bytes(), columns);
      if (directory.rowCount() != rows) {
        throw SegmentErrors.notASegment("row count");
      }
      var decoder = new ColumnDecoder();
      at = section(table, SegmentFormat.SECTION_SUMMARY);
      SegmentSummary summary =
          SegmentSummary.of(
              rows,
              directory.blockCount(),
              source.byteSize(),
              meta.timeColumnId(),
              summaries(at, columns, rows, decoder));
      SectionEntry runs = table.get(SegmentFormat.SECTION_VERSIONS);
      SegmentVersions versions =
          runs == null
              ? null
              : SegmentCodec.decodeVersions(source, runs.offset(), runs.bytes(), rows, decoder);
      return new SegmentContents(meta, columns, directory, summary, versions);
    }

    private List<BlockStats> summaries(
        SectionEntry section, List<SegmentColumn> columns, long rows, ColumnDecoder decoder) {
      var summaries = new ArrayList<BlockStats>(columns.size());
      long at = section.offset();
      long end = at + section.bytes();
      for (SegmentColumn column : columns) {
        cursor.open(source, at, end - at);
        long bytes = cursor.getInt() & 0xFFFF_FFFFL;
        at += Integer.BYTES;
        summaries.add(
            ColumnStatistics.decode(column, 1, source, at, bytes, decoder).toBlockStats(0, rows));
        at += bytes;
      }
      return summaries;
    }
  }
}
