package org.orrery.storage.segment;

import java.util.ArrayList;
import java.util.List;
import org.orrery.storage.codec.DecodeCursor;
import org.orrery.storage.codec.EncodeBuffer;

/** A row of the footer's section table. */
record SectionEntry(int type, boolean isRequired, long offset, long bytes, int crc) {

  private static final int SECTIONS_MAX = 64;
  private static final int ENTRY_BYTES = 28;
  private static final int FIXED_BYTES = 20;

  /** Appends footer and trailer. */
  static void encodeFooter(
      List<SectionEntry> table, long rows, long bytesBefore, EncodeBuffer target) {
    int footerBytes = FIXED_BYTES + table.size() * ENTRY_BYTES;
    target.putLong(rows);
    target.putLong(bytesBefore + footerBytes + SegmentFormat.TRAILER_BYTES);
    target.putInt(table.size());
    for (SectionEntry entry : table) {
      target.putInt(entry.type);
      target.putInt(entry.isRequired ? 1 : 0);
      target.putLong(entry.offset);
      target.putLong(entry.bytes);
      target.putInt(entry.crc);
    }
    int lengthAt = target.size();
    target.putInt(footerBytes);
    int crc = Crc.of(target.array(), 0, target.size());
    target.truncate(lengthAt);
    target.putInt(crc);
    target.putInt(footerBytes);
    target.putLong(SegmentFormat.TRAILER_MAGIC);
  }

  /** Reads the table behind a footer's row count and file length. */
  static List<SectionEntry> decodeTable(DecodeCursor footer) {
    int count = footer.getInt();
    if (count < 0 || count > SECTIONS_MAX || footer.remaining() != (long) count * ENTRY_BYTES) {
      throw SegmentErrors.notASegment("section table");
    }
    var table = new ArrayList<SectionEntry>(count);
    for (int i = 0; i < count; i++) {
      int type = footer.getInt();
      boolean isRequired = footer.getInt() != 0;
      table.add(
          new SectionEntry(type, isRequired, footer.getLong(), footer.getLong(), footer.getInt()));
    }
    return table;
  }
}
