package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.orrery.data.PhysicalKind;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/**
 * Hands the keys of a hash join's small right input to the scan below its left one, as a list of
 * wanted values: storage looks them up by an index or leaves out blocks by their statistics, and
 * what a nested loop over an index does row by row is one scan (sideways information passing).
 */
final class JoinLookup {

  /** More keys are not handed on. */
  private static final int KEYS_MAX = 4_096;

  private JoinLookup() {}

  /** The left input of a join whose right input has these keys. */
  static Operator left(PhysicalPlan.HashJoin join, KeyTable keys, OperatorFactory factory) {
    if (!isNarrowing(join) || keys.count() > KEYS_MAX) {
      return factory.create(join.left());
    }
    PhysicalPlan.TableScan scan = Pipelines.scan(join.left());
    if (scan != null) {
      List<ColumnRange> wanted = wanted(join, keys, scan.columns(), scan.columnTypes());
      return wanted == null
          ? nothing(join, factory)
          : Pipelines.create(join.left(), factory, TableScanOperator.splits(scan, factory, wanted));
    }
    PhysicalPlan.SystemScan system = SystemRows.scan(join.left());
    if (system != null) {
      List<ColumnRange> wanted = wanted(join, keys, system.columns(), system.types());
      return wanted == null
          ? nothing(join, factory)
          : SystemRows.create(join.left(), factory, wanted);
    }
    return factory.create(join.left());
  }

  private static Operator nothing(PhysicalPlan.HashJoin join, OperatorFactory factory) {
    return factory.create(new PhysicalPlan.Values(List.of(), join.left().types()));
  }

  /** The ranges of a scan's columns that the keys leave; null when there are no keys. */
  private static @Nullable List<ColumnRange> wanted(
      PhysicalPlan.HashJoin join, KeyTable keys, List<Integer> columns, List<SqlType> types) {
    List<ColumnRange> wanted = new ArrayList<>();
    for (int i = 0; i < join.leftKeys().size(); i++) {
      int column = Pipelines.scanColumn(join.left(), join.leftKeys().get(i));
      SqlType type = join.right().types().get(join.rightKeys().get(i));
      if (column >= 0 && isSameOrder(types.get(column), type)) {
        ColumnRange range = ScanBounds.anyOf(columns.get(column), values(keys, i));
        if (range == null) {
          return null;
        }
        wanted.add(range);
      }
    }
    return wanted;
  }

  /** Whether left rows without a partner are of no use. */
  private static boolean isNarrowing(PhysicalPlan.HashJoin join) {
    return !join.nullsMatch()
        && switch (join.kind()) {
          case INNER, RIGHT, SEMI -> true;
          case LEFT, FULL, ANTI -> false;
        };
  }

  /** Whether values of two types are equal, and in order, as storage has them. */
  private static boolean isSameOrder(SqlType a, SqlType b) {
    return (a.kind() == PhysicalKind.LONG && b.kind() == PhysicalKind.LONG)
        || (isText(a) && isText(b));
  }

  private static boolean isText(SqlType type) {
    return type == BuiltinTypes.TEXT || type == BuiltinTypes.VARCHAR || type == BuiltinTypes.NAME;
  }

  /** The distinct values of a key column that are not NULL. */
  private static List<Object> values(KeyTable keys, int column) {
    RowStore rows = keys.keys();
    var values = new TreeSet<Object>(ScanBounds::order);
    for (int row = 0; row < keys.count(); row++) {
      Object value = rows.columnOf(row, column).get(RowStore.positionOf(row));
      if (value != null) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }
}
