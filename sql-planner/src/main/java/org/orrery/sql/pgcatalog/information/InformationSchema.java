package org.orrery.sql.pgcatalog.information;

import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.pgcatalog.DatabaseFiller;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.Resources;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SqlNames;

/** Schemas, tables and views, roles and character sets. */
public final class InformationSchema {

  private InformationSchema() {}

  /** Adds all views of the schema that have rows. */
  public static void addTo(Fillers to) {
    add(to, "information_schema_catalog_name", (db, _, rows) -> rows.row().set("catalog_name", db));
    add(to, "schemata", InformationSchema::schemata);
    add(to, "tables", InformationSchema::tables);
    add(to, "views", InformationSchema::views);
    add(to, "character_sets", InformationSchema::characterSets);
    add(to, "collations", InformationSchema::collations);
    add(to, "enabled_roles", InformationSchema::roles);
    ColumnViews.addTo(to);
    ConstraintViews.addTo(to);
    PrivilegeViews.addTo(to);
    RoutineViews.addTo(to);
  }

  static void add(Fillers to, String name, DatabaseFiller filler) {
    to.database("information_schema." + name, filler);
  }

  static String yesOrNo(boolean value) {
    return value ? "YES" : "NO";
  }

  /** Sets the three columns that say which table a row is about. */
  static RowWriter table(RowWriter row, String database, Catalog catalog, Relation relation) {
    return row.set("table_catalog", database)
        .set("table_schema", SqlNames.schema(catalog, relation.schemaOid()))
        .set("table_name", relation.name());
  }

  private static void schemata(String database, Catalog catalog, RowWriter rows) {
    for (SchemaEntry schema : catalog.schemas()) {
      rows.row()
          .set("catalog_name", database)
          .set("schema_name", schema.name())
          .set("schema_owner", SqlNames.role(catalog, schema.ownerOid()));
    }
  }

  private static void tables(String database, Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (catalog.materializedView(relation.oid()) != null) {
        continue;
      }
      boolean isView =
          relation instanceof ViewEntry
              || (relation instanceof SystemRelation system && system.isView());
      table(rows.row(), database, catalog, relation)
          .set("table_type", isView ? "VIEW" : "BASE TABLE")
          .set("is_insertable_into", yesOrNo(relation instanceof TableEntry))
          .set("is_typed", "NO");
    }
  }

  private static void views(String database, Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (relation instanceof TableEntry
          || (relation instanceof SystemRelation system && !system.isView())) {
        continue;
      }
      table(rows.row(), database, catalog, relation)
          .set("view_definition", relation instanceof ViewEntry view ? view.sql() + ";" : null)
          .set("check_option", "NONE")
          .set("is_updatable", "NO")
          .set("is_insertable_into", "NO")
          .set("is_trigger_updatable", "NO")
          .set("is_trigger_deletable", "NO")
          .set("is_trigger_insertable_into", "NO");
    }
  }

  private static void characterSets(String database, Catalog catalog, RowWriter rows) {
    rows.row()
        .set("character_set_name", "UTF8")
        .set("character_repertoire", "UCS")
        .set("form_of_use", "UTF8")
        .set("default_collate_catalog", database);
  }

  private static void collations(String database, Catalog catalog, RowWriter rows) {
    for (var collation : Resources.named("collation.tsv")) {
      rows.row()
          .set("collation_catalog", database)
          .set("collation_schema", "pg_catalog")
          .set("collation_name", collation.get("collname"))
          .set("pad_attribute", "NO PAD");
    }
  }

  private static void roles(String database, Catalog catalog, RowWriter rows) {
    for (RoleEntry role : catalog.roles()) {
      rows.row().set("role_name", role.name());
    }
  }
}
