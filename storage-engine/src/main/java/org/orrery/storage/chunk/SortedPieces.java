package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orrery.data.Batch;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.manifest.SegmentFile;

/**
 * Segments that are not in the order a merge needs, as pieces that are: so many rows at a time are
 * sorted in memory and written to a file, which lives as long as the merge. What a crash leaves of
 * them no manifest knows, so the next start removes it. One thread.
 */
final class SortedPieces implements AutoCloseable {

  /** Rows sorted in memory at once. */
  static final int PIECE_ROWS = 262_144;

  private final SegmentFiles files;
  private final MergeInput input;
  private final Runnable stop;
  private final List<SealedRows> pieces = new ArrayList<>();
  private int nextContainer;

  /**
   * No pieces yet.
   *
   * @param stop called for each block; throws to give up
   */
  SortedPieces(SegmentFiles files, MergeInput input, Runnable stop) {
    this.files = files;
    this.input = input;
    this.stop = stop;
    this.nextContainer = input.container() + 1;
  }

  /** How many pieces a segment becomes at most. */
  static int count(SegmentView segment) {
    return (segment.rows().rowCount() + PIECE_ROWS - 1) / PIECE_ROWS;
  }

  /**
   * Adds a segment's rows to the sources of the merge, in order.
   *
   * @param ordinals of the segment's rows, for {@link MergeSource#ofPiece}
   */
  void addTo(List<MergeSource> sources, SegmentView segment, int[] ordinals) {
    try (MergeSource source = MergeSource.of(segment, input, ordinals)) {
      boolean hasMore = source.nextBlock();
      while (hasMore) {
        var rows = new HotRows(input.schema());
        int[] origins = new int[Math.min(PIECE_ROWS, segment.rows().rowCount())];
        while (hasMore && rows.rowCount() < origins.length) {
          int count = Math.min(source.runBefore(null, true), origins.length - rows.rowCount());
          for (int i = 0; i < count; i++) {
            origins[rows.rowCount() + i] = source.ordinal() + i;
          }
          rows.append(new Batch(source.vectors(), Batch.ROWS_MAX), source.position(), count);
          source.skip(count);
          if (source.isBlockDone()) {
            stop.run();
            hasMore = source.nextBlock();
          }
        }
        sources.add(piece(segment, rows, origins, ordinals));
      }
    }
  }

  private MergeSource piece(SegmentView segment, HotRows rows, int[] origins, int[] ordinals) {
    int[] order = new int[rows.rowCount()];
    Arrays.setAll(order, i -> i);
    int[] sorted = RowOrder.of(rows, order.length, order, input.schema());
    int container = nextContainer++;
    SegmentFile file =
        files.create(
            Compactor.metaOf(input, container, List.of(segment)),
            input.schema(),
            List::of,
            writer ->
                Sealer.writeRows(
                    rows, input.schema(), sorted, null, segment.file().maxCsn(), writer));
    SealedRows written = files.open(input.chunkId(), file);
    pieces.add(written);
    int[] from = new int[sorted.length];
    Arrays.setAll(from, i -> origins[sorted[i]]);
    return MergeSource.ofPiece(written, input, from, ordinals);
  }

  /** Removes the files once the sources are closed. */
  @Override
  public void close() {
    pieces.forEach(SealedRows::discard);
  }
}
