package org.orrery.sql.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.TypeName;

/** Binds and plans statements. Thread-safe. */
public interface StatementPlanner {

  /**
   * Plans a query or data-modifying statement.
   *
   * @param statement the statement
   * @param parameterTypes declared types of $1, $2, …; null where the type is to be inferred
   * @param context what it may look at
   */
  PlannedStatement plan(
      PreparableStatement statement,
      List<@Nullable SqlType> parameterTypes,
      PlanningContext context);

  /**
   * Binds a table's defaults and CHECK constraints.
   *
   * @throws org.orrery.base.error.OrreryException when one of them is not valid for the table
   */
  TableExpressions tableExpressions(TableEntry table, PlanningContext context);

  /**
   * Binds new expressions of a table as they are written in a statement.
   *
   * @throws org.orrery.base.error.OrreryException when one of them is not valid for the table, at
   *     its place
   */
  void checkWritten(TableEntry table, WrittenExpressions written, PlanningContext context);

  /** A table with valid expressions, their texts with the conversions that binding finds. */
  TableEntry typed(TableEntry table, PlanningContext context);

  /**
   * An expression of an index, or its condition, as it is written in a statement.
   *
   * @throws org.orrery.base.error.OrreryException when it is not valid, at its place; {@code 42P17}
   *     when it is not immutable
   */
  IndexExpression indexExpression(
      TableEntry table, Expression written, boolean isPredicate, PlanningContext context);

  /** An expression as the catalog keeps it, and its type. */
  record IndexExpression(String sql, SqlType type) {}

  /**
   * The type a name means.
   *
   * @throws org.orrery.base.error.OrreryException {@code 42704} for an unknown type, {@code 22023}
   *     for a bad modifier, at their places
   */
  TypeReference type(TypeName name, PlanningContext context);

  /** A type with its modifier, -1 for none. */
  record TypeReference(SqlType type, int typmod) {}

  /**
   * Expressions of a statement that are to be a table's.
   *
   * @param defaults by column
   * @param checks conditions
   */
  record WrittenExpressions(Map<String, Expression> defaults, List<Expression> checks) {}

  /**
   * A table's expressions.
   *
   * @param defaults for each live column its default, of the column's type; null for none
   * @param computed generated columns and stored keys
   * @param checks conditions over a row of the table's live columns
   */
  record TableExpressions(
      List<@Nullable Expr> defaults,
      List<TableTarget.Computed> computed,
      List<TableTarget.Check> checks) {}
}
