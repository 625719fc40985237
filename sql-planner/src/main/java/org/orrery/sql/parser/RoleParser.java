package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.BooleanLiteral;
import org.orrery.sql.parser.ast.Expression.NullLiteral;
import org.orrery.sql.parser.ast.Expression.Row;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.ObjectReference;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.RoleName;
import org.orrery.sql.parser.ast.RoleStatement;
import org.orrery.sql.parser.ast.RoleStatement.GrantPrivileges;
import org.orrery.sql.parser.ast.RoleStatement.Privilege;
import org.orrery.sql.parser.ast.Statement;

/** Roles, GRANT and REVOKE. */
final class RoleParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  RoleParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  // ---- roles

  /** CREATE ROLE, USER or GROUP after CREATE. */
  Statement create(int position) {
    boolean login = cursor.is(USER);
    cursor.advance();
    String name = cursor.nonReservedWord();
    cursor.accept(WITH);
    return new RoleStatement.CreateRole(name, login, options(), position);
  }

  /** ALTER ROLE, USER or GROUP after the object's words. */
  Statement alter(int position) {
    if (cursor.accept(ALL)) {
      return set(null, position);
    }
    RoleName role = parser.objects.roleName();
    if (cursor.accept(RENAME)) {
      cursor.expect(TO);
      var object = ObjectReference.of(new QualifiedName(List.of(role.name()), role.position()));
      return new org.orrery.sql.parser.ast.AlterStatement.RenameObject(
          ObjectKind.ROLE, object, false, cursor.nonReservedWord(), position);
    }
    if (cursor.is(IN) || cursor.is(SET) || cursor.is(RESET)) {
      return set(role, position);
    }
    if (cursor.is(ADD) || cursor.is(DROP)) {
      return parser.objects.unsupported("ALTER GROUP", position);
    }
    cursor.accept(WITH);
    return new RoleStatement.AlterRole(role, options(), position);
  }

  private Statement set(@Nullable RoleName role, int position) {
    String database = null;
    if (cursor.accept(IN)) {
      cursor.expect(DATABASE);
      database = cursor.colId();
    }
    var change = parser.settings.change(cursor.position());
    return new RoleStatement.AlterRoleSet(role, database, change, position);
  }

  private List<Option> options() {
    var options = new ArrayList<Option>();
    while (!cursor.isEnd() && !cursor.is(';')) {
      options.add(option());
    }
    return List.copyOf(options);
  }

  private Option option() {
    int position = cursor.position();
    if (!cursor.isKeyword()) {
      return attribute(position);
    }
    PgKeyword word = cursor.keyword();
    cursor.advance();
    return switch (word) {
      case ENCRYPTED -> {
        cursor.expect(PASSWORD);
        yield DdlParser.text("password", cursor.expectString(), position);
      }
      case PASSWORD -> password(position);
      case CONNECTION -> {
        cursor.expect(LIMIT);
        yield new Option(null, "connlimit", parser.expressions.signedNumber(), position);
      }
      case VALID -> {
        cursor.expect(UNTIL);
        yield DdlParser.text("validuntil", cursor.expectString(), position);
      }
      case INHERIT -> flag("inherit", true, position);
      case USER, ROLE -> roles("rolemembers", position);
      case ADMIN -> roles("adminmembers", position);
      case IN -> {
        if (!cursor.accept(ROLE)) {
          cursor.expect(GROUP);
        }
        yield roles("addroleto", position);
      }
      default -> {
        cursor.reset(cursor.mark() - 1);
        throw cursor.syntaxError();
      }
    };
  }

  private Option password(int position) {
    int start = cursor.position();
    Expression value =
        cursor.accept(NULL)
            ? new NullLiteral(start)
            : new StringLiteral(cursor.expectString(), start);
    return new Option(null, "password", value, position);
  }

  private Option attribute(int position) {
    if (cursor.kind() != TokenBuffer.IDENTIFIER) {
      throw cursor.syntaxError();
    }
    String word = cursor.text();
    if (word.equals("sysid")) {
      cursor.advance();
      return new Option(null, "sysid", parser.expressions.signedNumber(), position);
    }
    boolean on = !word.startsWith("no");
    String name =
        switch (on ? word : word.substring(2)) {
          case "superuser" -> "super";
          case "createrole" -> "createrole";
          case "createdb" -> "createdb";
          case "login" -> "canlogin";
          case "replication" -> "replication";
          case "bypassrls" -> "bypassrls";
          case "inherit" -> "inherit";
          default ->
              throw OrreryException.of(
                      SqlState.SYNTAX_ERROR, "unrecognized role option \"%s\"", word)
                  .at(position);
        };
    cursor.advance();
    return flag(name, on, position);
  }

  private static Option flag(String name, boolean value, int position) {
    return new Option(null, name, new BooleanLiteral(value, position), position);
  }

  private Option roles(String name, int position) {
    var words = new ArrayList<Expression>();
    for (RoleName role : parser.objects.roleNames()) {
      words.add(new StringLiteral(role.name(), role.position()));
    }
    return new Option(null, name, new Row(List.copyOf(words), true, position), position);
  }

  // ---- GRANT and REVOKE

  Statement grant(int position) {
    boolean grant = cursor.accept(GRANT);
    boolean grantOption = false;
    boolean adminOption = false;
    if (!grant) {
      cursor.expect(REVOKE);
      grantOption = cursor.is(GRANT) && cursor.isAhead(1, OPTION);
      adminOption = cursor.is(ADMIN) && cursor.isAhead(1, OPTION);
      if (grantOption || adminOption) {
        cursor.advance();
        cursor.expect(OPTION, FOR);
      }
    }
    boolean all = cursor.is(ALL);
    List<Privilege> privileges = privileges();
    if (!all && !cursor.is(ON)) {
      return grantRole(grant, privileges, adminOption, position);
    }
    cursor.expect(ON);
    return privileges(grant, privileges, grantOption, position);
  }

  /** Privileges; empty for ALL [PRIVILEGES]. */
  private List<Privilege> privileges() {
    if (cursor.accept(ALL)) {
      cursor.accept(PRIVILEGES);
      cursor.optionalColumnList();
      return List.of();
    }
    var list = new ArrayList<Privilege>();
    do {
      int start = cursor.position();
      boolean reserved =
          cursor.is(SELECT) || cursor.is(REFERENCES) || cursor.is(CREATE) || cursor.isColId();
      if (!reserved) {
        throw cursor.syntaxError();
      }
      String name = cursor.accept(ALTER, SYSTEM) ? "alter system" : cursor.colLabel();
      list.add(new Privilege(name, cursor.optionalColumnList(), start));
    } while (cursor.accept(','));
    return List.copyOf(list);
  }

  private Statement grantRole(
      boolean grant, List<Privilege> roles, boolean adminOption, int position) {
    cursor.expect(grant ? TO : FROM);
    List<RoleName> grantees = parser.objects.roleNames();
    boolean admin = adminOption;
    if (grant && cursor.accept(WITH)) {
      cursor.expect(ADMIN);
      cursor.expect(OPTION);
      admin = true;
    }
    RoleName grantor = grantedBy();
    boolean cascade = !grant && cursor.acceptCascade();
    return new RoleStatement.GrantRole(grant, roles, grantees, admin, grantor, cascade, position);
  }

  private @Nullable RoleName grantedBy() {
    return cursor.accept(GRANTED, BY) ? parser.objects.roleName() : null;
  }

  private Statement privileges(
      boolean grant, List<Privilege> privileges, boolean grantOption, int position) {
    boolean allInSchema = false;
    ObjectKind kind = ObjectKind.TABLE;
    var objects = new ArrayList<ObjectReference>();
    if (cursor.accept(ALL)) {
      kind = pluralKind();
      cursor.expect(IN);
      cursor.expect(SCHEMA);
      allInSchema = true;
      for (QualifiedName name : cursor.qualifiedNameList()) {
        objects.add(ObjectReference.of(name));
      }
    } else {
      kind = grantKind();
      if (kind == ObjectKind.LARGE_OBJECT) {
        return parser.objects.unsupported("GRANT ON LARGE OBJECT", position);
      }
      do {
        objects.add(parser.objects.reference(kind));
      } while (cursor.accept(','));
    }
    return finish(
        grant, privileges, kind, allInSchema, List.copyOf(objects), grantOption, position);
  }

  private GrantPrivileges finish(
      boolean grant,
      List<Privilege> privileges,
      ObjectKind kind,
      boolean allInSchema,
      List<ObjectReference> objects,
      boolean grantOption,
      int position) {
    cursor.expect(grant ? TO : FROM);
    List<RoleName> grantees = new ArrayList<>();
    do {
      cursor.accept(GROUP);
      grantees.add(parser.objects.roleName());
    } while (cursor.accept(','));
    boolean option = grantOption;
    if (grant && cursor.accept(WITH)) {
      cursor.expect(GRANT, OPTION);
      option = true;
    }
    RoleName grantor = grantedBy();
    boolean cascade = !grant && cursor.acceptCascade();
    return new GrantPrivileges(
        grant,
        privileges,
        kind,
        allInSchema,
        objects,
        List.copyOf(grantees),
        option,
        grantor,
        cascade,
        position);
  }

  private ObjectKind pluralKind() {
    if (!cursor.isKeyword()) {
      throw cursor.syntaxError();
    }
    ObjectKind kind =
        switch (cursor.keyword()) {
          case TABLES -> ObjectKind.TABLE;
          case SEQUENCES -> ObjectKind.SEQUENCE;
          case FUNCTIONS -> ObjectKind.FUNCTION;
          case PROCEDURES -> ObjectKind.PROCEDURE;
          case ROUTINES -> ObjectKind.ROUTINE;
          case TYPES -> ObjectKind.TYPE;
          case SCHEMAS -> ObjectKind.SCHEMA;
          default -> throw cursor.syntaxError();
        };
    cursor.advance();
    return kind;
  }

  private ObjectKind grantKind() {
    if (!cursor.isKeyword()) {
      return ObjectKind.TABLE;
    }
    return switch (cursor.keyword()) {
      case TABLE, SEQUENCE, FUNCTION, PROCEDURE, ROUTINE, DATABASE, DOMAIN, LANGUAGE, SCHEMA ->
          parser.objects.kind();
      case TABLESPACE, TYPE, LARGE -> parser.objects.kind();
      case FOREIGN -> {
        cursor.advance();
        if (cursor.accept(SERVER)) {
          yield ObjectKind.SERVER;
        }
        cursor.expect(DATA, WRAPPER);
        yield ObjectKind.FOREIGN_DATA_WRAPPER;
      }
      case PARAMETER -> {
        cursor.advance();
        yield ObjectKind.PARAMETER;
      }
      default -> ObjectKind.TABLE;
    };
  }

  /** ALTER DEFAULT PRIVILEGES after these words. */
  Statement defaultPrivileges(int position) {
    List<RoleName> roles = List.of();
    List<String> schemas = List.of();
    while (cursor.is(IN) || cursor.is(FOR)) {
      if (cursor.accept(IN)) {
        cursor.expect(SCHEMA);
        schemas = cursor.nameList();
      } else {
        cursor.expect(FOR);
        if (!cursor.accept(ROLE)) {
          cursor.expect(USER);
        }
        roles = parser.objects.roleNames();
      }
    }
    int start = cursor.position();
    boolean grant = cursor.accept(GRANT);
    boolean grantOption = false;
    if (!grant) {
      cursor.expect(REVOKE);
      if (cursor.accept(GRANT, OPTION)) {
        cursor.expect(FOR);
        grantOption = true;
      }
    }
    List<Privilege> privileges = privileges();
    cursor.expect(ON);
    ObjectKind kind = pluralKind();
    GrantPrivileges privilege =
        finish(grant, privileges, kind, false, List.of(), grantOption, start);
    return new RoleStatement.AlterDefaultPrivileges(roles, schemas, privilege, position);
  }

  Statement reassign(int position) {
    cursor.expect(REASSIGN, OWNED);
    cursor.expect(BY);
    List<RoleName> roles = parser.objects.roleNames();
    cursor.expect(TO);
    return new RoleStatement.ReassignOwned(roles, parser.objects.roleName(), position);
  }
}
