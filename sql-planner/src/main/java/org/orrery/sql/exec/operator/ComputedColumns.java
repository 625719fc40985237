package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.plan.TableTarget;

/**
 * Fills what a table computes of its new rows: generated columns, which everybody sees, and behind
 * the table's columns the keys that storage keeps for unique indexes. One thread.
 */
public final class ComputedColumns {

  /** A column and how its values come about. */
  private record Column(int position, SqlType type, Evaluator value) {}

  private final int tableWidth;
  private final List<Column> generated = new ArrayList<>();
  private final List<Column> keys = new ArrayList<>();

  /**
   * The computed columns of a table.
   *
   * @param tableWidth how many columns the table has, stored keys not counted
   * @param computed in the schema's order
   * @param factory compiles their expressions
   */
  public ComputedColumns(
      int tableWidth, List<TableTarget.Computed> computed, OperatorFactory factory) {
    this.tableWidth = tableWidth;
    for (TableTarget.Computed each : computed) {
      var column =
          new Column(each.column(), each.type(), factory.expressions().compile(each.value()));
      (each.column() < tableWidth ? generated : keys).add(column);
    }
  }

  /** The selected rows with generated columns in their places; what is behind stays behind. */
  public Batch generated(Batch rows) {
    return generated.isEmpty() ? rows : filled(rows, rows.columns().clone(), generated);
  }

  /** The selected rows, generated columns in place, as storage takes them. */
  public Batch stored(Batch rows) {
    if (rows.columns().length == tableWidth && keys.isEmpty()) {
      return rows;
    }
    return filled(rows, Arrays.copyOf(rows.columns(), tableWidth + keys.size()), keys);
  }

  private static Batch filled(Batch rows, Vector[] columns, List<Column> computed) {
    for (Column each : computed) {
      Vector values = each.value.evaluate(rows, rows.selection(), rows.size());
      Vector own = Vector.allocate(each.type.kind(), rows.rowCount());
      // The evaluator uses its vector again for the next batch.
      for (int i = 0; i < rows.size(); i++) {
        int position = rows.position(i);
        own.copyFrom(values, position, position);
      }
      columns[each.position] = own;
    }
    var result = new Batch(columns, rows.rowCount());
    if (rows.selection() != null) {
      result.select(rows.selection(), rows.size());
    }
    return result;
  }
}
