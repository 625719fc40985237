package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.SessionInfo;

/** Kinds of objects that one may have privileges on. */
enum PrivilegeTarget {
  TABLE("SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,RULE"),
  ANY_COLUMN("SELECT,INSERT,UPDATE,REFERENCES"),
  SCHEMA("CREATE,USAGE"),
  DATABASE("CREATE,TEMPORARY,TEMP,CONNECT"),
  FUNCTION("EXECUTE"),
  TYPE("USAGE"),
  LANGUAGE("USAGE"),
  TABLESPACE("CREATE");

  private static final int SYSTEM_OWNER = 10;
  private static final Map<String, Integer> LANGUAGES = Map.of("internal", 12, "c", 13, "sql", 14);
  private static final Map<String, Integer> TABLESPACES =
      Map.of("pg_default", 1663, "pg_global", 1664);

  private final String privileges;

  PrivilegeTarget(String privileges) {
    this.privileges = privileges;
  }

  /** The middle of the function's name. */
  String functionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  Set<String> privileges() {
    return Set.of(privileges.split(",", -1));
  }

  /** Owner of the named object. Throws when there is none. */
  int ownerByName(EvaluationContext context, String name) {
    SessionInfo session = SessionInfo.of(context);
    return switch (this) {
      case TABLE, ANY_COLUMN ->
          existing(relationOwner(session.catalog(), Lookups.relation(context, name)));
      case SCHEMA -> {
        SchemaEntry schema = session.catalog().schema(name);
        if (schema == null) {
          throw SchemaEntry.undefined(name);
        }
        yield schema.ownerOid();
      }
      case DATABASE -> {
        if (!name.equals(session.databaseName())) {
          throw OrreryException.of(
              SqlState.INVALID_CATALOG_NAME, "database \"%s\" does not exist", name);
        }
        yield SYSTEM_OWNER;
      }
      case FUNCTION ->
          known(
              context.format().names().oidOf(BuiltinTypes.REGPROCEDURE, name) != 0,
              SqlState.UNDEFINED_FUNCTION,
              name);
      case TYPE ->
          known(
              context.format().names().oidOf(BuiltinTypes.REGTYPE, name) != 0,
              SqlState.UNDEFINED_OBJECT,
              name);
      case LANGUAGE -> known(LANGUAGES.containsKey(name), SqlState.UNDEFINED_OBJECT, name);
      case TABLESPACE -> known(TABLESPACES.containsKey(name), SqlState.UNDEFINED_OBJECT, name);
    };
  }

  private int known(boolean isKnown, SqlState state, String name) {
    if (!isKnown) {
      throw OrreryException.of(state, "%s \"%s\" does not exist", functionName(), name);
    }
    return SYSTEM_OWNER;
  }

  /** OID of a tablespace that must exist. */
  int oid(String name) {
    known(TABLESPACES.containsKey(name), SqlState.UNDEFINED_OBJECT, name);
    return TABLESPACES.getOrDefault(name, 0);
  }

  private static int existing(@Nullable Integer owner) {
    return owner == null ? SYSTEM_OWNER : owner;
  }

  /** Owner of the numbered object; null when there is none. */
  @Nullable Integer ownerByOid(EvaluationContext context, int oid) {
    Catalog catalog = SessionInfo.of(context).catalog();
    return switch (this) {
      case TABLE, ANY_COLUMN -> relationOwner(catalog, oid);
      case SCHEMA -> {
        SchemaEntry schema = catalog.schema(oid);
        yield schema == null ? null : Integer.valueOf(schema.ownerOid());
      }
      case DATABASE -> oid == SystemSchemas.POSTGRES_DATABASE ? SYSTEM_OWNER : null;
      case FUNCTION -> catalog.functions().function(oid) == null ? null : SYSTEM_OWNER;
      case TYPE -> catalog.type(oid) == null ? null : SYSTEM_OWNER;
      case LANGUAGE -> LANGUAGES.containsValue(oid) ? SYSTEM_OWNER : null;
      case TABLESPACE -> TABLESPACES.containsValue(oid) ? SYSTEM_OWNER : null;
    };
  }

  static @Nullable Integer relationOwner(Catalog catalog, int oid) {
    Relation relation = catalog.relation(oid);
    return switch (relation) {
      case null -> {
        IndexEntry index = catalog.index(oid);
        yield index == null ? null : relationOwner(catalog, index.tableOid());
      }
      case TableEntry table -> table.ownerOid();
      case ChunkRelation chunk -> chunk.table().ownerOid();
      case ViewEntry view -> view.ownerOid();
      case SequenceEntry sequence -> sequence.ownerOid();
      case SystemRelation _ -> SYSTEM_OWNER;
    };
  }

  /** What everyone may do with the object. */
  Set<String> publicPrivileges(
      EvaluationContext context, Vector[] arguments, int index, int row, boolean isText) {
    return switch (this) {
      case TABLE, ANY_COLUMN -> {
        int oid =
            isText
                ? Lookups.relation(context, textAt(arguments, index, row))
                : (int) longAt(arguments, index, row);
        boolean isSystem =
            SessionInfo.of(context).catalog().relation(oid) instanceof SystemRelation;
        yield isSystem ? Set.of("SELECT") : Set.of();
      }
      case SCHEMA -> {
        Catalog catalog = SessionInfo.of(context).catalog();
        SchemaEntry schema =
            isText
                ? catalog.schema(textAt(arguments, index, row))
                : catalog.schema((int) longAt(arguments, index, row));
        yield schema != null && schema.oid() < FIRST_USER_OID ? Set.of("USAGE") : Set.of();
      }
      case DATABASE -> Set.of("CONNECT", "TEMPORARY", "TEMP");
      case FUNCTION -> Set.of("EXECUTE");
      case TYPE, LANGUAGE -> Set.of("USAGE");
      case TABLESPACE -> Set.of();
    };
  }

  private static final int FIRST_USER_OID = 16_384;
}
