package org.orrery.it.random;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns that an expression may name: those of its own query, and of the queries around it.
 */
final class Scope {

  /** Types of expressions. */
  enum Kind {
    INT,
    TEXT,
    TIME
  }

  /** A column as an expression writes it. */
  record Column(String sql, Kind kind) {}

  private final @Nullable Scope outer;
  private final int depth;
  private final List<Column> columns = new ArrayList<>();

  Scope(@Nullable Scope outer) {
    this(outer, outer == null ? 0 : outer.depth + 1);
  }

  private Scope(@Nullable Scope outer, int depth) {
    this.outer = outer;
    this.depth = depth;
  }

  /** The same place with these columns instead. */
  Scope with(List<Column> others) {
    var scope = new Scope(outer, depth);
    scope.columns.addAll(others);
    return scope;
  }

  /** The same columns without those of the queries around. */
  Scope alone() {
    var scope = new Scope(null, depth);
    scope.columns.addAll(columns);
    return scope;
  }

  @Nullable Scope outer() {
    return outer;
  }

  List<Column> columns() {
    return columns;
  }

  void add(String alias, List<Column> fields) {
    fields.forEach(field -> columns.add(new Column(alias + "." + field.sql(), field.kind())));
  }

  /** How many queries are around. */
  int depth() {
    return depth;
  }

  List<Column> of(Kind kind) {
    return columns.stream().filter(column -> column.kind() == kind).toList();
  }
}
