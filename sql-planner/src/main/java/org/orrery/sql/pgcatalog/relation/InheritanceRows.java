package org.orrery.sql.pgcatalog.relation;

import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;

/** {@code pg_inherits}: chunks inherit from their hypertable. */
final class InheritanceRows {

  private InheritanceRows() {}

  static void addTo(Fillers to) {
    to.described("pg_inherits", InheritanceRows::inherits, "inhrelid", "inhparent");
  }

  private static void inherits(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      var chunk = catalog.chunkOf(relation.oid());
      if (chunk != null) {
        TableEntry parent = chunk.table();
        rows.row()
            .set("inhrelid", relation.oid())
            .set("inhparent", parent.oid())
            .set("inhseqno", 1)
            .set("inhdetachpending", false);
      }
    }
  }
}
