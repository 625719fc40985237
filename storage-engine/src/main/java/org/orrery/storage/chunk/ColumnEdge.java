package org.orrery.storage.chunk;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.storage.api.TableSchema;

/**
 * The first of many rows in the order of a column, from either end: a container that knows its own
 * first rows bounds those of all.
 *
 * @param column position in the schema, of kind LONG
 * @param count how many rows are asked for; positive
 */
record ColumnEdge(TableSchema schema, int column, boolean isDescending, int count) {

  /** A value up to which (or from which on) there are {@code count} rows; null when not known. */
  @Nullable Long of(ChunkVersion version) {
    List<Integer> index = index();
    if (index == null) {
      return null;
    }
    Long best = null;
    for (SegmentView segment : version.segments()) {
      best = better(best, of(segment.rows(), index));
    }
    for (HotView table : version.hot()) {
      if (index.stream().allMatch(columnId -> table.rows().column(columnId) != null)) {
        best = better(best, table.indexes().by(index).edge(isDescending, count, table.rowCount()));
      }
    }
    return best;
  }

  /** The first index that begins with the column. */
  private @Nullable List<Integer> index() {
    int columnId = schema.columns().get(column).columnId();
    for (List<Integer> each : schema.indexes()) {
      if (each.getFirst() == columnId
          && each.stream().allMatch(other -> schema.indexOf(other) >= 0)) {
        return each;
      }
    }
    return null;
  }

  private @Nullable Long of(SealedRows rows, List<Integer> columnIds) {
    SealedRows.Reader reader = rows.open();
    if (reader == null) {
      return null;
    }
    try (reader) {
      SegmentIndex index = rows.indexes().by(columnIds);
      return index == null ? null : index.edge(columnIds.getFirst(), isDescending, count);
    } catch (OrreryException e) {
      if (e.state() != SqlState.DATA_CORRUPTED) {
        throw e;
      }
      rows.indexes().damaged(columnIds, e);
      return null;
    }
  }

  private @Nullable Long better(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return isDescending ? Math.max(a, b) : Math.min(a, b);
  }
}
