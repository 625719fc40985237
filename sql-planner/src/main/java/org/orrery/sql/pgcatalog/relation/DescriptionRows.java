package org.orrery.sql.pgcatalog.relation;

import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.CommentEntry;
import org.orrery.sql.catalog.SystemClasses;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;

/** {@code pg_description} and {@code pg_shdescription}: comments. */
final class DescriptionRows {

  private DescriptionRows() {}

  static void addTo(Fillers to) {
    to.pg("pg_description", (catalog, rows) -> fill(catalog, rows, false));
    to.pg("pg_shdescription", (catalog, rows) -> fill(catalog, rows, true));
  }

  private static void fill(Catalog catalog, RowWriter rows, boolean isShared) {
    for (CommentEntry comment : catalog.comments()) {
      if (isShared(comment.classOid()) != isShared) {
        continue;
      }
      comment
          .texts()
          .forEach(
              (part, text) -> {
                rows.row()
                    .set("objoid", comment.oid())
                    .set("classoid", comment.classOid())
                    .set("description", text);
                if (!isShared) {
                  rows.set("objsubid", part);
                }
              });
    }
  }

  /** Whether objects of a catalog belong to no database. */
  private static boolean isShared(int classOid) {
    return classOid == SystemClasses.PG_DATABASE || classOid == SystemClasses.PG_AUTHID;
  }
}
