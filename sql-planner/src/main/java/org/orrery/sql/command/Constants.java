package org.orrery.sql.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Exprs;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.session.SessionAccess;

/** Expressions that the catalog stores as text. */
final class Constants {

  private Constants() {}

  /** What stands before an expression that is parsed. */
  static final String PREFIX = "SELECT ";

  /** Names of the columns that a stored expression reads. */
  static Set<String> columnsOf(String sql) {
    return ColumnReferences.of(parsed(sql));
  }

  /** A stored expression; its places count from {@link #PREFIX}. */
  static Expression parsed(String sql) {
    if (PgParser.parse(PREFIX + sql).getFirst().statement() instanceof SelectStatement select
        && select.body() instanceof QueryBody.Select body) {
      return body.targets().getFirst().expression();
    }
    throw Invariant.broken("stored expression is not one: " + sql);
  }

  /**
   * The text form of a column's default, which must be the same for all rows; null for NULL.
   *
   * @throws OrreryException {@code 0A000} when the default is volatile
   */
  static @Nullable String text(
      SessionAccess session, TableEntry table, ColumnEntry column, int position) {
    var expressions = session.planner().tableExpressions(table, session.planning());
    Expr expression = expressions.defaults().get(table.columns().indexOf(column));
    if (expression == null) {
      return null;
    }
    Exprs.visit(
        expression,
        node -> {
          if (node instanceof Expr.Call call
              && call.function().volatility() == Volatility.VOLATILE) {
            throw OrreryException.notSupported(
                    "adding a column with a volatile default is not supported")
                .at(position);
          }
        });
    ExecutionContext execution = session.execution();
    Vector value =
        new OperatorFactory(execution)
            .expressions()
            .compileAll(List.of(expression))
            .getFirst()
            .evaluate(new Batch(new Vector[0], 1), null, 1);
    if (value.isNull(0)) {
      return null;
    }
    var sink = new ByteSink(32);
    column.type().codec().formatText(value, 0, FormatSettings.DEFAULT, sink);
    return new String(sink.toByteArray(), StandardCharsets.UTF_8);
  }
}
