package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.segment.BlockPruner;
import org.orrery.storage.segment.SegmentMeta;

/**
 * Rows of a file that cannot be opened: whoever wants them gets the error, and the rest of the
 * server goes on. The file, if there is one, is left as it is until its chunk is dropped.
 */
final class DamagedRows implements SealedRows {

  private final SegmentFile file;
  private final SegmentFiles files;
  private final OrreryException error;

  DamagedRows(SegmentFile file, SegmentFiles files, OrreryException error) {
    this.file = file;
    this.files = files;
    this.error = error;
  }

  private OrreryException error() {
    return OrreryException.of(error.state(), "%s", error.message()).causedBy(error);
  }

  @Override
  public boolean isDamaged() {
    return true;
  }

  @Override
  public int rowCount() {
    return file.rowCount();
  }

  @Override
  public boolean hasColumn(int columnId) {
    throw error();
  }

  @Override
  public @Nullable BlockStatistics statistics(int columnId, int block) {
    throw error();
  }

  @Override
  public void prune(int columnId, int page, BlockPruner pruner, long[] candidates) {
    throw error();
  }

  @Override
  public @Nullable RowVersions storedVersions() {
    throw error();
  }

  @Override
  public SegmentIndexes indexes() {
    throw error();
  }

  @Override
  public SegmentMeta meta() {
    throw error();
  }

  @Override
  public Reader open() {
    throw error();
  }

  @Override
  public void release() {}

  @Override
  public void discard() {
    files.remove(file);
  }
}
