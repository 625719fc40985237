package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.StoredKey;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.plan.RowExpressions;

/**
 * Binds what the catalog keeps as text about a table: defaults, generated columns, keys of unique
 * indexes and CHECK constraints.
 */
public final class TableExpressionBinder {

  private TableExpressionBinder() {}

  /**
   * A table's expressions.
   *
   * @param rex the builder they were made with
   * @param defaults for each live column its default, of the column's type; null for none
   * @param computed generated columns and stored keys, over the live columns
   * @param checks the conditions, over the live columns
   */
  public record TableRex(
      RexBuilder rex,
      List<@Nullable RexNode> defaults,
      List<Computed> computed,
      List<RexNode> checks) {}

  /** A column of storage that is computed of the others; see {@link TableTarget.Computed}. */
  public record Computed(int column, SqlType type, RexNode value) {

    /** The same for the executor. */
    public TableTarget.Computed lowered(RexBuilder rex, Catalog catalog) {
      return new TableTarget.Computed(
          column, type, RowExpressions.lower(List.of(value), rex, catalog).getFirst());
    }
  }

  /** Binds a table's expressions; errors have no position. */
  public static TableRex bind(TableEntry table, BindContext context) {
    var analysis = new Analysis(context.withoutParameters());
    var defaults = new ArrayList<@Nullable RexNode>();
    for (ColumnEntry column : table.columns()) {
      defaults.add(defaultOf(analysis, column));
    }
    return new TableRex(analysis.rex, defaults, computed(analysis, table), checks(analysis, table));
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
      if (value != null && column.isGenerated()) {
        generated(analysis, table, column, value);
      } else if (value != null) {
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
    return sql == null || column.isGenerated()
        ? null
        : CatalogExpressions.withoutPlaces(
            () ->
                convertDefault(
                    analysis,
                    column,
                    CatalogExpressions.bindDefault(analysis, CatalogExpressions.parse(sql))));
  }

  /** What storage's columns hold beside what is written, in their order. */
  static List<Computed> computed(Analysis analysis, TableEntry table) {
    var computed = new ArrayList<Computed>();
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnEntry column = table.columns().get(i);
      String sql = column.defaultSql();
      if (column.isGenerated() && sql != null) {
        RexNode value =
            CatalogExpressions.withoutPlaces(
                () -> generated(analysis, table, column, CatalogExpressions.parse(sql)));
        computed.add(new Computed(i, column.type(), value));
      }
    }
    int position = table.columns().size();
    for (StoredKey key : StoredKey.of(table, analysis.catalog.indexes(table.oid()))) {
      Scope scope = CatalogExpressions.over(analysis, table);
      RexNode value =
          analysis.coercion.implicit(
              CatalogExpressions.bind(scope, Clause.INDEX, key.sql()), key.type());
      computed.add(new Computed(position++, key.type(), value));
    }
    return computed;
  }

  private static RexNode generated(
      Analysis analysis, TableEntry table, ColumnEntry column, Expression expression) {
    Scope scope = CatalogExpressions.over(analysis, table);
    Bound bound = ExpressionBinder.plain(scope, Clause.GENERATED).bind(expression);
    if (Volatility.isMutable(analysis.coercion.value(bound).rex())) {
      throw OrreryException.of(
          SqlState.INVALID_OBJECT_DEFINITION, "generation expression is not immutable");
    }
    RexNode value = convertDefault(analysis, column, bound);
    value.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public @Nullable Void visitInputRef(RexInputRef input) {
            ColumnEntry read = table.columns().get(input.getIndex());
            if (read.isGenerated()) {
              throw OrreryException.of(
                      SqlState.INVALID_OBJECT_DEFINITION,
                      "cannot use generated column \"%s\" in column generation expression",
                      read.name())
                  .withDetail("A generated column cannot reference another generated column.")
                  .at(expression.position());
            }
            return null;
          }
        });
    return value;
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
