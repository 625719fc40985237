package org.orrery.sql.pgcatalog.relation;

import java.util.Map;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;

/** {@code pg_type}: the built-in types. Tables' row types are not types of Orrery. */
final class TypeRows {

  private final TypeFacts types;

  TypeRows(TypeFacts types) {
    this.types = types;
  }

  void addTo(Fillers to) {
    to.pg("pg_type", this::types);
  }

  private void types(Catalog catalog, RowWriter rows) {
    for (Map<String, String> row : types.rows()) {
      rows.row().setAll(row).set("typowner", ClassRows.SYSTEM_OWNER);
    }
  }
}
