package org.orrery.sql.pgcatalog.relation;

import java.util.Map;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.Resources;
import org.orrery.sql.pgcatalog.RowWriter;

/**
 * Relations whose rows never change: access methods with their operator classes, collations,
 * languages, tablespaces.
 */
final class StaticRows {

  /** The one place for data. */
  static final int DEFAULT_TABLESPACE = 1663;

  private static final int GLOBAL_TABLESPACE = 1664;

  private StaticRows() {}

  static void addTo(Fillers to) {
    to.pg("pg_am", (_, rows) -> file("am.tsv", rows));
    to.pg("pg_amop", (_, rows) -> file("amop.tsv", rows));
    to.pg("pg_opfamily", (_, rows) -> owned("opfamily.tsv", "opfowner", rows));
    to.pg("pg_opclass", (_, rows) -> owned("opclass.tsv", "opcowner", rows));
    to.pg("pg_collation", (_, rows) -> owned("collation.tsv", "collowner", rows));
    to.pg("pg_language", (_, rows) -> owned("language.tsv", "lanowner", rows));
    to.pg("pg_tablespace", StaticRows::tablespaces);
  }

  private static void file(String file, RowWriter rows) {
    for (Map<String, String> row : Resources.named(file)) {
      rows.row().setAll(row);
    }
  }

  private static void owned(String file, String owner, RowWriter rows) {
    for (Map<String, String> row : Resources.named(file)) {
      rows.row().setAll(row).set(owner, ClassRows.SYSTEM_OWNER);
    }
  }

  private static void tablespaces(Catalog catalog, RowWriter rows) {
    rows.row()
        .set("oid", DEFAULT_TABLESPACE)
        .set("spcname", "pg_default")
        .set("spcowner", ClassRows.SYSTEM_OWNER);
    rows.row()
        .set("oid", GLOBAL_TABLESPACE)
        .set("spcname", "pg_global")
        .set("spcowner", ClassRows.SYSTEM_OWNER);
  }
}
