package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.function.OperatorDef;
import org.orrery.sql.parser.ast.OperatorName;

/**
 * Finds the operator that a symbol means for its operands, and calls it.
 *
 * @see <a href="https://www.postgresql.org/docs/15/typeconv-oper.html">PostgreSQL, 10.2</a>
 */
final class OperatorResolver {

  private final Analysis analysis;

  OperatorResolver(Analysis analysis) {
    this.analysis = analysis;
  }

  /** An operator with polymorphic types replaced. */
  record Match(OperatorDef operator, @Nullable SqlType left, SqlType right, SqlType result) {}

  /** The operator; {@code left} null for prefix operators. */
  Match resolve(OperatorName name, @Nullable SqlType left, SqlType right, int position) {
    OperatorDef operator = find(name, left, right, position);
    var actual = new ArrayList<SqlType>();
    var declared = new ArrayList<SqlType>();
    SqlType declaredLeft = operator.left();
    if (left != null && declaredLeft != null) {
      actual.add(left);
      declared.add(declaredLeft);
    }
    actual.add(right);
    declared.add(operator.right());
    List<SqlType> resolved =
        Polymorphism.resolve(
            analysis.coercion, actual, declared, operator.function().returnType(), position);
    return new Match(
        operator,
        left == null ? null : resolved.getFirst(),
        resolved.get(actual.size() - 1),
        resolved.getLast());
  }

  private OperatorDef find(OperatorName name, @Nullable SqlType left, SqlType right, int position) {
    if (!name.schema().isEmpty() && !name.schema().getLast().equals("pg_catalog")) {
      var qualified = new ArrayList<>(name.schema());
      qualified.add(name.symbol());
      TypeResolver.requireSchemaOf(qualified, analysis.catalog, position);
      throw undefined(name, left, right, position);
    }
    List<OperatorDef> named = analysis.functions.operators(name.symbol());
    // An unknown operand is first taken to be of the other's type.
    SqlType exactLeft = left == BuiltinTypes.UNKNOWN ? right : left;
    SqlType exactRight = right == BuiltinTypes.UNKNOWN && left != null ? left : right;
    for (OperatorDef operator : named) {
      if (operator.left() == exactLeft && operator.right() == exactRight) {
        return operator;
      }
    }
    List<SqlType> arguments = left == null ? List.of(right) : List.of(left, right);
    var possible = new ArrayList<OperatorDef>();
    for (OperatorDef operator : named) {
      if ((operator.left() == null) == (left == null)
          && analysis.coercion.isPossible(arguments, types(operator), Context.IMPLICIT)) {
        possible.add(operator);
      }
    }
    if (possible.isEmpty()) {
      throw undefined(name, left, right, position);
    }
    OperatorDef best =
        possible.size() == 1
            ? possible.getFirst()
            : new Candidates(analysis.coercion)
                .select(arguments, possible, OperatorResolver::types);
    if (best == null) {
      throw OrreryException.of(
              SqlState.AMBIGUOUS_FUNCTION,
              "operator is not unique: %s",
              signature(name, left, right))
          .withHint(
              "Could not choose a best candidate operator."
                  + " You might need to add explicit type casts.")
          .at(position);
    }
    return best;
  }

  private static List<SqlType> types(OperatorDef operator) {
    SqlType left = operator.left();
    return left == null ? List.of(operator.right()) : List.of(left, operator.right());
  }

  private static OrreryException undefined(
      OperatorName name, @Nullable SqlType left, SqlType right, int position) {
    return OrreryException.of(
            SqlState.UNDEFINED_FUNCTION,
            "operator does not exist: %s",
            signature(name, left, right))
        .withHint(
            left == null
                ? "No operator matches the given name and argument type."
                    + " You might need to add an explicit type cast."
                : "No operator matches the given name and argument types."
                    + " You might need to add explicit type casts.")
        .at(position);
  }

  private static String signature(OperatorName name, @Nullable SqlType left, SqlType right) {
    String symbol =
        name.schema().isEmpty()
            ? name.symbol()
            : String.join(".", name.schema()) + "." + name.symbol();
    return (left == null ? "" : TypeNames.format(left, -1) + " ")
        + symbol
        + " "
        + TypeNames.format(right, -1);
  }

  /** Calls the operator that the operands' types select. */
  Bound.Value call(OperatorName name, @Nullable Bound left, Bound right, int position) {
    Match match = resolve(name, left == null ? null : left.type(), right.type(), position);
    var operands = new ArrayList<RexNode>();
    SqlType leftType = match.left();
    if (left != null && leftType != null) {
      operands.add(analysis.coercion.implicit(left, leftType));
    }
    operands.add(analysis.coercion.implicit(right, match.right()));
    RexNode call =
        analysis.call(
            match.operator().function(), kind(match.operator()), match.result(), operands);
    return new Bound.Value(call, match.result(), -1, position);
  }

  /** Calcite's name for comparisons, which its rules look for. */
  static SqlKind kind(OperatorDef operator) {
    if (operator.left() == null || operator.function().returnType() != BuiltinTypes.BOOL) {
      return SqlKind.OTHER_FUNCTION;
    }
    return switch (operator.name()) {
      case "=" -> SqlKind.EQUALS;
      case "<>" -> SqlKind.NOT_EQUALS;
      case "<" -> SqlKind.LESS_THAN;
      case "<=" -> SqlKind.LESS_THAN_OR_EQUAL;
      case ">" -> SqlKind.GREATER_THAN;
      case ">=" -> SqlKind.GREATER_THAN_OR_EQUAL;
      default -> SqlKind.OTHER_FUNCTION;
    };
  }

  /** The operator of a symbol on two values of a type, or null. */
  @Nullable OperatorDef onType(String symbol, SqlType type) {
    OperatorDef indirect = null;
    for (OperatorDef operator : analysis.functions.operators(symbol)) {
      if (operator.left() == type && operator.right() == type) {
        return operator;
      }
      if (operator.left() == operator.right()
          && operator.left() != null
          && isSortedAs(type, operator.right())) {
        indirect = operator;
      }
    }
    return indirect;
  }

  private static boolean isSortedAs(SqlType type, SqlType sorted) {
    return (type == BuiltinTypes.VARCHAR && sorted == BuiltinTypes.TEXT)
        || (type.isArray() && sorted == BuiltinTypes.ANYARRAY)
        || (type.variety() == SqlType.Variety.ENUM && sorted == BuiltinTypes.ANYENUM)
        || (type.name().startsWith("reg") && sorted == BuiltinTypes.OID);
  }

  /** Requires that values of a type can be sorted. */
  void requireOrdering(SqlType type, int position) {
    if (onType("<", type) == null) {
      throw OrreryException.of(
              SqlState.UNDEFINED_FUNCTION,
              "could not identify an ordering operator for type %s",
              TypeNames.format(type, -1))
          .withHint("Use an explicit ordering operator or modify the query.")
          .at(position);
    }
  }

  /** Requires that values of a type can be grouped. */
  void requireEquality(SqlType type, int position) {
    if (onType("=", type) == null) {
      throw OrreryException.of(
              SqlState.UNDEFINED_FUNCTION,
              "could not identify an equality operator for type %s",
              TypeNames.format(type, -1))
          .at(position);
    }
  }
}
