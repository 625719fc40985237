package org.orrery.storage.chunk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.orrery.data.Batch;

/**
 * Chooses which segments of a chunk to merge: those of like size, so that a row is written a
 * logarithmic number of times and a few late rows do not have a whole chunk rewritten; or those of
 * large transactions, which came as they were and take twice the space of sorted ones; or one with
 * many deleted rows; or, of a quiet chunk, one that is not in the table's present order. Only
 * segments whose rows all snapshots see and whose rows' former names nobody knows any more.
 */
final class CompactionPolicy {

  /** Below this size does not matter. */
  private static final long SMALL_ROWS = 65_536;

  /** One with more than a fifth of its rows gone is written anew. */
  private static final int GONE_SHARE = 5;

  private final CompactionLimits limits;
  private final boolean isQuiet;
  private final int segmentsMin;

  CompactionPolicy(CompactionLimits limits, boolean isQuiet) {
    this.limits = limits;
    this.isQuiet = isQuiet;
    this.segmentsMin = isQuiet ? 2 : limits.segmentsMin();
  }

  /** A segment with the rows that are left of it. */
  private record Candidate(SegmentView segment, long rows) {

    boolean isWorn() {
      long all = segment.rows().rowCount();
      long gone = all - rows;
      return rows == 0 || (gone >= Batch.ROWS_MAX && gone * GONE_SHARE > all);
    }

    boolean isUnsorted(ChunkVersion version) {
      return isOutOfOrder(version) && segment.rows().meta().sortColumns().isEmpty();
    }

    boolean isOutOfOrder(ChunkVersion version) {
      return !SegmentFiles.isInOrder(segment, version.schema());
    }
  }

  /** The segments to merge, in the order they have in the chunk; none when it is not worth it. */
  List<SegmentView> choose(ChunkVersion version, long horizon) {
    List<Candidate> candidates =
        candidates(version, horizon).stream()
            .filter(each -> hasSettledNames(each.segment(), version, horizon))
            .toList();
    List<Candidate> unsorted =
        candidates.stream().filter(each -> each.isUnsorted(version)).toList();
    if (!unsorted.isEmpty()) {
      return inOrder(version, unsorted.subList(0, endOfSum(unsorted)));
    }
    for (int first = 0; first < candidates.size(); first++) {
      int end = endOfLike(candidates, first);
      if (end - first >= segmentsMin) {
        return inOrder(version, candidates.subList(first, end));
      }
    }
    return alone(candidates, each -> each.isWorn() || (isQuiet && each.isOutOfOrder(version)));
  }

  /**
   * The segments to merge next on the way to as few as the limits allow, all of them in order and
   * none with many deleted rows; none when there is nothing left to do.
   */
  List<SegmentView> chooseAny(ChunkVersion version, long horizon) {
    List<Candidate> candidates = candidates(version, horizon);
    int end = endOfSum(candidates);
    return end > 1
        ? inOrder(version, candidates.subList(0, end))
        : alone(candidates, each -> each.isWorn() || each.isOutOfOrder(version));
  }

  /** Behind the last candidate that the limits allow to be merged with those before it. */
  private int endOfSum(List<Candidate> candidates) {
    long sum = 0;
    int end = 0;
    while (end < Math.min(candidates.size(), limits.segmentsMax())
        && (end == 0 || sum + candidates.get(end).rows() <= limits.rowsMax())) {
      sum += candidates.get(end++).rows();
    }
    return end;
  }

  private static List<SegmentView> alone(List<Candidate> candidates, Predicate<Candidate> wanted) {
    return candidates.stream().filter(wanted).limit(1).map(Candidate::segment).toList();
  }

  /** Segments that may be merged, smallest first. */
  private static List<Candidate> candidates(ChunkVersion version, long horizon) {
    return Arrays.stream(version.segments())
        .filter(
            each ->
                !each.rows().isDamaged()
                    && each.versions() == null
                    && each.file().maxCsn() <= horizon)
        .map(each -> new Candidate(each, each.rows().rowCount() - each.deletedAt(horizon)))
        .sorted(Comparator.comparingLong(Candidate::rows))
        .toList();
  }

  private static boolean hasSettledNames(SegmentView segment, ChunkVersion version, long horizon) {
    return Arrays.stream(Sealing.live(version.translations(), horizon))
        .noneMatch(each -> each.container() == segment.file().container());
  }

  /** Behind the last candidate that is not much larger than those before it together. */
  private int endOfLike(List<Candidate> candidates, int first) {
    long sum = candidates.get(first).rows();
    int end = first + 1;
    while (end < candidates.size() && end - first < limits.segmentsMax()) {
      long rows = candidates.get(end).rows();
      if (rows > Math.max(2 * sum, SMALL_ROWS) || sum + rows > limits.rowsMax()) {
        break;
      }
      sum += rows;
      end++;
    }
    return end;
  }

  private static List<SegmentView> inOrder(ChunkVersion version, List<Candidate> chosen) {
    List<SegmentView> wanted = chosen.stream().map(Candidate::segment).toList();
    return Arrays.stream(version.segments()).filter(wanted::contains).toList();
  }
}
