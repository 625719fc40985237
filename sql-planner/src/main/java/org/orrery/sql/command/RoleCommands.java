package org.orrery.sql.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.RoleName;
import org.orrery.sql.parser.ast.RoleStatement;
import org.orrery.sql.session.SessionAccess;

/** CREATE, ALTER and DROP ROLE. Privileges are not granted one by one yet. */
final class RoleCommands {

  private final SessionAccess session;

  RoleCommands(SessionAccess session) {
    this.session = session;
  }

  String run(RoleStatement statement) {
    return switch (statement) {
      case RoleStatement.CreateRole create -> {
        session.checkWritable("CREATE ROLE");
        yield create(create);
      }
      case RoleStatement.AlterRole alter -> {
        session.checkWritable("ALTER ROLE");
        yield alter(alter);
      }
      case RoleStatement.DropRole drop -> {
        session.checkWritable("DROP ROLE");
        yield drop(drop);
      }
      case RoleStatement.AlterRoleSet other ->
          throw CommandRunner.unsupported("ALTER ROLE SET", other);
      case RoleStatement.GrantPrivileges other ->
          throw CommandRunner.unsupported(other.grant() ? "GRANT" : "REVOKE", other);
      case RoleStatement.GrantRole other ->
          throw CommandRunner.unsupported(other.grant() ? "GRANT" : "REVOKE", other);
      case RoleStatement.AlterDefaultPrivileges other ->
          throw CommandRunner.unsupported("ALTER DEFAULT PRIVILEGES", other);
      case RoleStatement.ReassignOwned other ->
          throw CommandRunner.unsupported("REASSIGN OWNED", other);
      case RoleStatement.DropOwned other -> throw CommandRunner.unsupported("DROP OWNED", other);
    };
  }

  private String create(RoleStatement.CreateRole create) {
    if (session.catalog().role(create.name()) != null) {
      throw OrreryException.of(
          SqlState.DUPLICATE_OBJECT, "role \"%s\" already exists", create.name());
    }
    int oid = (int) session.tables().catalog().allocateOids(1);
    var role = new RoleEntry(oid, create.name(), false, create.login(), null);
    session.apply(new CatalogChange(session.catalog()).put(with(role, create.options())));
    return "CREATE ROLE";
  }

  private String alter(RoleStatement.AlterRole alter) {
    RoleEntry role = role(alter.role());
    session.apply(new CatalogChange(session.catalog()).put(with(role, alter.options())));
    return "ALTER ROLE";
  }

  private RoleEntry role(RoleName name) {
    String wanted = name.kind() == RoleName.Kind.NAMED ? name.name() : session.currentUser();
    RoleEntry role = session.catalog().role(wanted);
    if (role == null) {
      throw OrreryException.of(SqlState.UNDEFINED_OBJECT, "role \"%s\" does not exist", wanted);
    }
    return role;
  }

  private RoleEntry with(RoleEntry role, List<Option> options) {
    boolean isSuperuser = role.isSuperuser();
    boolean canLogin = role.canLogin();
    String verifier = role.passwordVerifier();
    for (Option option : options) {
      switch (option.name()) {
        case "superuser" -> isSuperuser = isTrue(option);
        case "canlogin" -> canLogin = isTrue(option);
        case "password" -> verifier = verifier(option.text());
        case "createdb",
            "createrole",
            "inherit",
            "isreplication",
            "bypassrls",
            "connectionlimit",
            "validUntil",
            "validuntil",
            "sysid" -> {
          // Rights that nothing asks for yet.
        }
        default ->
            throw OrreryException.notSupported("role option \"%s\" is not supported", option.name())
                .at(option.position());
      }
    }
    return new RoleEntry(role.oid(), role.name(), isSuperuser, canLogin, verifier);
  }

  private static boolean isTrue(Option option) {
    return !(option.value() instanceof Expression.BooleanLiteral literal) || literal.value();
  }

  private @Nullable String verifier(@Nullable String password) {
    if (password == null || password.isEmpty()) {
      return null;
    }
    return ScramVerifier.isVerifier(password)
        ? password
        : ScramVerifier.of(password, session.planning().evaluation().rng());
  }

  private String drop(RoleStatement.DropRole drop) {
    var change = new CatalogChange(session.catalog());
    boolean isAny = false;
    for (RoleName name : drop.roles()) {
      RoleEntry role = session.catalog().role(name.name());
      if (role == null && drop.ifExists()) {
        session.notice(
            org.orrery.base.error.Notice.notice(
                "role \"" + name.name() + "\" does not exist, skipping"));
        continue;
      }
      role = role(name);
      if (role.name().equals(session.currentUser())) {
        throw OrreryException.of(SqlState.OBJECT_IN_USE, "current user cannot be dropped");
      }
      if (role.oid() == SystemSchemas.POSTGRES_ROLE) {
        throw OrreryException.of(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop role %s because it is required by the database system",
            role.name());
      }
      change.remove(role);
      isAny = true;
    }
    if (isAny) {
      session.apply(change);
    }
    return "DROP ROLE";
  }
}
