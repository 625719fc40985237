package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.AlterStatement;
import org.orrery.sql.parser.ast.AlterTableCommand;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.ObjectReference;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.UtilityStatement.SetVariable;

/** ALTER, but for the sub-commands of ALTER TABLE, which {@link AlterTableParser} reads. */
final class AlterParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  AlterParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  Statement alter(int position) {
    cursor.expect(ALTER);
    if (cursor.accept(SYSTEM)) {
      return new AlterStatement.AlterSystem(parser.settings.change(cursor.position()), position);
    }
    if (cursor.accept(DEFAULT)) {
      cursor.expect(PRIVILEGES);
      return parser.roles.defaultPrivileges(position);
    }
    ObjectKind kind = parser.objects.kind();
    return switch (kind) {
      case TABLE, INDEX, SEQUENCE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE ->
          relation(kind, position);
      case TYPE -> type(position);
      case ROLE -> parser.roles.alter(position);
      case EXTENSION -> extension(position);
      case DATABASE -> database(position);
      case USER_MAPPING, LARGE_OBJECT, PARAMETER, COLUMN, CONSTRAINT, CAST, TRANSFORM ->
          parser.objects.unsupported("ALTER " + kind.sql(), position);
      case OPERATOR, OPERATOR_CLASS, OPERATOR_FAMILY ->
          parser.objects.unsupported("ALTER " + kind.sql(), position);
      default -> generic(kind, position);
    };
  }

  // ---- relations

  private Statement relation(ObjectKind kind, int position) {
    if (cursor.is(ALL) && cursor.isAhead(1, IN) && cursor.isAhead(2, TABLESPACE)) {
      return parser.objects.unsupported("ALTER " + kind.sql() + " ALL IN TABLESPACE", position);
    }
    boolean ifExists = cursor.acceptIfExists();
    var relation = parser.tables.relation();
    QualifiedName name = relation.name();
    boolean only = relation.only();
    if (cursor.is(RENAME)) {
      return rename(kind, name, only, ifExists, position);
    }
    if (cursor.accept(SET, SCHEMA)) {
      return new AlterStatement.SetSchema(
          kind, ObjectReference.of(name), ifExists, cursor.colId(), position);
    }
    if (kind == ObjectKind.SEQUENCE && parser.sequences.startsClause()) {
      return new AlterStatement.AlterSequence(name, ifExists, parser.sequences.options(), position);
    }
    if (cursor.is(DEPENDS) || (cursor.is(NO) && cursor.isAhead(1, DEPENDS))) {
      return parser.objects.unsupported("ALTER " + kind.sql() + " DEPENDS", position);
    }
    var commands = new ArrayList<AlterTableCommand>();
    do {
      commands.add(parser.alterTables.command(kind));
    } while (cursor.accept(','));
    return new AlterStatement.AlterTable(
        kind, name, only, ifExists, List.copyOf(commands), position);
  }

  private Statement rename(
      ObjectKind kind, QualifiedName name, boolean only, boolean ifExists, int position) {
    cursor.expect(RENAME);
    if (cursor.accept(TO)) {
      return new AlterStatement.RenameObject(
          kind, ObjectReference.of(name), ifExists, cursor.colId(), position);
    }
    boolean constraint = cursor.accept(CONSTRAINT);
    if (!constraint) {
      cursor.accept(kind == ObjectKind.TYPE ? ATTRIBUTE : COLUMN);
    }
    String member = cursor.colId();
    cursor.expect(TO);
    String newName = cursor.colId();
    if (kind == ObjectKind.TYPE) {
      cursor.acceptCascade();
    }
    return new AlterStatement.RenameMember(
        kind, name, only, ifExists, constraint, member, newName, position);
  }

  // ---- types

  private Statement type(int position) {
    QualifiedName name = cursor.anyName();
    if (cursor.accept(ADD, VALUE)) {
      return addValue(name, position);
    }
    if (cursor.is(RENAME) && cursor.isAhead(1, VALUE)) {
      cursor.expect(RENAME, VALUE);
      String old = cursor.expectString();
      cursor.expect(TO);
      return new AlterStatement.RenameEnumValue(name, old, cursor.expectString(), position);
    }
    if (cursor.is(RENAME)) {
      return rename(ObjectKind.TYPE, name, false, false, position);
    }
    Statement common = ownerOrSchema(ObjectKind.TYPE, ObjectReference.of(name), position);
    if (common != null) {
      return common;
    }
    if (cursor.is(SET)) {
      return parser.objects.unsupported("ALTER TYPE SET", position);
    }
    var commands = new ArrayList<AlterTableCommand>();
    do {
      commands.add(parser.alterTables.command(ObjectKind.TYPE));
    } while (cursor.accept(','));
    return new AlterStatement.AlterTable(
        ObjectKind.TYPE, name, false, false, List.copyOf(commands), position);
  }

  private Statement addValue(QualifiedName name, int position) {
    boolean ifNotExists = cursor.acceptIfNotExists();
    String label = cursor.expectString();
    String neighbor = null;
    boolean after = cursor.accept(AFTER);
    if (after || cursor.accept(BEFORE)) {
      neighbor = cursor.expectString();
    }
    return new AlterStatement.AddEnumValue(name, label, ifNotExists, neighbor, after, position);
  }

  /** OWNER TO and SET SCHEMA, or null. */
  private @Nullable Statement ownerOrSchema(ObjectKind kind, ObjectReference object, int position) {
    if (cursor.accept(OWNER)) {
      cursor.expect(TO);
      return new AlterStatement.ChangeOwner(kind, object, parser.objects.roleName(), position);
    }
    if (cursor.accept(SET, SCHEMA)) {
      return new AlterStatement.SetSchema(kind, object, false, cursor.colId(), position);
    }
    return null;
  }

  // ---- others

  private Statement generic(ObjectKind kind, int position) {
    if (cursor.acceptIfExists()) {
      return parser.objects.unsupported("ALTER " + kind.sql(), position);
    }
    ObjectReference object = parser.objects.reference(kind);
    if (cursor.accept(RENAME, TO)) {
      return new AlterStatement.RenameObject(kind, object, false, cursor.colId(), position);
    }
    Statement common = ownerOrSchema(kind, object, position);
    if (common != null) {
      return common;
    }
    if (cursor.isEnd() || cursor.is(';')) {
      throw cursor.syntaxError();
    }
    return parser.objects.unsupported("ALTER " + kind.sql(), position);
  }

  private Statement extension(int position) {
    int start = cursor.position();
    String name = cursor.colId();
    if (cursor.accept(UPDATE)) {
      String version = cursor.accept(TO) ? cursor.wordOrString() : null;
      return new AlterStatement.AlterExtension(name, version, position);
    }
    if (cursor.accept(SET, SCHEMA)) {
      var object = ObjectReference.of(new QualifiedName(List.of(name), start));
      return new AlterStatement.SetSchema(
          ObjectKind.EXTENSION, object, false, cursor.colId(), position);
    }
    if (!cursor.is(ADD) && !cursor.is(DROP)) {
      throw cursor.syntaxError();
    }
    return parser.objects.unsupported("ALTER EXTENSION", position);
  }

  private Statement database(int position) {
    int start = cursor.position();
    String name = cursor.colId();
    var object = ObjectReference.of(new QualifiedName(List.of(name), start));
    if (cursor.accept(RENAME, TO)) {
      return new AlterStatement.RenameObject(
          ObjectKind.DATABASE, object, false, cursor.colId(), position);
    }
    if (cursor.is(OWNER) && cursor.isAhead(1, TO)) {
      cursor.expect(OWNER, TO);
      return new AlterStatement.ChangeOwner(
          ObjectKind.DATABASE, object, parser.objects.roleName(), position);
    }
    if (cursor.accept(REFRESH)) {
      return parser.objects.unsupported("ALTER DATABASE REFRESH COLLATION VERSION", position);
    }
    if (cursor.is(SET) && cursor.isAhead(1, TABLESPACE)) {
      return parser.objects.unsupported("ALTER DATABASE SET TABLESPACE", position);
    }
    if (cursor.is(SET) || cursor.is(RESET)) {
      var change = parser.settings.change(cursor.position());
      if (change instanceof SetVariable || !cursor.is(',')) {
        return new AlterStatement.AlterDatabaseSet(name, change, position);
      }
    }
    cursor.accept(WITH);
    return new AlterStatement.AlterDatabase(name, parser.ddl.databaseOptions(), position);
  }
}
