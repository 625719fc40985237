package org.orrery.storage.chunk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.orrery.data.Batch;

/**
 * Chooses which segments of a chunk to merge: those of like size, so that a row is written a
 * logarithmic number of times and a few late rows do not have a whole chunk rewritten; or one with
 * many deleted rows. Only segments whose rows all snapshots see, whose rows' former names nobody
 * knows any more, and which are in the table's present order.
 */
final class CompactionPolicy {

  /** Below this size does not matter. */
  private static final long SMALL_ROWS = 65_536;

  /** One with more than a fifth of its rows gone is written anew. */
  private static final int GONE_SHARE = 5;

  private final CompactionLimits limits;
  private final int segmentsMin;

  CompactionPolicy(CompactionLimits limits, boolean isQuiet) {
    this.limits = limits;
    this.segmentsMin = isQuiet ? 2 : limits.segmentsMin();
  }

  /** A segment with the rows that are left of it. */
  private record Candidate(SegmentView segment, long rows) {

    boolean isWorn() {
      long all = segment.rows().rowCount();
      long gone = all - rows;
      return rows == 0 || (gone >= Batch.ROWS_MAX && gone * GONE_SHARE > all);
    }
  }

  /** The segments to merge, in the order they have in the chunk; none when it is not worth it. */
  List<SegmentView> choose(ChunkVersion version, long horizon) {
    List<Candidate> candidates =
        Arrays.stream(version.segments())
            .filter(each -> isReady(each, version, horizon))
            .map(each -> new Candidate(each, each.rows().rowCount() - each.deletedAt(horizon)))
            .sorted(Comparator.comparingLong(Candidate::rows))
            .toList();
    for (int first = 0; first < candidates.size(); first++) {
      int end = endOfLike(candidates, first);
      if (end - first >= segmentsMin) {
        return inOrder(version, candidates.subList(first, end));
      }
    }
    return candidates.stream().filter(Candidate::isWorn).limit(1).map(Candidate::segment).toList();
  }

  private static boolean isReady(SegmentView segment, ChunkVersion version, long horizon) {
    return !segment.rows().isDamaged()
        && segment.versions() == null
        && segment.file().maxCsn() <= horizon
        && segment.rows().meta().sortColumns().equals(SegmentFiles.sortColumns(version.schema()))
        && Arrays.stream(Sealing.live(version.translations(), horizon))
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
