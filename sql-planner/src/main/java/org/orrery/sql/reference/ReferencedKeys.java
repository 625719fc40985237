package org.orrery.sql.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.function.CastDef;
import org.orrery.sql.function.FunctionRegistry;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** Looks keys up in referenced tables, many together, and locks what is found. */
final class ReferencedKeys {

  private static final List<SqlType> INTEGERS =
      List.of(BuiltinTypes.INT2, BuiltinTypes.INT4, BuiltinTypes.INT8);

  private final SessionAccess session;

  ReferencedKeys(SessionAccess session) {
    this.session = session;
  }

  /**
   * Which keys are there now. Rows found stay until the transaction ends.
   *
   * @param keys of the types of the referencing columns, or of the referenced ones
   */
  boolean[] present(ForeignKey key, KeySet keys) {
    boolean[] present = new boolean[keys.size()];
    session.lock(key.referenced(), LockMode.ROW_SHARE);
    ForeignKey locked = ForeignKey.of(key.entry(), session.catalog());
    int[] order = locked.keyOrder();
    var conversions = conversions(keys.types(), locked.referencedColumns());
    for (int from = 0; from < present.length; from += Batch.ROWS_MAX) {
      int to = Math.min(present.length, from + Batch.ROWS_MAX);
      Batch part = keys.batch(from, to);
      var columns = new Vector[order.length];
      for (int i = 0; i < order.length; i++) {
        Evaluator conversion = conversions[order[i]];
        columns[i] =
            conversion == null ? part.column(order[i]) : conversion.evaluate(part, null, to - from);
      }
      boolean[] found =
          session
              .transaction()
              .lockKeys(locked.referencedSchema(), locked.key(), new Batch(columns, to - from));
      System.arraycopy(found, 0, present, from, found.length);
    }
    return present;
  }

  private @Nullable Evaluator[] conversions(List<SqlType> from, List<ColumnEntry> to) {
    var conversions = new @Nullable Evaluator[from.size()];
    var compiler = new OperatorFactory(session.execution()).expressions();
    for (int i = 0; i < conversions.length; i++) {
      SqlType type = to.get(i).type();
      if (type == BuiltinTypes.BPCHAR) {
        // Stored with the blanks of its column's width, which do not count.
        var input = new Expr.Input(i, from.get(i));
        conversions[i] = compiler.compile(new Expr.TextCast(input, type, to.get(i).typmod()));
      } else if (!isStoredAlike(from.get(i), type)) {
        Expr conversion = conversion(session.catalog().functions(), i, from.get(i), type);
        if (conversion == null) {
          throw Invariant.broken("a foreign key of types that cannot be compared");
        }
        conversions[i] = compiler.compile(conversion);
      }
    }
    return conversions;
  }

  /** Whether equal values of two types are the same to storage. */
  private static boolean isStoredAlike(SqlType from, SqlType to) {
    return from == to
        || (INTEGERS.contains(from) && INTEGERS.contains(to))
        || (isText(from) && isText(to))
        || (isFloat(from) && isFloat(to));
  }

  private static boolean isText(SqlType type) {
    return type == BuiltinTypes.TEXT || type == BuiltinTypes.VARCHAR || type == BuiltinTypes.NAME;
  }

  private static boolean isFloat(SqlType type) {
    return type == BuiltinTypes.FLOAT4 || type == BuiltinTypes.FLOAT8;
  }

  /** Whether values of a referencing column can be looked up in a key of another type. */
  static boolean isComparable(FunctionRegistry functions, SqlType from, SqlType to) {
    return isStoredAlike(from, to) || conversion(functions, 0, from, to) != null;
  }

  private static @Nullable Expr conversion(
      FunctionRegistry functions, int index, SqlType from, SqlType to) {
    CastDef cast = functions.cast(from, to);
    if (cast == null || cast.context() != CastDef.Context.IMPLICIT) {
      return null;
    }
    var input = new Expr.Input(index, from);
    var function = cast.function();
    return function == null
        ? new Expr.Relabel(input, to)
        : new Expr.Call(function, List.of(input), to);
  }
}
