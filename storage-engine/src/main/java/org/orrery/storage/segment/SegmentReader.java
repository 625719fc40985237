package org.orrery.storage.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.codec.IntegerDecoder;

/**
 * Reads a mapped segment file. Header, footer and sections are verified when it is opened, each
 * block when it is first touched; damage is {@code XX001 data_corrupted} with the segment's id and
 * never data. Columns are addressed by their index in {@link #columns()}; a table's column that is
 * not here ({@link #columnIndex} = -1) reads as its default.
 *
 * <p>Safe for use by several threads, each with its own {@link ColumnDecoder}. Nobody may read
 * after {@link #close}: share it through a {@link SegmentHandle}.
 */
public final class SegmentReader implements AutoCloseable {

  private final Arena arena;
  private final MemorySegment source;
  private final SegmentContents contents;
  private final AtomicLongArray verifiedBlocks;

  private SegmentReader(Arena arena, MemorySegment source, SegmentContents contents) {
    this.arena = arena;
    this.source = source;
    this.contents = contents;
    long blocks = (long) contents.directory().blockCount() * contents.columns().size();
    verifiedBlocks = new AtomicLongArray(Math.toIntExact((blocks + 63) >> 6));
  }

  /**
   * Maps and verifies a segment.
   *
   * @throws OrreryException {@code XX001} when the file is missing or header, footer or a section
   *     is damaged
   */
  public static SegmentReader open(FileStore files, Path path) {
    Arena arena = Arena.ofShared();
    boolean isOpen = false;
    try (StoredFile file = files.open(path, FileStore.Mode.READ)) {
      if (file.length() < SegmentFormat.HEADER_BYTES + SegmentFormat.TRAILER_BYTES) {
        throw SegmentErrors.notASegment("too short");
      }
      MemorySegment source = file.map(arena);
      var reader = new SegmentReader(arena, source, SegmentContents.parse(source));
      isOpen = true;
      return reader;
    } catch (NoSuchFileException e) {
      throw SegmentErrors.notASegment("it is missing").causedBy(e);
    } catch (IOException e) {
      throw SegmentErrors.ioError("open", e);
    } finally {
      if (!isOpen) {
        arena.close();
      }
    }
  }

  /** Who this segment is. */
  public SegmentMeta meta() {
    return contents.meta();
  }

  /** Statistics of the whole segment. */
  public SegmentSummary summary() {
    return contents.summary();
  }

  /** The columns, in the order of their indexes. */
  public List<SegmentColumn> columns() {
    return contents.columns();
  }

  /** The index of the column with an id, or -1. */
  public int columnIndex(int columnId) {
    List<SegmentColumn> columns = contents.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).columnId() == columnId) {
        return i;
      }
    }
    return -1;
  }

  /** Rows of the segment. */
  public long rowCount() {
    return contents.directory().rowCount();
  }

  /** Blocks each column has; all columns are cut at the same rows. */
  public int blockCount() {
    return contents.directory().blockCount();
  }

  /** Rows of a block, 1 to 1,024. */
  public int blockRows(int block) {
    return contents.directory().blockRows(block);
  }

  /** Ordinal in the segment of a block's first row. */
  public long blockStart(int block) {
    return contents.directory().blockStart(block);
  }

  /** The block that holds the row with an ordinal. */
  public int blockOf(long ordinal) {
    return contents.directory().blockOf(ordinal);
  }

  /** The begin-csns of the rows; null when all rows have {@code meta().csnMin()}. */
  public @Nullable SegmentVersions versions() {
    return contents.versions();
  }

  /**
   * The statistics of blocks [page × 1,024, (page + 1) × 1,024) as arrays, for hot paths; block
   * {@code b} is entry {@code b % 1024}.
   */
  public ColumnStatistics statistics(int column, int page) {
    try {
      return contents.directory().statistics(column, page);
    } catch (OrreryException e) {
      throw named(e);
    }
  }

  /**
   * Clears the bits of the blocks [page × 1,024, (page + 1) × 1,024) in which no row of the column
   * is wanted.
   *
   * @param candidates a bit for each block of the page
   */
  public void prune(int column, int page, BlockPruner pruner, long[] candidates) {
    pruner.prune(statistics(column, page), candidates);
  }

  /** What is known about one block, as objects. */
  public BlockStats stats(int column, int block) {
    return pageOf(column, block).toBlockStats(entryOf(block), blockRows(block));
  }

  /**
   * Decodes a block into rows [0, {@link #blockRows}) of {@code target}.
   *
   * @throws OrreryException {@code XX001} when the block is damaged
   */
  public void decode(int column, int block, Vector target, ColumnDecoder decoder) {
    ColumnStatistics statistics = pageOf(column, block);
    int entry = entryOf(block);
    try {
      verify(statistics, column, block);
      decoder.decode(source, statistics.offset(entry), statistics.length(entry), target);
    } catch (OrreryException e) {
      throw named(e);
    } catch (InternalError e) {
      throw mappingFault(e);
    }
    if (decoder.rows() != blockRows(block)) {
      throw damaged("rows of a block");
    }
  }

  /**
   * Opens a block for aggregation in the integer domain ({@link ColumnDecoder#openIntegers}).
   *
   * @return null when the block must be decoded instead
   */
  public @Nullable IntegerDecoder openIntegers(int column, int block, ColumnDecoder decoder) {
    ColumnStatistics statistics = pageOf(column, block);
    int entry = entryOf(block);
    PhysicalKind kind = contents.columns().get(column).kind();
    try {
      verify(statistics, column, block);
      return decoder.openIntegers(source, statistics.offset(entry), statistics.length(entry), kind);
    } catch (OrreryException e) {
      throw named(e);
    } catch (InternalError e) {
      throw mappingFault(e);
    }
  }

  /** The statistics in which a block is entry {@code block % 1024}. */
  public ColumnStatistics pageOf(int column, int block) {
    return statistics(column, block / SegmentFormat.PAGE_BLOCKS_MAX);
  }

  private static int entryOf(int block) {
    return block % SegmentFormat.PAGE_BLOCKS_MAX;
  }

  /** Checks a block's bytes, padding included, once in the life of this reader. */
  private void verify(ColumnStatistics statistics, int column, int block) {
    long bit = (long) column * blockCount() + block;
    int word = (int) (bit >> 6);
    if ((verifiedBlocks.get(word) & (1L << bit)) != 0) {
      return;
    }
    int entry = entryOf(block);
    long offset = statistics.offset(entry);
    long bytes = SegmentFormat.padded(statistics.length(entry));
    if (offset < 0 || bytes < 0 || offset > source.byteSize() - bytes) {
      throw damaged("block outside of the file");
    }
    if (Crc.of(source, offset, bytes) != statistics.crc(entry)) {
      throw damaged("checksum of block " + block + " of column " + column);
    }
    verifiedBlocks.getAndUpdate(word, bits -> bits | 1L << bit);
  }

  private OrreryException damaged(String what) {
    return SegmentErrors.corrupted(meta().segmentId(), what);
  }

  /** The error of a codec, with the segment it is about. */
  private OrreryException named(OrreryException e) {
    if (e.state() != SqlState.DATA_CORRUPTED || e.message().startsWith("segment ")) {
      return e;
    }
    return damaged(e.message()).causedBy(e);
  }

  /** The JVM reports an I/O error on a mapped page as an InternalError. */
  private OrreryException mappingFault(InternalError e) {
    return damaged("a page could not be read").causedBy(e);
  }

  /** Unmaps the file; nobody may be reading. Idempotent. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
