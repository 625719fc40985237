package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.AstNode;
import org.orrery.sql.parser.ast.Expression;

/** Finds the columns that expressions of the catalog name. */
final class ColumnReferences {

  private ColumnReferences() {}

  /** Names of the columns, in the order of their first mention. */
  static Set<String> of(Expression expression) {
    var names = new LinkedHashSet<String>();
    visit(expression, column -> names.add(column.names().getLast()));
    return names;
  }

  /** Whether a generated column is computed of another one. */
  static boolean isIn(ColumnEntry generated, ColumnEntry column) {
    return generated.isGenerated()
        && generated.defaultSql() != null
        && Constants.columnsOf(generated.defaultSql()).contains(column.name());
  }

  /** Whether an index needs a column. */
  static boolean isIn(IndexEntry index, ColumnEntry column) {
    String predicate = index.predicateSql();
    return index.columns().contains(column.number())
        || index.included().contains(column.number())
        || (predicate != null && Constants.columnsOf(predicate).contains(column.name()))
        || index.keys().stream()
            .map(IndexEntry.Key::expressionSql)
            .anyMatch(sql -> sql != null && Constants.columnsOf(sql).contains(column.name()));
  }

  /** An expression of the catalog with a column under another name. */
  static String renamed(String sql, String name, String newName) {
    var places = new TreeSet<Integer>();
    visit(
        Constants.parsed(sql),
        column -> {
          if (column.names().getLast().equals(name)) {
            places.add(column.position() - Constants.PREFIX.length());
          }
        });
    String before = Deparser.identifier(name);
    var text = new StringBuilder(sql);
    for (int place : places.descendingSet()) {
      Invariant.check(sql.startsWith(before, place), "a column is not where the parser says it is");
      text.replace(place, place + before.length(), Deparser.identifier(newName));
    }
    return text.toString();
  }

  private static void visit(@Nullable AstNode node, Consumer<Expression.ColumnRef> columns) {
    switch (node) {
      case Expression.ColumnRef column when !column.star() -> columns.accept(column);
      case null -> {
        // An operand that is not written.
      }
      default -> parts(node).forEach(part -> visit(part, columns));
    }
  }

  /** What an expression without subqueries is made of. */
  private static List<? extends @Nullable AstNode> parts(AstNode node) {
    return switch (node) {
      case Expression.TypeCast cast -> List.of(cast.operand());
      case Expression.FunctionCall call -> {
        var parts = new ArrayList<@Nullable AstNode>();
        call.arguments().forEach(argument -> parts.add(argument.value()));
        parts.add(call.filter());
        yield parts;
      }
      case Expression.OperatorCall call -> Arrays.asList(call.left(), call.right());
      case Expression.And(var operands, int _) -> operands;
      case Expression.Or(var operands, int _) -> operands;
      case Expression.Not not -> List.of(not.operand());
      case Expression.NullTest test -> List.of(test.operand());
      case Expression.BooleanTest test -> List.of(test.operand());
      case Expression.DistinctTest test -> List.of(test.left(), test.right());
      case Expression.Between between -> List.of(between.operand(), between.low(), between.high());
      case Expression.InList in -> joined(List.of(in.operand()), in.values());
      case Expression.PatternMatch match ->
          Arrays.asList(match.operand(), match.pattern(), match.escape());
      case Expression.QuantifiedArray quantified -> List.of(quantified.left(), quantified.array());
      case Expression.ArrayConstructor array -> array.elements();
      case Expression.Row row -> row.fields();
      case Expression.Case choice -> {
        var parts = new ArrayList<@Nullable AstNode>();
        parts.add(choice.operand());
        choice.whens().forEach(when -> parts.addAll(List.of(when.condition(), when.result())));
        parts.add(choice.otherwise());
        yield parts;
      }
      case Expression.Coalesce coalesce -> coalesce.arguments();
      case Expression.NullIf nullIf -> List.of(nullIf.left(), nullIf.right());
      case Expression.MinMax extreme -> extreme.arguments();
      case Expression.Subscript subscript -> {
        var parts = new ArrayList<@Nullable AstNode>();
        parts.add(subscript.operand());
        for (Expression.Index index : subscript.indexes()) {
          parts.addAll(Arrays.asList(index.lower(), index.upper()));
        }
        yield parts;
      }
      case Expression.FieldSelection selection -> List.of(selection.operand());
      case Expression.Collate collate -> List.of(collate.operand());
      case Expression.AtTimeZone at -> List.of(at.operand(), at.zone());
      default -> List.of();
    };
  }

  private static List<AstNode> joined(List<Expression> first, List<Expression> second) {
    var parts = new ArrayList<AstNode>(first);
    parts.addAll(second);
    return parts;
  }
}
