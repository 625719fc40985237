package org.orrery.sql.plan;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Comparison;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.OperatorDef;

/** What the planning of one statement shares. Used by one thread. */
final class PlanContext {

  /** Above the numbers Calcite gives to correlation variables of one statement. */
  private static final int CORRELATIONS_FIRST = 1 << 20;

  private static final Map<String, Comparison> SYMBOLS =
      Map.of(
          "=", Comparison.EQUAL,
          "<", Comparison.LESS,
          "<=", Comparison.LESS_OR_EQUAL,
          ">", Comparison.GREATER,
          ">=", Comparison.GREATER_OR_EQUAL);

  private final Catalog catalog;
  private final PgTypeFactory types;
  private final RexBuilder rexBuilder;
  private final TableStatistics statistics;
  private final AtomicInteger nextCorrelation = new AtomicInteger(CORRELATIONS_FIRST);

  PlanContext(Catalog catalog, RexBuilder rexBuilder, TableStatistics statistics) {
    this.catalog = catalog;
    this.types = (PgTypeFactory) rexBuilder.getTypeFactory();
    this.rexBuilder = rexBuilder;
    this.statistics = statistics;
  }

  Catalog catalog() {
    return catalog;
  }

  PgTypeFactory types() {
    return types;
  }

  RexBuilder rexBuilder() {
    return rexBuilder;
  }

  /** Rows of a table, roughly. */
  double rowsOf(int tableOid) {
    return catalog.relation(tableOid) instanceof TableEntry table ? statistics.rowCount(table) : 0;
  }

  /** A number for a binding of outer values, unique in the statement. */
  int nextCorrelation() {
    return nextCorrelation.getAndIncrement();
  }

  /** The function of a comparison between two types. */
  FunctionDef comparison(SqlKind kind, SqlType left, SqlType right) {
    return comparison(symbol(kind), left, right);
  }

  /** The function of a comparison operator by its symbol. */
  FunctionDef comparison(String symbol, SqlType left, SqlType right) {
    FunctionDef exact = find(symbol, left, right);
    if (exact != null) {
      return exact;
    }
    FunctionDef asText = find(symbol, textual(left), textual(right));
    if (asText != null) {
      return asText;
    }
    if (left.isArray() && left == right) {
      FunctionDef arrays = byName(symbol, "anyarray");
      if (arrays != null) {
        return arrays;
      }
    }
    throw OrreryException.of(
        SqlState.UNDEFINED_FUNCTION,
        "operator does not exist: %s %s %s",
        left.name(),
        symbol,
        right.name());
  }

  /** The ordering comparison a function stands behind, or null. */
  @Nullable Comparison ordering(FunctionDef function) {
    String symbol = catalog.functions().symbol(function);
    return symbol == null ? null : SYMBOLS.get(symbol);
  }

  private @Nullable FunctionDef find(String symbol, SqlType left, SqlType right) {
    for (OperatorDef operator : catalog.functions().operators(symbol)) {
      if (operator.left() == left && operator.right() == right) {
        return operator.function();
      }
    }
    return null;
  }

  private @Nullable FunctionDef byName(String symbol, String typeName) {
    for (OperatorDef operator : catalog.functions().operators(symbol)) {
      if (operator.right().name().equals(typeName)) {
        return operator.function();
      }
    }
    return null;
  }

  /** varchar has no operators of its own: it compares as text; the reg types compare as oid. */
  private static SqlType textual(SqlType type) {
    if (type == org.orrery.data.type.BuiltinTypes.VARCHAR) {
      return org.orrery.data.type.BuiltinTypes.TEXT;
    }
    if (type.name().startsWith("reg")) {
      return org.orrery.data.type.BuiltinTypes.OID;
    }
    return type;
  }

  private static String symbol(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> "=";
      case NOT_EQUALS -> "<>";
      case LESS_THAN -> "<";
      case LESS_THAN_OR_EQUAL -> "<=";
      case GREATER_THAN -> ">";
      case GREATER_THAN_OR_EQUAL -> ">=";
      default -> throw org.orrery.base.error.Invariant.broken("not a comparison: " + kind);
    };
  }
}
