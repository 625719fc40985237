package org.orrery.sql.pgcatalog.information;

import java.util.List;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SqlNames;

/** The views of privileges. There are no grants, so that owners have all and others none. */
final class PrivilegeViews {

  private static final List<String> OF_TABLES =
      List.of("INSERT", "SELECT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER");
  private static final List<String> OF_COLUMNS =
      List.of("INSERT", "SELECT", "UPDATE", "REFERENCES");

  private PrivilegeViews() {}

  static void addTo(Fillers to) {
    InformationSchema.add(to, "table_privileges", PrivilegeViews::tables);
    InformationSchema.add(to, "role_table_grants", PrivilegeViews::tables);
    InformationSchema.add(to, "column_privileges", PrivilegeViews::columns);
    InformationSchema.add(to, "role_column_grants", PrivilegeViews::columns);
  }

  private static RowWriter grant(
      RowWriter rows, String database, Catalog catalog, Relation relation, String privilege) {
    int ownerOid =
        switch (relation) {
          case TableEntry table -> table.ownerOid();
          case ChunkRelation chunk -> chunk.table().ownerOid();
          case ViewEntry view -> view.ownerOid();
          case SequenceEntry sequence -> sequence.ownerOid();
          case SystemRelation _ -> 0;
        };
    String owner = SqlNames.role(catalog, ownerOid);
    return InformationSchema.table(rows.row(), database, catalog, relation)
        .set("grantor", owner)
        .set("grantee", owner)
        .set("privilege_type", privilege)
        .set("is_grantable", "YES");
  }

  private static void tables(String database, Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (relation instanceof SystemRelation) {
        continue;
      }
      for (String privilege : OF_TABLES) {
        grant(rows, database, catalog, relation, privilege)
            .set("with_hierarchy", InformationSchema.yesOrNo(privilege.equals("SELECT")));
      }
    }
  }

  private static void columns(String database, Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (relation instanceof SystemRelation) {
        continue;
      }
      for (ColumnEntry column : relation.columns()) {
        for (String privilege : OF_COLUMNS) {
          grant(rows, database, catalog, relation, privilege).set("column_name", column.name());
        }
      }
    }
  }
}
