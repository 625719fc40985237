package org.orrery.sql.pgcatalog.relation;

import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ExtensionEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.MaterializedViewEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemClasses;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.IndexText;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.sql.pgcatalog.SqlNames;
import org.orrery.storage.api.ChunkInfo;

/** The views that show tables, indexes, views and extensions to people. */
final class ViewRows {

  private static final String EXTENSION = "timescaledb";
  private static final String EXTENSION_VERSION = "2.28.3";
  private static final int PG_PROC = 1255;
  private static final int PG_EXTENSION = 3079;

  private ViewRows() {}

  static void addTo(Fillers to) {
    to.described("pg_tables", ViewRows::tables, "tablename");
    to.pg("pg_views", ViewRows::views);
    to.pg("pg_matviews", ViewRows::materializedViews);
    to.described("pg_indexes", ViewRows::indexes, "tablename", "indexname");
    to.pg("pg_available_extensions", ViewRows::availableExtensions);
    to.pg("pg_available_extension_versions", ViewRows::extensionVersions);
    to.pg("pg_depend", ViewRows::dependencies);
    for (String view : new String[] {"pg_stat_user_tables", "pg_stat_all_tables"}) {
      to.session("pg_catalog." + view, ViewRows::statistics);
    }
  }

  private static void tables(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (ClassRows.kind(catalog, relation) == 'r') {
        rows.row()
            .set("schemaname", SqlNames.schema(catalog, relation.schemaOid()))
            .set("tablename", relation.name())
            .set("tableowner", SqlNames.role(catalog, ClassRows.owner(relation)))
            .set("hasindexes", !catalog.indexes(relation.oid()).isEmpty())
            .set("hasrules", false)
            .set("hastriggers", false)
            .set("rowsecurity", false);
      }
    }
  }

  private static void views(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (ClassRows.kind(catalog, relation) == 'v') {
        rows.row()
            .set("schemaname", SqlNames.schema(catalog, relation.schemaOid()))
            .set("viewname", relation.name())
            .set("viewowner", SqlNames.role(catalog, ClassRows.owner(relation)))
            .set("definition", relation instanceof ViewEntry view ? " " + view.sql() + ";" : null);
      }
    }
  }

  private static void materializedViews(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      MaterializedViewEntry view = catalog.materializedView(relation.oid());
      if (view != null) {
        rows.row()
            .set("schemaname", SqlNames.schema(catalog, relation.schemaOid()))
            .set("matviewname", relation.name())
            .set("matviewowner", SqlNames.role(catalog, ClassRows.owner(relation)))
            .set("hasindexes", !catalog.indexes(relation.oid()).isEmpty())
            .set("ispopulated", view.isPopulated())
            .set("definition", " " + view.sql() + ";");
      }
    }
  }

  private static void indexes(Catalog catalog, RowWriter rows) {
    for (IndexEntry index : catalog.indexes()) {
      Relation table = catalog.relation(index.tableOid());
      if (table != null) {
        rows.row()
            .set("schemaname", SqlNames.schema(catalog, table.schemaOid()))
            .set("tablename", table.name())
            .set("indexname", index.name())
            .set("indexdef", IndexText.statement(catalog, index, null));
      }
    }
  }

  private static void availableExtensions(Catalog catalog, RowWriter rows) {
    ExtensionEntry created = catalog.extension(EXTENSION);
    rows.row()
        .set("name", EXTENSION)
        .set("default_version", EXTENSION_VERSION)
        .set("installed_version", created == null ? null : created.version())
        .set("comment", ExtensionEntry.TIMESCALEDB_COMMENT);
  }

  private static void extensionVersions(Catalog catalog, RowWriter rows) {
    rows.row()
        .set("name", EXTENSION)
        .set("version", EXTENSION_VERSION)
        .set("installed", catalog.extension(EXTENSION) != null)
        .set("superuser", false)
        .set("trusted", true)
        .set("relocatable", false);
  }

  /** The functions that belong to the extension, once it was created. */
  private static void dependencies(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (relation instanceof SequenceEntry sequence && sequence.tableOid() != 0) {
        rows.row()
            .set("classid", SystemClasses.PG_CLASS)
            .set("objid", sequence.oid())
            .set("refclassid", SystemClasses.PG_CLASS)
            .set("refobjid", sequence.tableOid())
            .set("refobjsubid", sequence.column())
            .set("deptype", sequence.isIdentity() ? 'i' : 'a');
      }
    }
    ForeignKeyRows.dependencies(catalog, rows);
    ExtensionEntry extension = catalog.extension(EXTENSION);
    if (extension == null) {
      return;
    }
    for (FunctionDef function : catalog.functions().allFunctions()) {
      if (!function.schema().equals("pg_catalog")
          && !function.schema().equals("information_schema")) {
        rows.row()
            .set("classid", PG_PROC)
            .set("objid", function.oid())
            .set("refclassid", PG_EXTENSION)
            .set("refobjid", extension.oid())
            .set("deptype", 'e');
      }
    }
  }

  /** Row counts; nothing else is counted, and what is not counted is NULL. */
  private static void statistics(EvaluationContext context, RowWriter rows) {
    Catalog catalog = SessionInfo.of(context).catalog();
    ExecutionContext execution = context.session(ExecutionContext.class);
    for (Relation relation : catalog.relations()) {
      if (relation instanceof TableEntry table) {
        long count = 0;
        for (ChunkInfo chunk : execution.access().chunks(table.storageId(), execution.snapshot())) {
          count += execution.access().size(chunk.chunkId()).rowCount();
        }
        rows.row()
            .set("relid", table.oid())
            .set("schemaname", SqlNames.schema(catalog, table.schemaOid()))
            .set("relname", table.name())
            .set("n_live_tup", count);
      }
    }
  }
}
