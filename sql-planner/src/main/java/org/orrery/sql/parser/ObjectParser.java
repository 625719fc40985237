package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.DdlStatement;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.ObjectReference;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.RoleName;
import org.orrery.sql.parser.ast.RoleStatement;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.parser.ast.UtilityStatement.UnsupportedStatement;

/** Statements that name objects of any kind: DROP, COMMENT, SECURITY LABEL, TRUNCATE. */
final class ObjectParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  ObjectParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** The words of an object kind, consumed. */
  ObjectKind kind() {
    if (!cursor.isKeyword()) {
      throw cursor.syntaxError();
    }
    PgKeyword word = cursor.keyword();
    ObjectKind simple = simpleKind(word);
    if (simple != null) {
      cursor.advance();
      return simple;
    }
    cursor.advance();
    return switch (word) {
      case ACCESS -> then(METHOD, ObjectKind.ACCESS_METHOD);
      case EVENT -> then(TRIGGER, ObjectKind.EVENT_TRIGGER);
      case MATERIALIZED -> then(VIEW, ObjectKind.MATERIALIZED_VIEW);
      case PROCEDURAL -> then(LANGUAGE, ObjectKind.LANGUAGE);
      case LARGE -> then(OBJECT, ObjectKind.LARGE_OBJECT);
      case FOREIGN -> {
        if (cursor.accept(TABLE)) {
          yield ObjectKind.FOREIGN_TABLE;
        }
        cursor.expect(DATA);
        yield then(WRAPPER, ObjectKind.FOREIGN_DATA_WRAPPER);
      }
      case OPERATOR -> {
        if (cursor.accept(CLASS)) {
          yield ObjectKind.OPERATOR_CLASS;
        }
        yield cursor.accept(FAMILY) ? ObjectKind.OPERATOR_FAMILY : ObjectKind.OPERATOR;
      }
      case USER -> cursor.accept(MAPPING) ? ObjectKind.USER_MAPPING : ObjectKind.ROLE;
      case TEXT -> textSearch();
      default -> {
        cursor.reset(cursor.mark() - 1);
        throw cursor.syntaxError();
      }
    };
  }

  private ObjectKind then(PgKeyword word, ObjectKind kind) {
    cursor.expect(word);
    return kind;
  }

  private ObjectKind textSearch() {
    cursor.expect(SEARCH);
    if (cursor.accept(CONFIGURATION)) {
      return ObjectKind.TEXT_SEARCH_CONFIGURATION;
    }
    if (cursor.accept(DICTIONARY)) {
      return ObjectKind.TEXT_SEARCH_DICTIONARY;
    }
    if (cursor.accept(PARSER)) {
      return ObjectKind.TEXT_SEARCH_PARSER;
    }
    return then(TEMPLATE, ObjectKind.TEXT_SEARCH_TEMPLATE);
  }

  private static @Nullable ObjectKind simpleKind(PgKeyword word) {
    return switch (word) {
      case AGGREGATE -> ObjectKind.AGGREGATE;
      case CAST -> ObjectKind.CAST;
      case COLLATION -> ObjectKind.COLLATION;
      case COLUMN -> ObjectKind.COLUMN;
      case CONSTRAINT -> ObjectKind.CONSTRAINT;
      case CONVERSION -> ObjectKind.CONVERSION;
      case DATABASE -> ObjectKind.DATABASE;
      case DOMAIN -> ObjectKind.DOMAIN;
      case EXTENSION -> ObjectKind.EXTENSION;
      case FUNCTION -> ObjectKind.FUNCTION;
      case GROUP, ROLE -> ObjectKind.ROLE;
      case INDEX -> ObjectKind.INDEX;
      case LANGUAGE -> ObjectKind.LANGUAGE;
      case POLICY -> ObjectKind.POLICY;
      case PROCEDURE -> ObjectKind.PROCEDURE;
      case PUBLICATION -> ObjectKind.PUBLICATION;
      case ROUTINE -> ObjectKind.ROUTINE;
      case RULE -> ObjectKind.RULE;
      case SCHEMA -> ObjectKind.SCHEMA;
      case SEQUENCE -> ObjectKind.SEQUENCE;
      case SERVER -> ObjectKind.SERVER;
      case STATISTICS -> ObjectKind.STATISTICS;
      case SUBSCRIPTION -> ObjectKind.SUBSCRIPTION;
      case TABLE -> ObjectKind.TABLE;
      case TABLESPACE -> ObjectKind.TABLESPACE;
      case TRANSFORM -> ObjectKind.TRANSFORM;
      case TRIGGER -> ObjectKind.TRIGGER;
      case TYPE -> ObjectKind.TYPE;
      case VIEW -> ObjectKind.VIEW;
      default -> null;
    };
  }

  // ---- DROP

  Statement drop(int position) {
    cursor.expect(DROP);
    if (cursor.accept(OWNED)) {
      cursor.expect(BY);
      List<RoleName> roles = roleNames();
      return new RoleStatement.DropOwned(roles, cursor.acceptCascade(), position);
    }
    ObjectKind kind = kind();
    return switch (kind) {
      case DATABASE -> dropDatabase(position);
      case ROLE -> {
        boolean ifExists = cursor.acceptIfExists();
        yield new RoleStatement.DropRole(roleNames(), ifExists, position);
      }
      case CAST, TRANSFORM, USER_MAPPING, OPERATOR, OPERATOR_CLASS, OPERATOR_FAMILY, TABLESPACE ->
          unsupported("DROP " + kind.sql(), position);
      case COLUMN, CONSTRAINT, LARGE_OBJECT, PARAMETER -> {
        cursor.reset(cursor.mark() - 1);
        throw cursor.syntaxError();
      }
      default -> dropObjects(kind, position);
    };
  }

  private Statement dropObjects(ObjectKind kind, int position) {
    boolean concurrently = kind == ObjectKind.INDEX && cursor.accept(CONCURRENTLY);
    boolean ifExists = cursor.acceptIfExists();
    var objects = new ArrayList<ObjectReference>();
    do {
      objects.add(reference(kind));
    } while (cursor.accept(','));
    boolean cascade = cursor.acceptCascade();
    return new DdlStatement.Drop(
        kind, List.copyOf(objects), concurrently, ifExists, cascade, position);
  }

  private Statement dropDatabase(int position) {
    boolean ifExists = cursor.acceptIfExists();
    String name = cursor.colId();
    boolean force = false;
    boolean with = cursor.accept(WITH);
    if (with || cursor.is('(')) {
      cursor.expect('(');
      do {
        cursor.expect(FORCE);
        force = true;
      } while (cursor.accept(','));
      cursor.expect(')');
    }
    return new DdlStatement.DropDatabase(name, ifExists, force, position);
  }

  /** One object of {@code kind}, with the arguments or the table that its kind needs. */
  ObjectReference reference(ObjectKind kind) {
    int position = cursor.position();
    return switch (kind) {
      case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> function(position);
      case TRIGGER, POLICY, RULE -> {
        QualifiedName name = new QualifiedName(List.of(cursor.colId()), position);
        cursor.expect(ON);
        yield new ObjectReference(name, null, cursor.anyName(), position);
      }
      case TYPE, DOMAIN -> {
        TypeName type = parser.types.typeName();
        yield ObjectReference.of(new QualifiedName(type.names(), position));
      }
      default -> ObjectReference.of(cursor.anyName());
    };
  }

  /** function_with_argtypes; argument names and modes are read over. */
  private ObjectReference function(int position) {
    QualifiedName name = parser.tables.functionName();
    if (!cursor.accept('(')) {
      return new ObjectReference(name, null, null, position);
    }
    var types = new ArrayList<TypeName>();
    if (cursor.accept('*')) {
      cursor.expect(')');
      return new ObjectReference(name, List.of(), null, position);
    }
    if (!cursor.is(')')) {
      do {
        DdlStatement.FunctionParameter parameter = parser.routines.parameter(false);
        if (parameter.mode() != DdlStatement.ParameterMode.OUT) {
          types.add(parameter.type());
        }
      } while (cursor.accept(','));
    }
    cursor.expect(')');
    return new ObjectReference(name, List.copyOf(types), null, position);
  }

  // ---- COMMENT and SECURITY LABEL

  Statement comment(int position) {
    cursor.expect(COMMENT, ON);
    ObjectKind kind = kind();
    switch (kind) {
      case CAST, TRANSFORM, OPERATOR, OPERATOR_CLASS, OPERATOR_FAMILY, LARGE_OBJECT -> {
        return unsupported("COMMENT ON " + kind.sql(), position);
      }
      default -> {}
    }
    ObjectReference object;
    if (kind == ObjectKind.CONSTRAINT) {
      int start = cursor.position();
      QualifiedName name = new QualifiedName(List.of(cursor.colId()), start);
      cursor.expect(ON);
      cursor.accept(DOMAIN);
      object = new ObjectReference(name, null, cursor.anyName(), start);
    } else {
      object = reference(kind);
    }
    cursor.expect(IS);
    String text = cursor.accept(NULL) ? null : cursor.expectString();
    return new DdlStatement.Comment(kind, object, text, position);
  }

  Statement securityLabel(int position) {
    cursor.expect(SECURITY, LABEL);
    String provider = cursor.accept(FOR) ? cursor.wordOrString() : null;
    cursor.expect(ON);
    ObjectKind kind = kind();
    if (kind == ObjectKind.LARGE_OBJECT) {
      return unsupported("SECURITY LABEL", position);
    }
    ObjectReference object = reference(kind);
    cursor.expect(IS);
    String label = cursor.accept(NULL) ? null : cursor.expectString();
    return new DdlStatement.SecurityLabel(provider, kind, object, label, position);
  }

  // ---- TRUNCATE

  Statement truncate(int position) {
    cursor.expect(TRUNCATE);
    cursor.accept(TABLE);
    List<TableRef.Relation> tables = relations();
    boolean restart = false;
    if (cursor.accept(RESTART)) {
      cursor.expect(IDENTITY);
      restart = true;
    } else if (cursor.accept(CONTINUE)) {
      cursor.expect(IDENTITY);
    }
    return new DdlStatement.Truncate(tables, restart, cursor.acceptCascade(), position);
  }

  /** relation_expr_list. */
  List<TableRef.Relation> relations() {
    var list = new ArrayList<TableRef.Relation>();
    do {
      list.add(parser.tables.relation());
    } while (cursor.accept(','));
    return List.copyOf(list);
  }

  // ---- roles

  /** RoleSpec. */
  RoleName roleName() {
    int position = cursor.position();
    if (cursor.accept(CURRENT_ROLE)) {
      return new RoleName(RoleName.Kind.CURRENT_ROLE, "", position);
    }
    if (cursor.accept(CURRENT_USER)) {
      return new RoleName(RoleName.Kind.CURRENT_USER, "", position);
    }
    if (cursor.accept(SESSION_USER)) {
      return new RoleName(RoleName.Kind.SESSION_USER, "", position);
    }
    String name = cursor.nonReservedWord();
    return name.equals("public")
        ? new RoleName(RoleName.Kind.PUBLIC, "", position)
        : new RoleName(RoleName.Kind.NAMED, name, position);
  }

  /** role_list. */
  List<RoleName> roleNames() {
    var list = new ArrayList<RoleName>();
    do {
      list.add(roleName());
    } while (cursor.accept(','));
    return List.copyOf(list);
  }

  // ---- the long tail

  /** Reads over the rest of a statement that is known and not modelled. */
  Statement unsupported(String feature, int position) {
    int depth = 0;
    while (!cursor.isEnd() && (depth > 0 || !cursor.is(';'))) {
      if (cursor.is('(')) {
        depth++;
      } else if (cursor.is(')')) {
        if (depth == 0) {
          throw cursor.syntaxError();
        }
        depth--;
      }
      cursor.advance();
    }
    if (depth > 0) {
      throw cursor.syntaxError();
    }
    return new UnsupportedStatement(feature, position);
  }
}
