package org.orrery.sql.bind;

import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.function.CastDef.Context;

/**
 * The common type of UNION, CASE, COALESCE, VALUES, ARRAY and the like.
 *
 * @see <a href="https://www.postgresql.org/docs/15/typeconv-union-case.html">PostgreSQL, 10.5</a>
 */
final class UnionTypes {

  private UnionTypes() {}

  /** A type and modifier. */
  record Common(SqlType type, int typmod) {}

  /** The common type of expressions, or {@code 42804} naming the construct. */
  static Common of(Coercion coercion, List<? extends Bound> values, String construct) {
    SqlType type = BuiltinTypes.UNKNOWN;
    for (Bound value : values) {
      SqlType next = value.type();
      if (next == BuiltinTypes.UNKNOWN || next == type) {
        continue;
      }
      if (type == BuiltinTypes.UNKNOWN) {
        type = next;
        continue;
      }
      if (next.category() != type.category()) {
        throw OrreryException.of(
                SqlState.DATATYPE_MISMATCH,
                "%s types %s and %s cannot be matched",
                construct,
                TypeNames.format(type, -1),
                TypeNames.format(next, -1))
            .at(value.position());
      }
      type = wider(coercion, type, next);
    }
    if (type == BuiltinTypes.UNKNOWN) {
      return new Common(BuiltinTypes.TEXT, -1);
    }
    int typmod = values.getFirst().typmod();
    for (Bound value : values) {
      if (value.type() != type || value.typmod() != typmod) {
        typmod = -1;
      }
    }
    return new Common(type, typmod);
  }

  private static SqlType wider(Coercion coercion, SqlType type, SqlType next) {
    boolean takesNext =
        !type.isPreferred()
            && coercion.isPossible(type, next, Context.IMPLICIT)
            && !coercion.isPossible(next, type, Context.IMPLICIT);
    return takesNext ? next : type;
  }

  /** As {@link #of}, over known types; null when they cannot be matched. */
  static @Nullable SqlType commonOrNull(Coercion coercion, List<SqlType> types) {
    SqlType type = types.getFirst();
    for (SqlType next : types) {
      if (next == type) {
        continue;
      }
      if (next.category() != type.category()) {
        return null;
      }
      type = wider(coercion, type, next);
    }
    return type;
  }

  /** Converts one of the expressions to the common type. */
  static RexNode convert(Coercion coercion, Bound value, SqlType type, String construct) {
    if (!coercion.isPossible(value.type(), type, Context.IMPLICIT)) {
      throw OrreryException.of(
              SqlState.CANNOT_COERCE,
              "%s could not convert type %s to %s",
              construct,
              TypeNames.format(value.type(), -1),
              TypeNames.format(type, -1))
          .at(value.position());
    }
    return coercion.implicit(value, type);
  }
}
