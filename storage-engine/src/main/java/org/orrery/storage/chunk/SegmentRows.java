package org.orrery.storage.chunk;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.manifest.AtomicFiles;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.segment.BlockPruner;
import org.orrery.storage.segment.ColumnStatistics;
import org.orrery.storage.segment.SegmentFormat;
import org.orrery.storage.segment.SegmentHandle;
import org.orrery.storage.segment.SegmentMeta;
import org.orrery.storage.segment.SegmentReader;
import org.orrery.storage.segment.SegmentVersions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link SealedRows} of a mapped segment file. Once damage was met anywhere in it, the file is
 * quarantined: nothing of it is read any more, it is not merged, and not removed before its chunk.
 */
final class SegmentRows implements SealedRows {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentRows.class);

  private final SegmentFiles files;
  private final SegmentIndexes indexes;
  private final SegmentHandle handle;
  private final SegmentReader segment;
  private final SegmentFile file;
  private final AtomicBoolean isReleased = new AtomicBoolean();

  /** The first damage that was met; null while there is none. */
  private final AtomicReference<@Nullable OrreryException> damage = new AtomicReference<>();

  SegmentRows(SegmentFiles files, SegmentFile file) {
    this.files = files;
    this.file = file;
    indexes = new SegmentIndexes(files, file);
    handle = SegmentHandle.open(files.files(), files.path(file.fileName()));
    segment = handle.reader();
    if (segment.rowCount() != file.rowCount()) {
      handle.release();
      throw OrreryException.of(SqlState.DATA_CORRUPTED, "number of rows");
    }
  }

  @Override
  public int rowCount() {
    return file.rowCount();
  }

  @Override
  public boolean hasColumn(int columnId) {
    return segment.columnIndex(columnId) >= 0;
  }

  @Override
  public @Nullable BlockStatistics statistics(int columnId, int block) {
    ColumnStatistics page;
    try {
      page = segment.pageOf(segment.columnIndex(columnId), block);
    } catch (OrreryException e) {
      throw quarantined(e);
    }
    int entry = block % SegmentFormat.PAGE_BLOCKS_MAX;
    return new BlockStatistics(
        page.nullCount(entry), page.minima().get(entry), page.maxima().get(entry));
  }

  @Override
  public void prune(int columnId, int page, BlockPruner pruner, long[] candidates) {
    try {
      segment.prune(segment.columnIndex(columnId), page, pruner, candidates);
    } catch (OrreryException e) {
      throw quarantined(e);
    }
  }

  @Override
  public @Nullable RowVersions storedVersions() {
    SegmentVersions runs = segment.versions();
    int[] indexes = new int[file.rowCount()];
    if (runs == null) {
      boolean isExact = segment.meta().csnMin() == segment.meta().csnMax();
      return isExact ? RowVersions.of(new long[] {segment.meta().csnMax()}, indexes) : null;
    }
    long[] csns = new long[runs.runCount()];
    for (int run = 0; run < csns.length; run++) {
      csns[run] = runs.runCsn(run);
      for (int row = (int) runs.runStart(run); row < runs.runEnd(run); row++) {
        indexes[row] = run;
      }
    }
    return RowVersions.of(csns, indexes);
  }

  @Override
  public boolean isDamaged() {
    return damage.get() != null;
  }

  /** What to throw for an error; damage quarantines the file. */
  private OrreryException quarantined(OrreryException error) {
    if (error.state() != SqlState.DATA_CORRUPTED) {
      return error;
    }
    if (damage.compareAndSet(null, error)) {
      LOG.error("segment.quarantined file={}", file.fileName(), error);
    }
    OrreryException first = damage.get();
    return refusal(first == null ? error : first);
  }

  private OrreryException refusal(OrreryException first) {
    return OrreryException.of(
            SqlState.DATA_CORRUPTED,
            "segment file %s is quarantined: %s",
            file.fileName(),
            first.message())
        .causedBy(first);
  }

  private void requireSound() {
    OrreryException first = damage.get();
    if (first != null) {
      throw refusal(first);
    }
  }

  @Override
  public SegmentIndexes indexes() {
    return indexes;
  }

  @Override
  public SegmentMeta meta() {
    return segment.meta();
  }

  @Override
  public @Nullable Reader open() {
    requireSound();
    return handle.tryAcquire() ? new BlockReader() : null;
  }

  @Override
  public void release() {
    if (isReleased.compareAndSet(false, true)) {
      indexes.release();
      handle.release();
    }
  }

  @Override
  public void discard() {
    if (!isReleased.get()) {
      handle.markObsolete();
      AtomicFiles.delete(files.files(), files.path(SegmentFiles.mapNameOf(file.fileName())));
      indexes.discard();
      release();
    }
  }

  private final class BlockReader implements Reader {
    private @Nullable ColumnDecoder decoder;
    private boolean isClosed;

    @Override
    public void read(int columnId, int block, Vector target) {
      if (decoder == null) {
        decoder = new ColumnDecoder();
      }
      requireSound();
      try {
        segment.decode(segment.columnIndex(columnId), block, target, decoder);
      } catch (OrreryException e) {
        throw quarantined(e);
      }
    }

    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        handle.release();
      }
    }
  }
}
