package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.parser.ast.Expression;

/** Binds what the catalog keeps as text about a table: defaults and CHECK constraints. */
public final class TableExpressionBinder {

  private TableExpressionBinder() {}

  /**
   * A table's expressions.
   *
   * @param rex the builder they were made with
   * @param defaults for each live column its default, of the column's type; null for none
   * @param checks the conditions, over the live columns
   */
  public record TableRex(RexBuilder rex, List<@Nullable RexNode> defaults, List<RexNode> checks) {}

  /** Binds a table's expressions; errors have no position. */
  public static TableRex bind(TableEntry table, BindContext context) {
    var analysis = new Analysis(context.withoutParameters());
    var defaults = new ArrayList<@Nullable RexNode>();
    for (ColumnEntry column : table.columns()) {
      defaults.add(defaultOf(analysis, column));
    }
    return new TableRex(analysis.rex, defaults, checks(analysis, table));
  }

  /**
   * Binds new expressions of a table as they are written, so that errors have their places.
   *
   * @param table with its columns
   * @param defaults expressions by column
   * @param checks conditions
   */
  public static void checkWritten(
      TableEntry table,
      Map<String, Expression> defaults,
      List<Expression> checks,
      BindContext context) {
    var analysis = new Analysis(context.withoutParameters());
    for (ColumnEntry column : table.columns()) {
      Expression value = defaults.get(column.name());
      if (value != null) {
        convertDefault(analysis, column, CatalogExpressions.bindDefault(analysis, value));
      }
    }
    for (Expression check : checks) {
      Scope scope = CatalogExpressions.over(analysis, table);
      convertCheck(analysis, ExpressionBinder.plain(scope, Clause.CHECK).bind(check));
    }
  }

  private static @Nullable RexNode defaultOf(Analysis analysis, ColumnEntry column) {
    String sql = column.defaultSql();
    return sql == null
        ? null
        : CatalogExpressions.withoutPlaces(
            () ->
                convertDefault(
                    analysis,
                    column,
                    CatalogExpressions.bindDefault(analysis, CatalogExpressions.parse(sql))));
  }

  private static RexNode convertDefault(Analysis analysis, ColumnEntry column, Bound value) {
    Bound.Value converted =
        analysis.coercion.tryConvert(value, column.type(), column.typmod(), Context.ASSIGNMENT);
    if (converted == null) {
      throw OrreryException.of(
              SqlState.DATATYPE_MISMATCH,
              "column \"%s\" is of type %s but default expression is of type %s",
              column.name(),
              TypeNames.format(column.type(), -1),
              TypeNames.format(value.type(), -1))
          .withHint("You will need to rewrite or cast the expression.");
    }
    return converted.rex();
  }

  /** The conditions of a table's CHECK constraints over its live columns. */
  static List<RexNode> checks(Analysis analysis, TableEntry table) {
    var checks = new ArrayList<RexNode>();
    for (TableEntry.CheckEntry check : table.checks()) {
      Scope scope = CatalogExpressions.over(analysis, table);
      checks.add(
          CatalogExpressions.withoutPlaces(
              () ->
                  convertCheck(
                      analysis,
                      CatalogExpressions.bind(scope, Clause.CHECK, check.conditionSql()))));
    }
    return checks;
  }

  private static RexNode convertCheck(Analysis analysis, Bound condition) {
    Bound.Value converted =
        analysis.coercion.tryConvert(condition, BuiltinTypes.BOOL, -1, Context.ASSIGNMENT);
    if (converted == null) {
      throw OrreryException.of(
              SqlState.DATATYPE_MISMATCH,
              "argument of CHECK must be type boolean, not type %s",
              TypeNames.format(condition.type(), -1))
          .at(condition.position());
    }
    return converted.rex();
  }
}
