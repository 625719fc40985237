package org.orrery.sql.bind;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** A common table expression in a scope. */
final class CommonTable {

  private final String name;
  private final @Nullable RelNode rel;
  private final List<Target> columns;
  private final int spool;
  private final boolean isWorkTable;

  private CommonTable(
      String name, @Nullable RelNode rel, List<Target> columns, int spool, boolean isWorkTable) {
    this.name = name;
    this.rel = rel;
    this.columns = List.copyOf(columns);
    this.spool = spool;
    this.isWorkTable = isWorkTable;
  }

  /** A bound one; {@code spool} is -1 when every reference computes it anew. */
  static CommonTable of(String name, RelNode rel, List<Target> columns, int spool) {
    return new CommonTable(name, rel, columns, spool, false);
  }

  /** A recursive one inside its recursive term. */
  static CommonTable workTable(String name, RelNode rel, List<Target> columns) {
    return new CommonTable(name, rel, columns, -1, true);
  }

  /** A recursive one inside its non-recursive term, where it must not be named. */
  static CommonTable forbidden(String name) {
    return new CommonTable(name, null, List.of(), -1, true);
  }

  String name() {
    return name;
  }

  @Nullable RelNode rel() {
    return rel;
  }

  List<Target> columns() {
    return columns;
  }

  int spool() {
    return spool;
  }

  boolean isWorkTable() {
    return isWorkTable;
  }
}
