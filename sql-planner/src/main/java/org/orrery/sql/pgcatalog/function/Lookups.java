package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.EvaluationContext;

/** Objects by name: the family of {@code to_regclass}. */
final class Lookups {

  private Lookups() {}

  static void addTo(Contributions to) {
    for (SqlType type :
        List.of(
            BuiltinTypes.REGCLASS,
            BuiltinTypes.REGTYPE,
            BuiltinTypes.REGPROC,
            BuiltinTypes.REGPROCEDURE,
            BuiltinTypes.REGOPER,
            BuiltinTypes.REGOPERATOR,
            BuiltinTypes.REGNAMESPACE,
            BuiltinTypes.REGROLE,
            BuiltinTypes.REGCOLLATION)) {
      to.count(
          "to_" + type.name() + "(text)",
          (context, a, row) -> {
            long oid = find(context, type, textAt(a, 0, row));
            return oid == 0 ? null : Long.valueOf(oid);
          });
    }
  }

  /** The OID of a name, 0 when there is no such object or more than one. */
  private static long find(EvaluationContext context, SqlType type, String name) {
    try {
      return context.format().names().oidOf(type, name);
    } catch (OrreryException e) {
      if (e.state() == SqlState.AMBIGUOUS_FUNCTION) {
        return 0;
      }
      throw e;
    }
  }

  /** A relation that a text names, as in {@code 'a.b'}. */
  static int relation(EvaluationContext context, String name) {
    long oid = context.format().names().oidOf(BuiltinTypes.REGCLASS, name);
    if (oid == 0) {
      throw OrreryException.of(SqlState.UNDEFINED_TABLE, "relation \"%s\" does not exist", name);
    }
    return (int) oid;
  }
}
