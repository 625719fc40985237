package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.parser.ast.AssignmentTarget;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.InsertStatement;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;

/** Binds INSERT. */
final class InsertBinder {

  private final Analysis analysis;
  private InsertStatement.Overriding overriding = InsertStatement.Overriding.NOT_SET;

  InsertBinder(Analysis analysis) {
    this.analysis = analysis;
  }

  BoundQuery bind(InsertStatement insert) {
    WriteTarget target = WriteTarget.find(analysis, insert.table(), "insert into");
    overriding = insert.overriding();
    Scope scope = Scope.inside(analysis, null);
    var with = insert.with();
    if (with != null) {
      new WithBinder(analysis, scope).bind(with);
    }
    List<Integer> columns = columns(target, insert.columns());
    RelNode input = source(target, columns, insert, scope);
    String alias = insert.alias();
    String name = alias == null ? target.table().name() : alias;
    var conflict = insert.onConflict();
    var conflicts = new OnConflictBinder(analysis, target, name);
    return target.modify(
        input,
        PhysicalPlan.Modify.Kind.INSERT,
        conflict == null ? null : conflicts.bind(conflict),
        conflicts.correlations(),
        insert.returning(),
        target.rowScope(
            input, name, conflict == null ? null : conflicts.aroundReturning(conflict)));
  }

  /** Indexes of the columns written, in the order of the list; all columns without one. */
  private static List<Integer> columns(WriteTarget target, List<AssignmentTarget> written) {
    var columns = new ArrayList<Integer>();
    for (AssignmentTarget column : written) {
      int index = target.column(column);
      if (columns.contains(index)) {
        throw OrreryException.of(
                SqlState.DUPLICATE_COLUMN,
                "column \"%s\" specified more than once",
                column.column())
            .at(column.position());
      }
      columns.add(index);
    }
    if (written.isEmpty()) {
      for (int i = 0; i < target.columns().size(); i++) {
        columns.add(i);
      }
    }
    return columns;
  }

  private RelNode source(
      WriteTarget target, List<Integer> columns, InsertStatement insert, Scope scope) {
    SelectStatement source = insert.source();
    if (source == null) {
      return rows(target, List.of(row(target, List.of(), List.of())));
    }
    if (source.isBare() && source.body() instanceof QueryBody.Values values) {
      return values(target, columns, insert, values, scope);
    }
    QueryDraft draft = new QueryBinder(analysis).bind(source, scope);
    List<Target> given = draft.columns();
    checkWidth(insert, columns, given.size(), given.stream().map(Target::value).toList());
    for (int i = 0; i < given.size(); i++) {
      Bound value = given.get(i).value();
      if (value.isUnknown()) {
        RexNode rex = target.assign(columns.get(i), value);
        var column = target.columns().get(columns.get(i));
        draft.setValue(i, new Bound.Value(rex, column.type(), column.typmod(), value.position()));
      }
    }
    BoundQuery query = draft.finish();
    var expressions = new ArrayList<RexNode>();
    for (int i = 0; i < query.columns().size(); i++) {
      expressions.add(given(target, columns.get(i), query.columns().get(i).value()));
    }
    List<RexNode> row = row(target, columns.subList(0, expressions.size()), expressions);
    return Relations.project(query.rel(), row, names(target));
  }

  private RelNode values(
      WriteTarget target,
      List<Integer> columns,
      InsertStatement insert,
      QueryBody.Values values,
      Scope scope) {
    var binder = ExpressionBinder.plain(scope, Clause.VALUES);
    var rows = new ArrayList<List<RexNode>>();
    int width = values.rows().getFirst().size();
    for (List<Expression> expressions : values.rows()) {
      if (expressions.size() != width) {
        throw OrreryException.of(SqlState.SYNTAX_ERROR, "VALUES lists must all be the same length")
            .at(expressions.getFirst().position());
      }
      var given = new ArrayList<RexNode>();
      if (width > columns.size() || (!insert.columns().isEmpty() && width < columns.size())) {
        checkWidth(insert, columns, width, places(expressions));
      }
      for (int i = 0; i < width; i++) {
        int column = columns.get(i);
        given.add(
            expressions.get(i) instanceof Expression.SetToDefault
                ? target.defaultOf(column)
                : given(target, column, binder.bind(expressions.get(i))));
      }
      rows.add(row(target, columns.subList(0, width), given));
    }
    return rows(target, rows);
  }

  /** A value that is given for a column; what identity columns take depends on OVERRIDING. */
  private RexNode given(WriteTarget target, int column, Bound value) {
    char identity = target.identity(column);
    if (identity != SequenceEntry.NO_IDENTITY && overriding == InsertStatement.Overriding.USER) {
      return target.defaultOf(column);
    }
    ColumnEntry entry = target.columns().get(column);
    boolean isRefused = identity == 'a' && overriding != InsertStatement.Overriding.SYSTEM;
    if (isRefused || entry.isGenerated()) {
      OrreryException error =
          WriteTarget.withReason(
              OrreryException.of(
                  SqlState.GENERATED_ALWAYS,
                  "cannot insert a non-DEFAULT value into column \"%s\"",
                  entry.name()),
              entry);
      throw isRefused ? error.withHint("Use OVERRIDING SYSTEM VALUE to override.") : error;
    }
    return target.assign(column, value);
  }

  private static List<Bound> places(List<Expression> expressions) {
    var places = new ArrayList<Bound>();
    expressions.forEach(each -> places.add(new Bound.Literal(null, each.position())));
    return places;
  }

  private static void checkWidth(
      InsertStatement insert, List<Integer> columns, int width, List<Bound> given) {
    if (width > columns.size()) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR, "INSERT has more expressions than target columns")
          .at(given.get(columns.size()).position());
    }
    if (!insert.columns().isEmpty() && width < columns.size()) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR, "INSERT has more target columns than expressions")
          .at(insert.columns().get(width).position());
    }
  }

  /** A whole row: given values in their places, defaults elsewhere. */
  private static List<RexNode> row(WriteTarget target, List<Integer> columns, List<RexNode> given) {
    var row = new ArrayList<RexNode>();
    for (int i = 0; i < target.columns().size(); i++) {
      int at = columns.indexOf(i);
      row.add(at < 0 ? target.defaultOf(i) : given.get(at));
    }
    return row;
  }

  private RelNode rows(WriteTarget target, List<List<RexNode>> rows) {
    var columns = new ArrayList<Target>();
    for (int i = 0; i < target.columns().size(); i++) {
      var column = target.columns().get(i);
      columns.add(
          new Target(
              column.name(),
              new Bound.Value(rows.getFirst().get(i), column.type(), column.typmod(), -1),
              0,
              0));
    }
    return QueryBinder.rows(analysis, rows, columns);
  }

  private static List<String> names(WriteTarget target) {
    return target.columns().stream().map(column -> column.name()).toList();
  }
}
