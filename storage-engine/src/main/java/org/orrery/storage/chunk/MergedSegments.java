package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.manifest.SegmentFile;

/**
 * Segments merged into a file that is durable but not yet part of their chunk.
 *
 * @param input what was merged
 * @param file the file; null when no row was left
 * @param rows its rows; null likewise
 * @param ordinals for each source, for each of its rows, the ordinal in the file, -1 for rows left
 *     out
 */
public record MergedSegments(
    MergeInput input, @Nullable SegmentFile file, @Nullable SealedRows rows, List<int[]> ordinals) {

  public MergedSegments {
    ordinals = List.copyOf(ordinals);
  }

  /** Removes the sources' files once their readers are done; the manifest must not have them. */
  public void discardSources() {
    input.sources().forEach(each -> each.rows().discard());
  }

  /** The rows' former names. */
  Translation[] translations(long retiredAfter) {
    return translations(input, ordinals, retiredAfter);
  }

  private static Translation[] translations(
      MergeInput input, List<int[]> ordinals, long retiredAfter) {
    var translations = new Translation[ordinals.size()];
    for (int i = 0; i < translations.length; i++) {
      long first = RowIds.sealed(input.sources().get(i).file().container(), 0);
      translations[i] = new Translation(first, ordinals.get(i), input.container(), retiredAfter);
    }
    return translations;
  }

  /**
   * All former names of the rows for the file beside the segment: those in the sources, and those
   * that the sources' rows had before and that may still be in use.
   */
  static List<Translation> allNames(MergeInput input, List<int[]> ordinals) {
    var known = new ArrayList<>(input.names());
    known.addAll(List.of(translations(input, ordinals, Long.MAX_VALUE)));
    var names = new ArrayList<Translation>();
    for (int i = 0; i < known.size(); i++) {
      Translation name = known.get(i);
      for (Translation later : known.subList(i + 1, known.size())) {
        name = name.andThen(later);
      }
      if (name.container() == input.container()) {
        names.add(name);
      }
    }
    return names;
  }
}
