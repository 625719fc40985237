package org.orrery.storage.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.orrery.base.error.Invariant;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.data.Batch;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.storage.codec.BlockCodec;
import org.orrery.storage.codec.BlockLimits;
import org.orrery.storage.codec.ColumnEncoder;
import org.orrery.storage.codec.EncodeBuffer;

/**
 * Writes a segment file from rows in the order of its sort key. Rows come as vectors, one a column
 * in the order of the columns given; whole blocks are encoded where they lie, without a copy. One
 * row group of encoded blocks (a few MiB) is held in memory.
 *
 * <p>{@link #finish} makes the file durable under its name; renaming it and syncing the directory
 * is the caller's. Closing before that removes the file. Not thread-safe.
 */
public final class SegmentWriter implements AutoCloseable {

  private final FileStore files;
  private final Path path;
  private final SegmentMeta meta;
  private final List<SegmentColumn> columns;
  private final StoredFile file;
  private final ColumnEncoder encoder = new ColumnEncoder();
  private final EncodeBuffer[] groupBuffers;
  private final Vector[] pending;
  private final DirectoryBuilder directory;
  private final SegmentVersions versions = new SegmentVersions();
  private int pendingRows;
  private long fileBytes;
  private long rows;
  private boolean isFinished;
  private boolean isClosed;

  /** Creates the file, which must not exist. */
  public SegmentWriter(FileStore files, Path path, SegmentMeta meta, List<SegmentColumn> columns) {
    Invariant.check(!columns.isEmpty(), "a segment without columns");
    this.files = files;
    this.path = path;
    this.meta = meta;
    this.columns = List.copyOf(columns);
    directory = new DirectoryBuilder(this.columns);
    groupBuffers = new EncodeBuffer[columns.size()];
    pending = new Vector[columns.size()];
    for (int c = 0; c < columns.size(); c++) {
      groupBuffers[c] = new EncodeBuffer(1 << 12);
      pending[c] = Vector.allocate(columns.get(c).kind(), BlockLimits.BLOCK_ROWS_MAX);
    }
    try {
      file = files.open(path, FileStore.Mode.CREATE);
    } catch (IOException e) {
      throw SegmentErrors.ioError("create", e);
    }
    var header = new EncodeBuffer(SegmentFormat.HEADER_BYTES);
    SegmentCodec.encodeHeader(meta, header);
    header.putInt(Crc.of(header.array(), 0, SegmentFormat.HEADER_CRC_AT));
    write(header);
  }

  /** Appends the selected rows of a batch, all begun by one commit. */
  public void append(Batch batch, long beginCsn) {
    if (batch.selection() == null) {
      append(batch.columns(), 0, batch.rowCount(), beginCsn);
      return;
    }
    versions.add(beginCsn, batch.size());
    for (int i = 0; i < batch.size(); i++) {
      copyRow(batch.columns(), batch.position(i));
    }
  }

  /** Appends rows [from, from + rowCount) of vectors, all begun by one commit. */
  public void append(Vector[] vectors, int from, int rowCount, long beginCsn) {
    versions.add(beginCsn, rowCount);
    appendRows(vectors, from, rowCount);
  }

  /**
   * Appends rows [from, from + rowCount) of vectors, each with its own begin-csn.
   *
   * @param beginCsns the csn of the vectors' row {@code i} at index {@code i}
   */
  public void append(Vector[] vectors, int from, int rowCount, long[] beginCsns) {
    for (int i = from; i < from + rowCount; i++) {
      versions.add(beginCsns[i], 1);
    }
    appendRows(vectors, from, rowCount);
  }

  /** Ends the current block early, such as where a long series begins. */
  public void endBlock() {
    if (pendingRows > 0) {
      int count = pendingRows;
      pendingRows = 0;
      writeBlock(pending, 0, count);
      for (Vector vector : pending) {
        vector.clear();
      }
    }
  }

  /** Rows appended so far. */
  public long rowCount() {
    return rows + pendingRows;
  }

  /** Bytes of the file if it were finished now, without sections; for limits on size. */
  public long bytesEstimate() {
    long bytes = fileBytes;
    for (EncodeBuffer buffer : groupBuffers) {
      bytes += buffer.size();
    }
    return bytes;
  }

  private void appendRows(Vector[] vectors, int from, int rowCount) {
    int at = from;
    int end = from + rowCount;
    while (at < end) {
      if (pendingRows == 0 && end - at >= BlockLimits.BLOCK_ROWS_MAX) {
        writeBlock(vectors, at, BlockLimits.BLOCK_ROWS_MAX);
        at += BlockLimits.BLOCK_ROWS_MAX;
        continue;
      }
      int count = Math.min(end - at, BlockLimits.BLOCK_ROWS_MAX - pendingRows);
      for (int c = 0; c < pending.length; c++) {
        copyRows(vectors[c], at, pending[c], pendingRows, count);
      }
      at += count;
      addPending(count);
    }
  }

  private void copyRow(Vector[] vectors, int row) {
    for (int c = 0; c < pending.length; c++) {
      pending[c].copyFrom(vectors[c], row, pendingRows);
    }
    addPending(1);
  }

  private void addPending(int count) {
    pendingRows += count;
    if (pendingRows == BlockLimits.BLOCK_ROWS_MAX) {
      endBlock();
    }
  }

  private static void copyRows(Vector source, int from, Vector target, int at, int count) {
    if (!source.mayHaveNulls() && source instanceof LongVector longs) {
      System.arraycopy(longs.values(), from, ((LongVector) target).values(), at, count);
    } else if (!source.mayHaveNulls() && source instanceof DoubleVector doubles) {
      System.arraycopy(doubles.values(), from, ((DoubleVector) target).values(), at, count);
    } else {
      for (int i = 0; i < count; i++) {
        target.copyFrom(source, from + i, at + i);
      }
    }
  }

  private void writeBlock(Vector[] vectors, int from, int count) {
    Invariant.check(!isFinished && !isClosed, "append to a finished segment");
    for (int c = 0; c < groupBuffers.length; c++) {
      EncodeBuffer buffer = groupBuffers[c];
      int start = buffer.size();
      BlockCodec codec = encoder.encode(vectors[c], from, count, buffer);
      int length = buffer.size() - start;
      buffer.align(SegmentFormat.BLOCK_ALIGNMENT);
      int crc = Crc.of(buffer.array(), start, buffer.size() - start);
      ColumnStatistics statistics = directory.column(c);
      int entry = directory.entry();
      StatisticsCollector.collect(
          vectors[c], from, count, encoder.decimalExponent(), statistics, entry);
      statistics.setCodec(entry, codec);
      statistics.setLocation(entry, start, length, crc);
    }
    rows += count;
    if (directory.endBlock(count) == SegmentFormat.ROW_GROUP_BLOCKS_MAX) {
      writeRowGroup();
    }
  }

  private void writeRowGroup() {
    for (int c = 0; c < groupBuffers.length; c++) {
      directory.placeGroup(c, fileBytes);
      write(groupBuffers[c]);
      groupBuffers[c].reset();
    }
    directory.endGroup();
  }

  private void write(EncodeBuffer buffer) {
    ByteBuffer bytes = buffer.asByteBuffer();
    int count = bytes.remaining();
    try {
      file.write(fileBytes, bytes);
    } catch (IOException e) {
      throw SegmentErrors.ioError("write", e);
    }
    fileBytes += count;
  }

  /** Writes what is left, makes the file durable and closes it. */
  public SegmentSummary finish() {
    Invariant.check(rowCount() > 0, "a segment without rows");
    endBlock();
    writeRowGroup();
    var footer = new EncodeBuffer(256);
    writeSections(footer);
    isFinished = true;
    try {
      file.sync();
      file.close();
    } catch (IOException e) {
      throw SegmentErrors.ioError("sync", e);
    }
    isClosed = true;
    return SegmentSummary.of(
        rows, directory.blockCount(), fileBytes, meta.timeColumnId(), directory.summaries(rows));
  }

  private void writeSections(EncodeBuffer footer) {
    var table = new ArrayList<SectionEntry>();
    var section = new EncodeBuffer(1 << 12);
    SegmentCodec.encodeColumns(meta, columns, section);
    table.add(writeSection(SegmentFormat.SECTION_COLUMNS, section));
    directory.encode(encoder, section);
    table.add(writeSection(SegmentFormat.SECTION_DIRECTORY, section));
    directory.encodeSummary(encoder, section);
    table.add(writeSection(SegmentFormat.SECTION_SUMMARY, section));
    if (versions.runCount() > 1) {
      SegmentCodec.encodeVersions(versions, encoder, section);
      table.add(writeSection(SegmentFormat.SECTION_VERSIONS, section));
    }
    SectionEntry.encodeFooter(table, rows, fileBytes, footer);
    write(footer);
  }

  private SectionEntry writeSection(int type, EncodeBuffer section) {
    int crc = Crc.of(section.array(), 0, section.size());
    var entry = new SectionEntry(type, true, fileBytes, section.size(), crc);
    write(section);
    section.reset();
    return entry;
  }

  /** Removes the file unless it was finished; idempotent. */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      file.close();
      files.delete(path);
    } catch (IOException e) {
      throw SegmentErrors.ioError("remove", e);
    }
  }
}
