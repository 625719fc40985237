package org.orrery.sql.catalog;

import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** A schema. */
public record SchemaEntry(int oid, String name, int ownerOid) implements CatalogEntry {

  /** {@code 3F000} for a name that no schema has. */
  public static OrreryException undefined(String name) {
    return OrreryException.of(
        SqlState.INVALID_SCHEMA_NAME_3F000, "schema \"%s\" does not exist", name);
  }

  /** Throws {@link #undefined} when a name is qualified by a schema that is not there. */
  public static void requireSchemaOf(List<String> qualifiedName, Catalog catalog) {
    if (qualifiedName.size() > 1) {
      String schema = qualifiedName.get(qualifiedName.size() - 2);
      if (catalog.schema(schema) == null) {
        throw undefined(schema);
      }
    }
  }
}
