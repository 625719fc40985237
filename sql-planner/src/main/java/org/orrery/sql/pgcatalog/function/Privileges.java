package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.SessionInfo;

/**
 * The family of {@code has_table_privilege}. There are no grants: owners and superusers may do
 * everything, others what PostgreSQL gives to PUBLIC.
 */
final class Privileges {

  private static final String GRANT = " WITH GRANT OPTION";
  private static final Set<String> ROLE_PRIVILEGES = Set.of("USAGE", "MEMBER");

  private Privileges() {}

  static void addTo(Contributions to) {
    for (PrivilegeTarget target : PrivilegeTarget.values()) {
      String name = "has_" + target.functionName() + "_privilege";
      for (String object : List.of("text", "oid")) {
        boolean isText = object.equals("text");
        to.answer(
            name + "(" + object + ",text)",
            (context, a, row) -> answer(context, a, row, target, isText, null));
        for (String role : List.of("name", "oid")) {
          boolean isName = role.equals("name");
          to.answer(
              name + "(" + role + "," + object + ",text)",
              (context, a, row) -> answer(context, a, row, target, isText, isName));
        }
      }
    }
    ColumnPrivileges.addTo(to);
    for (String role : List.of("name", "oid")) {
      to.answer("pg_has_role(" + role + ",text)", (context, a, row) -> hasRole(context, a, row));
      for (String user : List.of("name", "oid")) {
        to.answer(
            "pg_has_role(" + user + "," + role + ",text)",
            (context, a, row) -> hasRole(context, a, row));
      }
    }
  }

  /**
   * One answer.
   *
   * @param isText whether the object is named rather than numbered
   * @param isRoleName whether the first argument is a role's name (true) or OID (false); null for
   *     none
   */
  private static @Nullable Boolean answer(
      EvaluationContext context,
      Vector[] arguments,
      int row,
      PrivilegeTarget target,
      boolean isText,
      @Nullable Boolean isRoleName) {
    int first = isRoleName == null ? 0 : 1;
    RoleEntry role = role(context, isRoleName == null ? null : arguments[0], row, isRoleName);
    Integer owner =
        isText
            ? Integer.valueOf(target.ownerByName(context, textAt(arguments, first, row)))
            : target.ownerByOid(context, (int) longAt(arguments, first, row));
    List<String> wanted = privileges(textAt(arguments, first + 1, row), target.privileges());
    if (owner == null) {
      return null;
    }
    return may(
        role, owner, wanted, target.publicPrivileges(context, arguments, first, row, isText));
  }

  /** Whether a role that may not exist has any of the privileges. */
  static boolean may(
      @Nullable RoleEntry role, int owner, List<String> wanted, Set<String> ofPublic) {
    if (role != null && (role.isSuperuser() || role.oid() == owner)) {
      return true;
    }
    return wanted.stream().anyMatch(ofPublic::contains);
  }

  /** The role that is asked about; null for a number that no role has. */
  static @Nullable RoleEntry role(
      EvaluationContext context, @Nullable Vector argument, int row, @Nullable Boolean isName) {
    SessionInfo session = SessionInfo.of(context);
    if (argument == null || isName == null) {
      return named(session.catalog(), session.currentUser());
    }
    return isName
        ? named(session.catalog(), textAt(new Vector[] {argument}, 0, row))
        : numbered(session.catalog(), (int) longAt(new Vector[] {argument}, 0, row));
  }

  private static RoleEntry named(Catalog catalog, String name) {
    RoleEntry role = catalog.role(name);
    if (role == null) {
      throw OrreryException.of(SqlState.UNDEFINED_OBJECT, "role \"%s\" does not exist", name);
    }
    return role;
  }

  private static @Nullable RoleEntry numbered(Catalog catalog, int oid) {
    return catalog.roles().stream().filter(role -> role.oid() == oid).findFirst().orElse(null);
  }

  /** The privileges in a list such as {@code select, insert with grant option}. */
  static List<String> privileges(String text, Set<String> known) {
    return List.of(text.split(",", -1)).stream()
        .map(
            part -> {
              String word = part.trim().toUpperCase(Locale.ROOT);
              String plain =
                  word.endsWith(GRANT) ? word.substring(0, word.length() - GRANT.length()) : word;
              if (!known.contains(plain)) {
                throw OrreryException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "unrecognized privilege type: \"%s\"",
                    part.trim());
              }
              return word;
            })
        .toList();
  }

  /** Whether a role is another one or a superuser; there are no memberships. */
  private static boolean hasRole(EvaluationContext context, Vector[] arguments, int row) {
    int last = arguments.length - 1;
    boolean hasUser = arguments.length == 3;
    RoleEntry user =
        role(context, hasUser ? arguments[0] : null, row, hasUser ? isName(arguments[0]) : null);
    RoleEntry role = role(context, arguments[last - 1], row, isName(arguments[last - 1]));
    for (String part : textAt(arguments, last, row).split(",", -1)) {
      String word = part.trim().toUpperCase(Locale.ROOT);
      int option = word.indexOf(" WITH ");
      if (!ROLE_PRIVILEGES.contains(option < 0 ? word : word.substring(0, option))) {
        throw OrreryException.of(
            SqlState.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"%s\"", part.trim());
      }
    }
    return user != null && (user.isSuperuser() || user.equals(role));
  }

  private static boolean isName(Vector argument) {
    return argument instanceof BytesVector;
  }
}
