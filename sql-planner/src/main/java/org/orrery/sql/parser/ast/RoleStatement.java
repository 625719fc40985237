package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Roles and privileges. */
public sealed interface RoleStatement extends Statement {

  /**
   * CREATE ROLE, USER or GROUP.
   *
   * @param login whether CREATE USER was written
   * @param options canlogin, superuser, password … with BooleanLiterals or values, as pg_authid
   *     names them without {@code rol}; role lists ({@code rolemembers}, {@code addroleto}, {@code
   *     adminmembers}) are Rows
   */
  record CreateRole(String name, boolean login, List<Option> options, int position)
      implements RoleStatement {}

  /** ALTER ROLE … options. */
  record AlterRole(RoleName role, List<Option> options, int position) implements RoleStatement {}

  /** ALTER ROLE … SET or RESET; {@code role} null for ALL. */
  record AlterRoleSet(
      @Nullable RoleName role,
      @Nullable String database,
      UtilityStatement.VariableStatement change,
      int position)
      implements RoleStatement {}

  /** DROP ROLE. */
  record DropRole(List<RoleName> roles, boolean ifExists, int position) implements RoleStatement {}

  /**
   * GRANT or REVOKE of privileges.
   *
   * @param privileges empty for ALL PRIVILEGES
   * @param allInSchema ALL … IN SCHEMA: the objects are schemas
   * @param grantOption WITH GRANT OPTION, or GRANT OPTION FOR
   */
  record GrantPrivileges(
      boolean grant,
      List<Privilege> privileges,
      ObjectKind kind,
      boolean allInSchema,
      List<ObjectReference> objects,
      List<RoleName> grantees,
      boolean grantOption,
      @Nullable RoleName grantedBy,
      boolean cascade,
      int position)
      implements RoleStatement {}

  /** A privilege's name in lower case, with the columns it is limited to. */
  record Privilege(String name, List<String> columns, int position) implements AstNode {}

  /** GRANT or REVOKE of roles. */
  record GrantRole(
      boolean grant,
      List<Privilege> roles,
      List<RoleName> grantees,
      boolean adminOption,
      @Nullable RoleName grantedBy,
      boolean cascade,
      int position)
      implements RoleStatement {}

  /** ALTER DEFAULT PRIVILEGES; the grant's {@code objects} are empty. */
  record AlterDefaultPrivileges(
      List<RoleName> roles, List<String> schemas, GrantPrivileges grant, int position)
      implements RoleStatement {}

  /** REASSIGN OWNED BY … TO. */
  record ReassignOwned(List<RoleName> roles, RoleName newOwner, int position)
      implements RoleStatement {}

  /** DROP OWNED BY. */
  record DropOwned(List<RoleName> roles, boolean cascade, int position) implements RoleStatement {}
}
