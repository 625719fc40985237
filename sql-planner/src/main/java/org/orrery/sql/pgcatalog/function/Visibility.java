package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.longAt;

import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.pgcatalog.SessionInfo;

/**
 * The family of {@code pg_table_is_visible}: whether a name without a schema means the object. NULL
 * for an object that does not exist.
 */
final class Visibility {

  private static final int PG_CATALOG = 11;

  private Visibility() {}

  @FunctionalInterface
  private interface Rule {
    @Nullable Boolean apply(Catalog catalog, SearchPath path, int oid);
  }

  static void addTo(Contributions to) {
    add(to, "table", Visibility::table);
    add(
        to,
        "type",
        (catalog, path, oid) -> catalog.type(oid) == null ? null : isSystemVisible(path));
    add(to, "function", Visibility::function);
    add(
        to,
        "operator",
        (catalog, path, oid) ->
            catalog.functions().operator(oid) == null ? null : isSystemVisible(path));
    var fixed = new FixedObjects();
    add(to, "opclass", (_, path, oid) -> fixed.isClass(oid) ? isSystemVisible(path) : null);
    add(to, "opfamily", (_, path, oid) -> fixed.isFamily(oid) ? isSystemVisible(path) : null);
    add(to, "collation", (_, path, oid) -> fixed.isCollation(oid) ? isSystemVisible(path) : null);
    for (String kind :
        new String[] {
          "conversion", "statistics_obj", "ts_parser", "ts_dict", "ts_config", "ts_template"
        }) {
      to.nothing("pg_" + kind + "_is_visible(oid)");
    }
  }

  private static void add(Contributions to, String kind, Rule rule) {
    to.answer(
        "pg_" + kind + "_is_visible(oid)",
        (context, a, row) -> {
          SessionInfo session = SessionInfo.of(context);
          return rule.apply(session.catalog(), session.searchPath(), (int) longAt(a, 0, row));
        });
  }

  private static boolean isSystemVisible(SearchPath path) {
    return path.schemaOids().contains(PG_CATALOG);
  }

  private static @Nullable Boolean table(Catalog catalog, SearchPath path, int oid) {
    Relation relation = catalog.relation(oid);
    if (relation != null) {
      return isFirst(catalog, path, relation.name(), relation.schemaOid());
    }
    IndexEntry index = catalog.index(oid);
    return index == null ? null : isFirst(catalog, path, index.name(), index.schemaOid());
  }

  /** Whether no schema before it on the path has a relation or index of the name. */
  private static boolean isFirst(Catalog catalog, SearchPath path, String name, int schema) {
    for (int candidate : path.schemaOids()) {
      if (candidate == schema) {
        return true;
      }
      if (catalog.relation(candidate, name) != null || catalog.index(candidate, name) != null) {
        return false;
      }
    }
    return false;
  }

  private static @Nullable Boolean function(Catalog catalog, SearchPath path, int oid) {
    FunctionDef function = catalog.functions().function(oid);
    if (function == null) {
      return null;
    }
    for (int candidate : path.schemaOids()) {
      SchemaEntry schema = catalog.schema(candidate);
      if (schema == null) {
        continue;
      }
      if (schema.name().equals(function.schema())) {
        return true;
      }
      for (FunctionDef other : catalog.functions().functions(function.name())) {
        if (other.schema().equals(schema.name())
            && other.argumentTypes().equals(function.argumentTypes())) {
          return false;
        }
      }
    }
    return false;
  }
}
