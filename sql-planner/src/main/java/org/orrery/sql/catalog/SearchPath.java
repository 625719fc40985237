package org.orrery.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that unqualified names are looked up in, {@code pg_catalog} first unless it is named.
 *
 * @param schemaOids in order, existing ones only
 */
public record SearchPath(List<Integer> schemaOids) {

  public SearchPath {
    schemaOids = List.copyOf(schemaOids);
  }

  /** The first relation of that name, or null. */
  public @Nullable Relation relation(Catalog catalog, String name) {
    for (int schemaOid : schemaOids) {
      Relation relation = catalog.relation(schemaOid, name);
      if (relation != null) {
        return relation;
      }
    }
    return null;
  }
}
