package org.orrery.sql.command;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.cagg.AggregateChanges;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkNames;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** Looks up what commands name, with PostgreSQL's errors. */
public final class Names {

  private Names() {}

  /** The schema a new object goes to. */
  public static SchemaEntry creationSchema(SessionAccess session, QualifiedName name) {
    checkDatabase(session, name);
    Catalog catalog = session.catalog();
    SchemaEntry found = null;
    if (name.schema() != null) {
      found = schema(catalog, name.schema(), name.position());
    } else {
      for (int oid : session.searchPath().schemaOids()) {
        if (oid != SystemSchemas.PG_CATALOG) {
          found = catalog.schema(oid);
          break;
        }
      }
      if (found == null) {
        throw OrreryException.of(
                SqlState.INVALID_SCHEMA_NAME_3F000, "no schema has been selected to create in")
            .at(name.position());
      }
    }
    if (SystemSchemas.isSystem(found.oid())) {
      throw OrreryException.of(
          SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for schema %s", found.name());
    }
    return found;
  }

  private static void checkDatabase(SessionAccess session, QualifiedName name) {
    if (name.parts().size() == 3 && !name.parts().getFirst().equals(session.databaseName())) {
      throw OrreryException.notSupported(
              "cross-database references are not implemented: \"%s\"", name.display())
          .at(name.position());
    }
  }

  /** A schema by name. */
  static SchemaEntry schema(Catalog catalog, String name, int position) {
    SchemaEntry schema = catalog.schema(name);
    if (schema == null) {
      throw SchemaEntry.undefined(name).at(position);
    }
    return schema;
  }

  /** A relation by name, or null. */
  public static @Nullable Relation find(SessionAccess session, QualifiedName name) {
    checkDatabase(session, name);
    String schemaName = name.schema();
    if (schemaName == null) {
      return session.searchPath().relation(session.catalog(), name.name());
    }
    SchemaEntry schema = session.catalog().schema(schemaName);
    return schema == null ? null : session.catalog().relation(schema.oid(), name.name());
  }

  /**
   * A relation by name; {@code 42P01} when there is none, {@code 3F000} when there is no such
   * schema. As PostgreSQL's, the errors of commands have no position.
   */
  public static Relation relation(SessionAccess session, QualifiedName name) {
    Relation relation = find(session, name);
    if (relation == null) {
      throw missing(session, name);
    }
    return relation;
  }

  /** The error of {@link #relation}. */
  static OrreryException missing(SessionAccess session, QualifiedName name) {
    String schemaName = name.schema();
    if (schemaName != null) {
      schema(session.catalog(), schemaName, OrreryException.NO_POSITION);
    }
    return missing("relation", name);
  }

  /**
   * A relation by name, locked for the rest of the transaction; null when there is none. What the
   * name means is looked up again once the lock is held.
   */
  static @Nullable Relation findLocked(SessionAccess session, QualifiedName name, LockMode mode) {
    Relation relation = find(session, name);
    while (relation != null && !(relation instanceof SystemRelation)) {
      session.lock(relation, mode);
      if (relation instanceof ChunkRelation chunk) {
        session.lock(
            chunk.table(),
            mode.compareTo(LockMode.ROW_EXCLUSIVE) > 0 ? LockMode.ROW_EXCLUSIVE : mode);
      }
      Relation now = find(session, name);
      if (now == null || now.oid() == relation.oid()) {
        return now;
      }
      relation = now;
    }
    return relation;
  }

  /** A relation by name, locked; {@code 42P01} when there is none. */
  public static Relation relation(SessionAccess session, QualifiedName name, LockMode mode) {
    findLocked(session, name, mode);
    return relation(session, name);
  }

  /** A table by name, locked; {@code 42809} for another sort of relation. */
  public static TableEntry table(SessionAccess session, QualifiedName name, LockMode mode) {
    findLocked(session, name, mode);
    return table(session, name);
  }

  /** {@code 42P01 relation "x" does not exist}. */
  static OrreryException missing(String noun, QualifiedName name) {
    return OrreryException.of(
        SqlState.UNDEFINED_TABLE, "%s \"%s\" does not exist", noun, name.display());
  }

  /** A table by name; {@code 42809} for another sort of relation. */
  public static TableEntry table(SessionAccess session, QualifiedName name) {
    Relation relation = relation(session, name);
    return switch (relation) {
      case TableEntry table when session.catalog().materializedView(table.oid()) != null ->
          throw wrongType(relation, "a table");
      case TableEntry table -> table;
      case ChunkRelation _ -> throw notOnChunks();
      case ViewEntry _, SequenceEntry _ -> throw wrongType(relation, "a table");
      case SystemRelation _ ->
          throw OrreryException.of(
              SqlState.INSUFFICIENT_PRIVILEGE,
              "permission denied: \"%s\" is a system catalog",
              relation.name());
    };
  }

  /** A table or, as {@code kind} says, materialized view; locked; {@code 42809} for others. */
  static TableEntry table(
      SessionAccess session, QualifiedName name, ObjectKind kind, LockMode mode) {
    if (kind != ObjectKind.MATERIALIZED_VIEW) {
      return table(session, name, mode);
    }
    Relation relation = relation(session, name, mode);
    if (relation instanceof TableEntry table
        && session.catalog().materializedView(table.oid()) != null) {
      return table;
    }
    throw wrongType(relation, "a materialized view");
  }

  /**
   * What keeps the rows of a table or materialized view, locked; {@code 42809} for another sort of
   * relation.
   */
  static TableEntry withRows(SessionAccess session, QualifiedName name, LockMode mode) {
    return switch (relation(session, name, mode)) {
      case TableEntry table -> table;
      case ViewEntry view when AggregateChanges.isAggregate(session.catalog(), view) ->
          new AggregateChanges(session).table(view, mode);
      default -> table(session, name);
    };
  }

  /** {@code 0A000 operation not supported on chunk tables}. */
  static OrreryException notOnChunks() {
    return OrreryException.notSupported("operation not supported on chunk tables");
  }

  /** {@code 42809 "x" is not a table}. */
  static OrreryException wrongType(Relation relation, String wanted) {
    return OrreryException.of(
        SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not %s", relation.name(), wanted);
  }

  /** An index by name, or null. */
  static @Nullable IndexEntry findIndex(SessionAccess session, QualifiedName name) {
    IndexEntry index = indexNamed(session, name);
    if (index != null && ChunkNames.isChunk(index.tableOid())) {
      throw notOnChunks();
    }
    return index;
  }

  private static @Nullable IndexEntry indexNamed(SessionAccess session, QualifiedName name) {
    Catalog catalog = session.catalog();
    if (name.schema() != null) {
      SchemaEntry schema = catalog.schema(name.schema());
      return schema == null ? null : catalog.index(schema.oid(), name.name());
    }
    for (int oid : session.searchPath().schemaOids()) {
      IndexEntry index = catalog.index(oid, name.name());
      if (index != null) {
        return index;
      }
    }
    return null;
  }

  /** Whether a relation or index of that name is in the schema. */
  static boolean isTaken(Catalog catalog, int schemaOid, String name) {
    return catalog.relation(schemaOid, name) != null || catalog.index(schemaOid, name) != null;
  }

  /**
   * Whether a relation to be created is there already and IF NOT EXISTS says to leave it, which the
   * client is told.
   *
   * @throws OrreryException {@code 42P07} when it is there and must not be
   */
  public static boolean isThere(
      SessionAccess session, int schemaOid, String name, boolean ifNotExists) {
    if (!isTaken(session.catalog(), schemaOid, name)) {
      return false;
    }
    if (!ifNotExists) {
      throw duplicate(name);
    }
    session.notice(
        Notice.notice(
            SqlState.DUPLICATE_TABLE, "relation \"" + name + "\" already exists, skipping"));
    return true;
  }

  /** {@code 42P07 relation "x" already exists}. */
  static OrreryException duplicate(String name) {
    return OrreryException.of(SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists", name);
  }

  /**
   * A name for an index or constraint made of parts, as PostgreSQL chooses it: cut to fit, numbered
   * when taken.
   *
   * @param isTaken whether a candidate is in use
   */
  public static String choose(
      String table,
      @Nullable String column,
      String label,
      java.util.function.Predicate<String> isTaken) {
    for (int pass = 0; ; pass++) {
      String candidate = join(table, column, pass == 0 ? label : label + pass);
      if (!isTaken.test(candidate)) {
        return candidate;
      }
    }
  }

  private static String join(String table, @Nullable String column, String label) {
    int overhead = label.length() + 1 + (column == null ? 0 : 1);
    int available = 63 - overhead;
    String first = table;
    String second = Objects.requireNonNullElse(column, "");
    while (bytes(first) + bytes(second) > available) {
      if (bytes(first) > bytes(second)) {
        first = first.substring(0, first.length() - 1);
      } else {
        second = second.substring(0, second.length() - 1);
      }
    }
    return column == null ? first + "_" + label : first + "_" + second + "_" + label;
  }

  private static int bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  /** The columns of a constraint as names joined by underscores. */
  static String joined(List<String> columns) {
    return String.join("_", columns);
  }
}
