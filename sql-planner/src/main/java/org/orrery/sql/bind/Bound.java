package org.orrery.sql.bind;

import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/**
 * A bound expression. Literals and parameters of type {@code unknown} stay apart until something
 * says what type they are; see {@link Coercion}.
 */
sealed interface Bound {

  /** Its type, maybe {@code unknown}. */
  SqlType type();

  /** Its type modifier, -1 for none. */
  default int typmod() {
    return -1;
  }

  /** Where it starts in the statement's text, for errors. */
  int position();

  /** Whether the type is not known yet. */
  default boolean isUnknown() {
    return type() == BuiltinTypes.UNKNOWN;
  }

  /** An expression with a type. */
  record Value(RexNode rex, SqlType type, int typmod, int position) implements Bound {}

  /** A string or NULL without a type. */
  record Literal(@Nullable String text, int position) implements Bound {
    @Override
    public SqlType type() {
      return BuiltinTypes.UNKNOWN;
    }
  }

  /** A parameter ({@code index} from 0) without a type. */
  record Parameter(int index, int position) implements Bound {
    @Override
    public SqlType type() {
      return BuiltinTypes.UNKNOWN;
    }
  }

  /** A row constructor, whose fields comparisons take apart. */
  record Row(List<Bound> fields, int position) implements Bound {
    @Override
    public SqlType type() {
      return BuiltinTypes.RECORD;
    }
  }

  /** A record whose fields have names and are known apart. */
  record Composite(List<String> names, List<Value> fields, int position) implements Bound {
    @Override
    public SqlType type() {
      return BuiltinTypes.RECORD;
    }
  }
}
