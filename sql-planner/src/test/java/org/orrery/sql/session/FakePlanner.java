package org.orrery.sql.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.AssignmentTarget;
import org.orrery.sql.parser.ast.DeleteStatement;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.InsertStatement;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.storage.api.LockMode;

/**
 * As much of a binder as the session's tests need: INSERT … VALUES, DELETE FROM t, SELECT of
 * columns, literals, parameters and calls without WHERE, and SELECT * FROM f(…).
 */
final class FakePlanner implements StatementPlanner {

  @Override
  public void checkWritten(TableEntry table, WrittenExpressions written, PlanningContext context) {}

  @Override
  public TableEntry typed(TableEntry table, PlanningContext context) {
    return table;
  }

  @Override
  public IndexExpression indexExpression(
      TableEntry table, Expression written, boolean isPredicate, PlanningContext context) {
    throw new UnsupportedOperationException("indexes on expressions");
  }

  @Override
  public PlannedStatement plan(
      PreparableStatement statement,
      List<@Nullable SqlType> parameterTypes,
      PlanningContext context) {
    return switch (statement) {
      case InsertStatement insert -> insert(insert, context);
      case DeleteStatement delete -> delete(delete, context);
      case SelectStatement select when select.body() instanceof QueryBody.Select body ->
          select(body, parameterTypes, context);
      default -> throw OrreryException.notSupported("the fake planner cannot do this");
    };
  }

  private PlannedStatement insert(InsertStatement insert, PlanningContext context) {
    TableEntry table = table(insert.table().name(), insert.table().schema(), context);
    List<ColumnEntry> columns = table.columns();
    List<String> named = insert.columns().stream().map(AssignmentTarget::column).toList();
    TableExpressions expressions = tableExpressions(table, context);
    var rows = new ArrayList<List<Expr>>();
    if (insert.source() != null && insert.source().body() instanceof QueryBody.Values values) {
      for (List<Expression> given : values.rows()) {
        var row = new ArrayList<Expr>();
        for (int i = 0; i < columns.size(); i++) {
          ColumnEntry column = columns.get(i);
          int index = named.isEmpty() ? i : named.indexOf(column.name());
          Expr missing = expressions.defaults().get(i);
          row.add(
              index >= 0 && index < given.size()
                  ? constant(given.get(index), column.type(), column.typmod(), context)
                  : missing != null ? missing : new Expr.Constant(null, column.type()));
        }
        rows.add(row);
      }
    }
    List<SqlType> types = columns.stream().map(ColumnEntry::type).toList();
    return new PlannedStatement(
        PlannedStatement.Kind.INSERT,
        new PhysicalPlan.Modify(
            PhysicalPlan.Modify.Kind.INSERT,
            target(table, expressions, context),
            new PhysicalPlan.Values(rows, types),
            null),
        null,
        List.of(),
        List.of(new PlannedStatement.Dependency(table, LockMode.ACCESS_SHARE)));
  }

  private static TableTarget target(
      TableEntry table, TableExpressions expressions, PlanningContext context) {
    return new TableTarget(
        context.catalog().storageSchema(table),
        table.columns().stream().map(ColumnEntry::name).toList(),
        table.columns().stream().map(ColumnEntry::type).toList(),
        expressions.checks());
  }

  private PlannedStatement delete(DeleteStatement delete, PlanningContext context) {
    TableEntry table = table(delete.table().name().name(), delete.table().name().schema(), context);
    return new PlannedStatement(
        PlannedStatement.Kind.DELETE,
        new PhysicalPlan.Modify(
            PhysicalPlan.Modify.Kind.DELETE,
            target(table, tableExpressions(table, context), context),
            scan(table, context, true),
            null),
        null,
        List.of(),
        List.of(new PlannedStatement.Dependency(table, LockMode.ACCESS_SHARE)));
  }

  private static PhysicalPlan.TableScan scan(
      TableEntry table, PlanningContext context, boolean withRowIds) {
    var positions = new ArrayList<Integer>();
    for (int i = 0; i < table.columns().size(); i++) {
      positions.add(i);
    }
    return new PhysicalPlan.TableScan(
        context.catalog().storageSchema(table),
        positions,
        table.columns().stream().map(ColumnEntry::type).toList(),
        List.of(),
        null,
        null,
        withRowIds);
  }

  private PlannedStatement select(
      QueryBody.Select body, List<@Nullable SqlType> types, PlanningContext context) {
    if (body.from().isEmpty()) {
      return values(body, types, context);
    }
    if (body.from().getFirst() instanceof TableRef.Function function
        && function.functions().getFirst().call() instanceof Expression.FunctionCall call) {
      return functionScan(call, context);
    }
    if (!(body.from().getFirst() instanceof TableRef.Relation relation)) {
      throw OrreryException.notSupported("the fake planner cannot do this");
    }
    TableEntry table = table(relation.name().name(), relation.name().schema(), context);
    PhysicalPlan.TableScan scan = scan(table, context, false);
    var columns = new ArrayList<ResultColumn>();
    var outputs = new ArrayList<Expr>();
    for (TargetItem item : body.targets()) {
      for (int i = 0; i < table.columns().size(); i++) {
        ColumnEntry column = table.columns().get(i);
        boolean isWanted =
            item.expression() instanceof Expression.ColumnRef ref
                && (ref.star() || ref.names().getLast().equals(column.name()));
        if (isWanted) {
          columns.add(
              new ResultColumn(
                  column.name(),
                  table.oid(),
                  column.number(),
                  column.type(),
                  column.typmod(),
                  (short) 0));
          outputs.add(new Expr.Input(i, column.type()));
        }
      }
    }
    return new PlannedStatement(
        PlannedStatement.Kind.SELECT,
        new PhysicalPlan.Project(scan, outputs),
        columns,
        List.of(),
        List.of(new PlannedStatement.Dependency(table, LockMode.ACCESS_SHARE)));
  }

  private static PlannedStatement values(
      QueryBody.Select body, List<@Nullable SqlType> given, PlanningContext context) {
    var columns = new ArrayList<ResultColumn>();
    var row = new ArrayList<Expr>();
    var parameters = new ArrayList<SqlType>();
    var calls = new ArrayList<Expr.Call>();
    for (TargetItem item : body.targets()) {
      Expr expression;
      String name = "?column?";
      if (item.expression() instanceof Expression.Parameter parameter) {
        SqlType type =
            given.size() >= parameter.number() && given.get(parameter.number() - 1) != null
                ? given.get(parameter.number() - 1)
                : BuiltinTypes.TEXT;
        parameters.add(type);
        expression = new Expr.Parameter(parameter.number() - 1, type);
      } else if (item.expression() instanceof Expression.FunctionCall call) {
        Expr.Call bound = call(call, context);
        name = call.name().getLast();
        expression = bound;
        if (bound.function().returnsSet()) {
          calls.add(bound);
        }
      } else {
        expression = constant(item.expression(), null, -1, context);
      }
      columns.add(ResultColumn.of(item.alias() == null ? name : item.alias(), expression.type()));
      row.add(expression);
    }
    PhysicalPlan one = new PhysicalPlan.Values(List.of(List.of()), List.of());
    PhysicalPlan plan =
        calls.isEmpty()
            ? new PhysicalPlan.Project(one, row)
            : new PhysicalPlan.ProjectSet(one, calls);
    return new PlannedStatement(PlannedStatement.Kind.SELECT, plan, columns, parameters, List.of());
  }

  private static PlannedStatement functionScan(
      Expression.FunctionCall call, PlanningContext context) {
    Expr.Call bound = call(call, context);
    var columns = new ArrayList<ResultColumn>();
    for (FunctionDef.OutputColumn output : bound.function().outputs()) {
      columns.add(ResultColumn.of(output.name(), output.type()));
    }
    if (columns.isEmpty()) {
      columns.add(ResultColumn.of(bound.function().name(), bound.type()));
    }
    return new PlannedStatement(
        PlannedStatement.Kind.SELECT,
        new PhysicalPlan.FunctionScan(
            List.of(bound), false, columns.stream().map(ResultColumn::type).toList()),
        columns,
        List.of(),
        List.of());
  }

  /** The first function of the name whose named arguments and types fit. */
  private static Expr.Call call(Expression.FunctionCall call, PlanningContext context) {
    OrreryException error = null;
    for (FunctionDef function : context.catalog().functions().functions(call.name().getLast())) {
      try {
        return new Expr.Call(function, arguments(function, call, context), function.returnType());
      } catch (OrreryException e) {
        error = e;
      }
    }
    throw error != null
        ? error
        : OrreryException.of(SqlState.UNDEFINED_FUNCTION, "function does not exist");
  }

  private static List<Expr> arguments(
      FunctionDef function, Expression.FunctionCall call, PlanningContext context) {
    int count = function.argumentTypes().size();
    var expressions = new @Nullable Expression[count];
    int firstDefault = count - function.defaults().size();
    for (int i = 0; i < call.arguments().size(); i++) {
      Expression.Argument argument = call.arguments().get(i);
      int at = argument.name() == null ? i : function.argumentNames().indexOf(argument.name());
      if (at < 0 || at >= count) {
        throw OrreryException.of(SqlState.UNDEFINED_FUNCTION, "function does not exist");
      }
      expressions[at] = argument.value();
    }
    var bound = new ArrayList<Expr>();
    for (int i = 0; i < count; i++) {
      Expression expression = expressions[i];
      if (expression == null) {
        if (i < firstDefault) {
          throw OrreryException.of(SqlState.UNDEFINED_FUNCTION, "function does not exist");
        }
        expression = parse(function.defaults().get(i - firstDefault));
      }
      SqlType type = function.argumentTypes().get(i);
      boolean isOpen = type == BuiltinTypes.ANYELEMENT || type == BuiltinTypes.ANY;
      if (expression instanceof Expression.FunctionCall inner) {
        Expr.Call argument = call(inner, context);
        if (!isOpen && argument.type() != type) {
          throw OrreryException.of(SqlState.UNDEFINED_FUNCTION, "function does not exist");
        }
        bound.add(argument);
      } else {
        bound.add(constant(expression, isOpen ? null : type, -1, context));
      }
    }
    return bound;
  }

  private static Expression parse(String sql) {
    if (PgParser.parse("SELECT " + sql).getFirst().statement() instanceof SelectStatement select
        && select.body() instanceof QueryBody.Select body) {
      return body.targets().getFirst().expression();
    }
    throw new IllegalArgumentException(sql);
  }

  private static Expr.Constant constant(
      Expression expression, @Nullable SqlType wanted, int typmod, PlanningContext context) {
    return switch (expression) {
      case Expression.NullLiteral _ ->
          new Expr.Constant(null, wanted == null ? BuiltinTypes.UNKNOWN : wanted);
      case Expression.IntegerLiteral literal ->
          text(
              Integer.toString(literal.value()),
              wanted == null ? BuiltinTypes.INT4 : wanted,
              typmod,
              context);
      case Expression.NumericLiteral literal ->
          text(literal.text(), wanted == null ? BuiltinTypes.NUMERIC : wanted, typmod, context);
      case Expression.BooleanLiteral literal ->
          text(
              Boolean.toString(literal.value()),
              wanted == null ? BuiltinTypes.BOOL : wanted,
              typmod,
              context);
      case Expression.StringLiteral literal ->
          text(literal.value(), wanted == null ? BuiltinTypes.UNKNOWN : wanted, typmod, context);
      case Expression.OperatorCall call when call.left() == null ->
          text(
              "-" + (call.right() instanceof Expression.IntegerLiteral i ? i.value() : 0),
              wanted == null ? BuiltinTypes.INT4 : wanted,
              typmod,
              context);
      case Expression.TypeCast cast -> constant(cast.operand(), type(cast.type()), typmod, context);
      default -> throw OrreryException.notSupported("the fake planner cannot do this");
    };
  }

  private static Expr.Constant text(
      String text, SqlType type, int typmod, PlanningContext context) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Vector vector = Vector.allocate(type.kind(), 1);
    type.codec()
        .parseText(bytes, 0, bytes.length, typmod, context.evaluation().format(), vector, 0);
    return new Expr.Constant(vector.get(0), type);
  }

  private static TableEntry table(String name, @Nullable String schema, PlanningContext context) {
    Relation relation =
        schema == null
            ? context.searchPath().relation(context.catalog(), name)
            : context
                .catalog()
                .relation(
                    java.util.Objects.requireNonNull(context.catalog().schema(schema)).oid(), name);
    if (relation instanceof TableEntry table) {
      return table;
    }
    throw OrreryException.of(SqlState.UNDEFINED_TABLE, "relation \"%s\" does not exist", name);
  }

  private static SqlType type(TypeName name) {
    SqlType type = BuiltinTypes.byName(name.name());
    if (type == null) {
      throw OrreryException.of(SqlState.UNDEFINED_OBJECT, "type \"%s\" does not exist", name.name())
          .at(name.position());
    }
    return type;
  }

  @Override
  public TypeReference type(TypeName name, PlanningContext context) {
    int typmod = -1;
    boolean isLength =
        name.name().equals("varchar")
            && name.modifiers().size() == 1
            && name.modifiers().getFirst() instanceof Expression.IntegerLiteral;
    if (isLength && name.modifiers().getFirst() instanceof Expression.IntegerLiteral length) {
      typmod = Typmods.length(length.value());
    }
    return new TypeReference(type(name), typmod);
  }

  @Override
  public TableExpressions tableExpressions(TableEntry table, PlanningContext context) {
    var defaults = new ArrayList<@Nullable Expr>();
    for (ColumnEntry column : table.columns()) {
      String sql = column.defaultSql();
      defaults.add(
          sql == null ? null : constant(parse(sql), column.type(), column.typmod(), context));
    }
    var checks = new ArrayList<TableTarget.Check>();
    for (TableEntry.CheckEntry check : table.checks()) {
      checks.add(new TableTarget.Check(check.name(), check(table, parse(check.conditionSql()))));
    }
    return new TableExpressions(defaults, List.of(), checks);
  }

  /** {@code (column > integer)} only; the function is the operator's. */
  private static Expr check(TableEntry table, Expression condition) {
    if (condition instanceof Expression.OperatorCall call
        && call.left() instanceof Expression.ColumnRef column
        && call.right() instanceof Expression.IntegerLiteral literal) {
      for (int i = 0; i < table.columns().size(); i++) {
        if (table.columns().get(i).name().equals(column.names().getLast())) {
          SqlType type = table.columns().get(i).type();
          var operator =
              org.orrery.sql.function.BuiltinFunctions.create()
                  .operators(call.operator().symbol())
                  .stream()
                  .filter(op -> op.left() == type && op.right() == type)
                  .findFirst()
                  .orElseThrow();
          return new Expr.Call(
              operator.function(),
              List.of(new Expr.Input(i, type), new Expr.Constant((long) literal.value(), type)),
              BuiltinTypes.BOOL);
        }
      }
    }
    throw OrreryException.notSupported("the fake planner cannot do this");
  }
}
