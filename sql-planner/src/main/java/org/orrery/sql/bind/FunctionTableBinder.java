package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.bind.FromBinder.Source;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.plan.Rels;

/** Binds functions in FROM. */
final class FunctionTableBinder {

  private final Analysis analysis;

  FunctionTableBinder(Analysis analysis) {
    this.analysis = analysis;
  }

  private record Column(String name, org.orrery.data.type.SqlType type, int typmod) {}

  Source bind(TableRef.Function item, Scope outer) {
    var binder = ExpressionBinder.plain(Scope.inside(analysis, outer), Clause.FROM_FUNCTION);
    var calls = new ArrayList<RexNode>();
    var columns = new ArrayList<Column>();
    TableRef.Alias alias = item.alias();
    boolean isPlain = false;
    boolean isComposite = false;
    for (TableRef.TableFunction function : item.functions()) {
      if (!function.columnDefinitions().isEmpty() || !item.columnDefinitions().isEmpty()) {
        throw OrreryException.notSupported(
                "column definition lists of functions are not supported yet")
            .at(function.position());
      }
      String name = ColumnNames.of(function.call());
      CallBinder.Resolved resolved =
          function.call() instanceof Expression.FunctionCall call
              ? binder.calls().inFrom(call)
              : null;
      if (resolved == null) {
        Bound.Value value = analysis.coercion.value(binder.bind(function.call()));
        if (item.functions().size() > 1) {
          throw OrreryException.notSupported("this expression is not supported in ROWS FROM yet")
              .at(function.position());
        }
        isPlain = true;
        calls.add(value.rex());
        columns.add(new Column(columnName(item, alias, name), value.type(), value.typmod()));
        continue;
      }
      FunctionDef definition = resolved.function();
      calls.add(analysis.call(definition, resolved.type(), resolved.arguments()));
      if (!definition.isComposite()) {
        if (resolved.type() == BuiltinTypes.RECORD) {
          throw OrreryException.of(
                  SqlState.SYNTAX_ERROR,
                  "a column definition list is required for functions returning \"record\"")
              .at(function.position());
        }
        String column =
            resolved.outputs().isEmpty()
                ? columnName(item, alias, name)
                : resolved.outputs().getFirst().name();
        columns.add(new Column(column, resolved.type(), -1));
      } else {
        isComposite = true;
        resolved
            .outputs()
            .forEach(output -> columns.add(new Column(output.name(), output.type(), -1)));
      }
    }
    if (item.withOrdinality()) {
      columns.add(new Column("ordinality", BuiltinTypes.INT8, -1));
    }
    String name = alias == null ? ColumnNames.of(item.functions().getFirst().call()) : alias.name();
    boolean isScalar = item.functions().size() == 1 && !isComposite && !item.withOrdinality();
    RelNode rel = node(item, calls, columns, isPlain);
    Namespace.Item named = FromBinder.item(name, targets(rel, columns), alias);
    return new Source(rel, List.of(isScalar ? named.asScalar() : named));
  }

  /** A single function's one column is called like its alias. */
  private static String columnName(
      TableRef.Function item, TableRef.@Nullable Alias alias, String name) {
    return alias != null && item.functions().size() == 1 ? alias.name() : name;
  }

  private RelNode node(
      TableRef.Function item, List<RexNode> calls, List<Column> columns, boolean isPlain) {
    var names = new ArrayList<String>();
    var types = new ArrayList<RelDataType>();
    for (Column column : columns) {
      names.add(column.name());
      types.add(analysis.relType(column.type()));
    }
    List<String> unique = org.apache.calcite.sql.validate.SqlValidatorUtil.uniquify(names, true);
    if (isPlain) {
      var expressions = new ArrayList<>(calls);
      if (item.withOrdinality()) {
        expressions.add(analysis.constant(BuiltinTypes.INT8, 1L));
      }
      return Relations.project(Relations.oneRow(analysis), expressions, unique);
    }
    return new Rels.FunctionScan(
        analysis.cluster,
        calls,
        item.withOrdinality(),
        Rels.rowType(analysis.types, unique, types));
  }

  private List<Target> targets(RelNode rel, List<Column> columns) {
    var targets = new ArrayList<Target>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      targets.add(
          Target.of(
              column.name(),
              new Bound.Value(
                  analysis.rex.makeInputRef(rel, i), column.type(), column.typmod(), -1)));
    }
    return targets;
  }
}
