package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.mvcc.StagedDeletes;
import org.orrery.storage.mvcc.StagedRows;
import org.roaringbitmap.RoaringBitmap;

/** How a {@link ChunkVersion} changes when rows of it move to another segment. */
final class Sealing {

  private Sealing() {}

  /** The version with the oldest hot table replaced and every name of its rows translated. */
  static ChunkVersion replaceOldest(
      ChunkVersion version, SealedHot sealed, long nowTimestamp, long horizon) {
    HotView oldest = version.hot()[0];
    var translation =
        new Translation(
            RowIds.hot(oldest.firstArrival()),
            sealed.ordinals(),
            sealed.source().container(),
            nowTimestamp);
    Translation[] added = {translation};
    return new ChunkVersion(
        version.schema(),
        withSegment(
            version.segments(),
            sealed,
            translated(oldest.deletes(), sealed.ordinals(), DeleteSet.EMPTY)),
        Arrays.copyOfRange(version.hot(), 1, version.hot().length),
        renamed(version.staged(), added),
        version.pending(),
        with(live(version.translations(), horizon), added));
  }

  /**
   * The version with segments replaced by one of their rows and every name of these translated.
   *
   * @param retiredAfter when the former names retire
   */
  static ChunkVersion replaceMerged(
      ChunkVersion version, MergedSegments merged, long retiredAfter, long horizon) {
    var segments = new ArrayList<SegmentView>();
    DeleteSet deletes = DeleteSet.EMPTY;
    Translation[] added = merged.translations(retiredAfter);
    for (SegmentView each : version.segments()) {
      int source = merged.input().indexOf(each.file().container());
      if (source < 0) {
        segments.add(each);
      } else {
        deletes = translated(each.deletes(), added[source].ordinals(), deletes);
      }
    }
    SegmentFile file = merged.file();
    SealedRows rows = merged.rows();
    if (file != null && rows != null) {
      segments.add(new SegmentView(file, rows, null, deletes));
    }
    return new ChunkVersion(
        version.schema(),
        segments.toArray(SegmentView[]::new),
        version.hot(),
        renamed(version.staged(), added),
        version.pending(),
        with(live(version.translations(), horizon), added));
  }

  private static StagedRows[] renamed(StagedRows[] staged, Translation[] added) {
    var names =
        new StagedDeletes.Names() {
          @Override
          public boolean mayChange(long first, long last) {
            return Arrays.stream(added).anyMatch(each -> each.meets(first, last));
          }

          @Override
          public long applyAsLong(long rowId) {
            for (Translation each : added) {
              if (each.contains(rowId)) {
                return each.translate(rowId);
              }
            }
            return rowId;
          }
        };
    StagedRows[] renamed = staged.clone();
    Arrays.setAll(renamed, i -> renamed[i].translate(names));
    return renamed;
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

  private static Translation[] with(Translation[] translations, Translation[] added) {
    Translation[] next = Arrays.copyOf(translations, translations.length + added.length);
    System.arraycopy(added, 0, next, translations.length, added.length);
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

  /** {@code target} and {@code deletes} of rows that went to {@code ordinals}. */
  private static DeleteSet translated(DeleteSet deletes, int[] ordinals, DeleteSet target) {
    DeleteSet[] result = {target};
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

  /** What open transactions have staged of and among sealed rows, for the manifest. */
  static List<ChunkState.Intents> intents(ChunkVersion version) {
    var open = new ArrayList<ChunkState.Intents>();
    for (StagedRows staged : version.staged()) {
      StagedDeletes sealed =
          staged
              .deletes()
              .translate(
                  new StagedDeletes.Names() {
                    @Override
                    public boolean mayChange(long first, long last) {
                      return RowIds.isHot(first) || RowIds.isStaged(first);
                    }

                    @Override
                    public long applyAsLong(long rowId) {
                      return isSealed(rowId, staged.sealedRows()) ? rowId : RowIds.NONE;
                    }
                  });
      if (!sealed.isEmpty() || staged.sealedRows() > 0) {
        List<SegmentFile> files =
            Arrays.stream(version.pendingOf(staged.transactionId()))
                .map(PendingSegment::file)
                .toList();
        open.add(
            new ChunkState.Intents(
                staged.transactionId(),
                staged.sealedRows(),
                staged.sealedIndex(),
                files,
                staged.sealedRuns(),
                sealed,
                ChunkState.Intents.OPEN));
      }
    }
    return open;
  }

  private static boolean isSealed(long rowId, int sealedRows) {
    return RowIds.isStaged(rowId) ? RowIds.ordinal(rowId) < sealedRows : !RowIds.isHot(rowId);
  }

  /** The version that a restart begins with, before the log is replayed. */
  static ChunkVersion recovered(ChunkState state, HotView active, SegmentOpener opener) {
    long chunkId = state.info().chunkId();
    var segments = new ArrayList<SegmentView>();
    var pending = new ArrayList<PendingSegment>();
    var translations = new ArrayList<Translation>();
    try {
      for (ChunkState.Segment each : state.segments()) {
        SegmentFile file = each.file();
        // No snapshot is older than the restart, so all see all rows.
        segments.add(new SegmentView(file, opener.reopen(chunkId, file), null, each.deletes()));
        if (each.hasMap()) {
          translations.addAll(opener.openMap(chunkId, file));
        }
      }
      for (ChunkState.Intents each : state.intents()) {
        int first = 0;
        for (SegmentFile file : each.pending()) {
          SealedRows rows = opener.reopen(chunkId, file);
          pending.add(new PendingSegment(each.transactionId(), first, file, rows));
          first += file.rowCount();
        }
      }
    } catch (RuntimeException e) {
      segments.forEach(segment -> segment.rows().release());
      pending.forEach(segment -> segment.rows().release());
      throw e;
    }
    StagedRows[] staged =
        state.intents().stream()
            .map(
                each ->
                    StagedRows.recovered(
                        each.transactionId(),
                        each.sealedRows(),
                        each.sealedIndex(),
                        each.runs(),
                        each.deletes()))
            .toArray(StagedRows[]::new);
    return new ChunkVersion(
        state.schema(),
        segments.toArray(SegmentView[]::new),
        new HotView[] {active},
        staged,
        pending.toArray(PendingSegment[]::new),
        translations.toArray(Translation[]::new));
  }
}
