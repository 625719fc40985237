package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.segment.SegmentMeta;
import org.orrery.storage.segment.SegmentWriter;

/**
 * Merges segments of a chunk into one that is sorted throughout and without the rows that no
 * snapshot sees any more; those in another order than the table's become {@link SortedPieces}
 * first. Memory: of each source a block of every column, four bytes a row for the rows' new names,
 * and what the writer holds. Holds no state: any thread, several at a time.
 */
public final class Compactor {

  private final SegmentFiles files;

  public Compactor(SegmentFiles files) {
    this.files = files;
  }

  /** The merge was told to stop. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super(null, null, false, false);
    }
  }

  /**
   * Merges; the sources stay as they are. After an error or a stop the file is removed or an
   * orphan.
   *
   * @param isStopped asked now and then whether to give up
   * @return null when stopped
   * @throws org.orrery.base.error.OrreryException {@code 53100} or {@code 58030} when the file
   *     cannot be written, {@code XX001} when a source is damaged
   */
  public @Nullable MergedSegments merge(MergeInput input, BooleanSupplier isStopped) {
    var sources = new ArrayList<MergeSource>();
    var ordinals = new ArrayList<int[]>();
    Runnable stop =
        () -> {
          if (isStopped.getAsBoolean()) {
            throw new Stopped();
          }
        };
    try (var pieces = new SortedPieces(files, input, stop)) {
      for (SegmentView each : input.sources()) {
        int[] names = new int[each.rows().rowCount()];
        Arrays.fill(names, -1);
        ordinals.add(names);
        if (SegmentFiles.isInOrder(each, input.schema())) {
          sources.add(MergeSource.of(each, input, names));
        } else {
          pieces.addTo(sources, each, names);
        }
      }
      if (rowCount(input) == 0) {
        return new MergedSegments(input, null, null, ordinals);
      }
      SegmentMeta meta = metaOf(input, input.container(), input.sources());
      SegmentFile file =
          files.create(
              meta,
              input.schema(),
              () -> MergedSegments.allNames(input, ordinals),
              writer -> merge(sources, meta.csnMax(), writer, stop));
      SealedRows rows = files.openIndexed(input.chunkId(), file, input.schema());
      return new MergedSegments(input, file, rows, ordinals);
    } catch (Stopped e) {
      return null;
    } finally {
      sources.forEach(MergeSource::close);
    }
  }

  private static long rowCount(MergeInput input) {
    long rows = 0;
    for (SegmentView each : input.sources()) {
      rows += each.rows().rowCount() - each.deletedAt(input.horizon());
    }
    return rows;
  }

  /** What the segment of a container with the rows of {@code sources} says of itself. */
  static SegmentMeta metaOf(MergeInput input, int container, List<SegmentView> sources) {
    long indexFirst = Long.MAX_VALUE;
    long indexLast = 0;
    long csnMin = Long.MAX_VALUE;
    long csnMax = Long.MIN_VALUE;
    for (SegmentView each : sources) {
      SegmentMeta meta = each.rows().meta();
      indexFirst = Math.min(indexFirst, meta.logIndexFirst());
      indexLast = Math.max(indexLast, meta.logIndexLast());
      csnMin = Math.min(csnMin, meta.csnMin());
      csnMax = Math.max(csnMax, each.file().maxCsn());
    }
    return SegmentFiles.metaOf(
        input.chunkId(),
        container,
        input.schema(),
        1,
        new SegmentFiles.Origin(indexFirst, indexLast, csnMin, csnMax));
  }

  private static void merge(List<MergeSource> all, long csn, SegmentWriter writer, Runnable stop) {
    var sources = new ArrayList<>(all);
    sources.removeIf(source -> !source.nextBlock());
    int ordinal = 0;
    while (!sources.isEmpty()) {
      int first = least(sources, -1);
      int second = least(sources, first);
      MergeSource least = sources.get(first);
      int count = least.runBefore(second < 0 ? null : sources.get(second), first < second);
      writer.append(least.vectors(), least.position(), count, csn);
      least.took(count, ordinal);
      ordinal += count;
      if (least.isBlockDone()) {
        stop.run();
        if (!least.nextBlock()) {
          sources.remove(first);
        }
      }
    }
  }

  /** The source whose next row comes first, the earlier of equal ones; -1 when there is none. */
  private static int least(List<MergeSource> sources, int but) {
    int least = -1;
    for (int i = 0; i < sources.size(); i++) {
      if (i != but && (least < 0 || sources.get(i).compare(sources.get(least)) < 0)) {
        least = i;
      }
    }
    return least;
  }
}
