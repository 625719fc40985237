package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.sql.pgcatalog.relation.IndexColumns;

/** {@code has_column_privilege}: role by name or OID or none, table and column by either. */
final class ColumnPrivileges {

  private ColumnPrivileges() {}

  static void addTo(Contributions to) {
    for (String role : List.of("", "name,", "oid,")) {
      for (String table : List.of("text", "oid")) {
        for (String column : List.of("text", "int2")) {
          to.answer(
              "has_column_privilege(" + role + table + "," + column + ",text)",
              ColumnPrivileges::answer);
        }
      }
    }
  }

  private static @Nullable Boolean answer(EvaluationContext context, Vector[] arguments, int row) {
    int first = arguments.length - 3;
    RoleEntry role =
        Privileges.role(
            context,
            first == 0 ? null : arguments[0],
            row,
            first == 0 ? null : arguments[0] instanceof BytesVector);
    int oid =
        arguments[first] instanceof BytesVector
            ? Lookups.relation(context, textAt(arguments, first, row))
            : (int) longAt(arguments, first, row);
    Relation relation = SessionInfo.of(context).catalog().relation(oid);
    Integer owner = PrivilegeTarget.relationOwner(SessionInfo.of(context).catalog(), oid);
    List<String> wanted =
        Privileges.privileges(
            textAt(arguments, first + 2, row), PrivilegeTarget.ANY_COLUMN.privileges());
    if (relation == null || owner == null || !hasColumn(relation, arguments[first + 1], row)) {
      return null;
    }
    return Privileges.may(
        role, owner, wanted, relation instanceof SystemRelation ? Set.of("SELECT") : Set.of());
  }

  private static boolean hasColumn(Relation relation, Vector argument, int row) {
    Vector[] column = {argument};
    if (!(argument instanceof BytesVector)) {
      return IndexColumns.column(relation, intAt(column, 0, row)) != null;
    }
    String name = textAt(column, 0, row);
    if (relation.columns().stream().map(ColumnEntry::name).noneMatch(name::equals)) {
      throw OrreryException.of(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          name,
          relation.name());
    }
    return true;
  }
}
