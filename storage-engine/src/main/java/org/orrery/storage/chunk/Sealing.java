package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.mvcc.StagedDeletes;
import org.orrery.storage.mvcc.StagedRows;
import org.roaringbitmap.RoaringBitmap;

/** How a {@link ChunkVersion} changes when its oldest hot table becomes a segment. */
final class Sealing {

  private Sealing() {}

  /** The version with the oldest hot table replaced and every name of its rows translated. */
  static ChunkVersion replaceOldest(
      ChunkVersion version, SealedHot sealed, long nowTimestamp, long horizon) {
    HotView oldest = version.hot()[0];
    var translation =
        new Translation(
            oldest.firstArrival(), sealed.ordinals(), sealed.source().container(), nowTimestamp);
    LongUnaryOperator names =
        rowId ->
            RowIds.isHot(rowId) && translation.contains(RowIds.arrival(rowId))
                ? translation.translate(RowIds.arrival(rowId))
                : rowId;
    StagedRows[] staged = version.staged().clone();
    Arrays.setAll(staged, i -> staged[i].translate(names));
    return new ChunkVersion(
        version.schema(),
        withSegment(version.segments(), sealed, translated(oldest.deletes(), sealed.ordinals())),
        Arrays.copyOfRange(version.hot(), 1, version.hot().length),
        staged,
        with(live(version.translations(), horizon), translation));
  }

  private static SegmentView[] withSegment(
      SegmentView[] segments, SealedHot sealed, DeleteSet deletes) {
    SegmentFile file = sealed.file();
    SealedRows rows = sealed.rows();
    if (file == null || rows == null) {
      return segments;
    }
    SegmentView[] next = Arrays.copyOf(segments, segments.length + 1);
    next[segments.length] = new SegmentView(file, rows, sealed.versions(), deletes);
    return next;
  }

  private static Translation[] with(Translation[] translations, Translation added) {
    Translation[] next = Arrays.copyOf(translations, translations.length + 1);
    next[translations.length] = added;
    return next;
  }

  /** The translations, those that have no date retired after {@code timestamp}. */
  static Translation[] dated(Translation[] translations, long timestamp) {
    Translation[] dated = translations.clone();
    Arrays.setAll(dated, i -> dated[i].dated(timestamp));
    return dated;
  }

  /** The translations that an open snapshot may still need. */
  static Translation[] live(Translation[] translations, long horizon) {
    return Arrays.stream(translations)
        .filter(each -> each.retiredAfter() >= horizon)
        .toArray(Translation[]::new);
  }

  private static DeleteSet translated(DeleteSet deletes, int[] ordinals) {
    DeleteSet[] result = {DeleteSet.EMPTY};
    deletes.forEach(
        (rows, csn) -> {
          var moved = new RoaringBitmap();
          rows.forEach(
              (int row) -> {
                if (ordinals[row] >= 0) {
                  moved.add(ordinals[row]);
                }
              });
          if (!moved.isEmpty()) {
            result[0] = result[0].with(csn, moved);
          }
        });
    return result[0];
  }

  /** The segments for the manifest. */
  static List<ChunkState.Segment> segments(ChunkVersion version) {
    var segments = new ArrayList<ChunkState.Segment>();
    for (SegmentView each : version.segments()) {
      boolean hasMap =
          Arrays.stream(version.translations())
              .anyMatch(translation -> translation.container() == each.file().container());
      segments.add(new ChunkState.Segment(each.file(), each.deletes(), hasMap));
    }
    return segments;
  }

  /** What open transactions delete of sealed rows, for the manifest. */
  static List<ChunkState.OpenDeletes> openDeletes(ChunkVersion version) {
    var open = new ArrayList<ChunkState.OpenDeletes>();
    for (StagedRows staged : version.staged()) {
      StagedDeletes sealed =
          staged
              .deletes()
              .translate(
                  rowId -> RowIds.isHot(rowId) || RowIds.isStaged(rowId) ? RowIds.NONE : rowId);
      if (!sealed.isEmpty()) {
        open.add(new ChunkState.OpenDeletes(staged.transactionId(), staged.firstIndex(), sealed));
      }
    }
    return open;
  }

  /** The version that a restart begins with, before the log is replayed. */
  static ChunkVersion recovered(ChunkState state, HotView active, SegmentOpener opener) {
    long chunkId = state.info().chunkId();
    var segments = new ArrayList<SegmentView>();
    var translations = new ArrayList<Translation>();
    try {
      for (ChunkState.Segment each : state.segments()) {
        SegmentFile file = each.file();
        SealedRows rows = opener.open(chunkId, file);
        segments.add(new SegmentView(file, rows, rows.storedVersions(), each.deletes()));
        if (each.hasMap()) {
          translations.add(
              new Translation(
                  file.firstArrival(),
                  opener.openMap(chunkId, file),
                  file.container(),
                  Long.MAX_VALUE));
        }
      }
    } catch (RuntimeException e) {
      segments.forEach(segment -> segment.rows().release());
      throw e;
    }
    StagedRows[] staged =
        state.stagedDeletes().stream()
            .map(
                open ->
                    StagedRows.begin(open.transactionId(), open.firstIndex(), state.schema())
                        .withDeletes(open.deletes()))
            .toArray(StagedRows[]::new);
    return new ChunkVersion(
        state.schema(),
        segments.toArray(SegmentView[]::new),
        new HotView[] {active},
        staged,
        translations.toArray(Translation[]::new));
  }
}
