package org.orrery.storage.segment;

/**
 * The segment file, version 2.0: name {@code *.oseg}, little-endian, written once and never
 * changed.
 *
 * <pre>
 * file      header, blocks, sections, footer, trailer; nothing between them
 * header    4,096 bytes: u64 magic "ORRYSEG1", u16 major, u16 minor, u32 header bytes,
 *           u64 uuid high, u64 uuid low, u64 table, u64 chunk, u32 schema version, u32 level,
 *           u64 log index first, u64 log index last, u64 csn min, u64 csn max,
 *           zeros, at 4,092 u32 crc32c of the bytes before
 * blocks    one row group after the other, each of up to 64 blocks a column; in a row group column
 *           after column; a block is {@code ColumnEncoder}'s bytes, zero-padded to 8 bytes
 * sections  COLUMNS   varint n, n × (varint column id, u8 kind: 1 LONG … 5 INTERVAL),
 *                     varint n, n × (varint column id, u8 bits: 1 descending, 2 nulls first)
 *                     the sort key, zigzag time column id (-1 none)
 *           DIRECTORY u32 pages, u32 columns, pages × (u32 bytes of the block row counts,
 *                     columns × u32 bytes of the statistics), then these in the same order.
 *                     A page covers up to 1,024 blocks. Row counts are one LONG block.
 *                     Statistics are blocks with a row for each block of the column: LONG offset
 *                     in the file, LONG length, LONG codec, LONG nulls, LONG crc32c (of the
 *                     block with its padding), LONG flags (1 no min and max, 2 no first, 4 no
 *                     last, because the value is too long), first, last, min, max of the column's
 *                     kind, LONG sum exponent (-2 no sum, -1 low holds the bits of a compensated
 *                     double, else sum = 128-bit integer / 10^exponent), LONG sum high, LONG sum
 *                     low, NUMERIC sum (numeric columns only)
 *           SUMMARY   columns × (u32 bytes, statistics as above with one row: the segment)
 *           VERSIONS  optional: zigzag runs, then per 1,024 runs a LONG block of first ordinals
 *                     and a LONG block of begin-csns; absent when all rows have one csn
 * footer    u64 rows, u64 file bytes, u32 sections, sections × (u32 type, u32 1 = required,
 *           u64 offset, u64 bytes, u32 crc32c)
 * trailer   u32 crc32c of the footer and the footer bytes, u32 footer bytes, u64 magic "1GESYRRO"
 * </pre>
 *
 * <p>Statistics use PostgreSQL's order: NaN is the greatest double, -0 equals 0, strings compare as
 * unsigned bytes. Sums of integers, decimals and doubles that are decimals are exact. Row groups
 * are not padded to pages: with 3 bits a value that would cost 8 % of the file.
 *
 * <p>A reader skips unknown sections unless they are required and refuses an unknown major version.
 * Version 1 has the same layout; its blocks know fewer codecs.
 */
public final class SegmentFormat {

  /** Bytes of the header. */
  public static final int HEADER_BYTES = 4096;

  /** Blocks a column has in a row group. */
  public static final int ROW_GROUP_BLOCKS_MAX = 64;

  /** Blocks that one directory page covers. */
  public static final int PAGE_BLOCKS_MAX = 1024;

  /** Longer strings are not kept as statistics. */
  public static final int STATISTIC_BYTES_MAX = 64;

  /** Extension of the file name. */
  public static final String EXTENSION = ".oseg";

  static final long MAGIC = 0x31474553_5952524FL;
  static final long TRAILER_MAGIC = 0x4F525259_53454731L;
  static final int MAJOR = 2;
  static final int MAJOR_OLDEST = 1;
  static final int MINOR = 0;
  static final int HEADER_CRC_AT = HEADER_BYTES - Integer.BYTES;
  static final int TRAILER_BYTES = 16;
  static final int BLOCK_ALIGNMENT = 8;

  static final int SECTION_COLUMNS = 1;
  static final int SECTION_DIRECTORY = 2;
  static final int SECTION_SUMMARY = 3;
  static final int SECTION_VERSIONS = 4;

  static final int FLAG_NO_MIN_MAX = 1;
  static final int FLAG_NO_FIRST = 2;
  static final int FLAG_NO_LAST = 4;

  private SegmentFormat() {}

  /** Bytes of a block with its padding. */
  static long padded(long length) {
    return (length + BLOCK_ALIGNMENT - 1) & -BLOCK_ALIGNMENT;
  }
}
