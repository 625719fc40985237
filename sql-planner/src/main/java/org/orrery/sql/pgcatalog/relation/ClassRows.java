package org.orrery.sql.pgcatalog.relation;

import java.util.Set;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.MaterializedViewEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.OperatorClasses;
import org.orrery.sql.pgcatalog.RowWriter;

/** {@code pg_namespace} and {@code pg_class}. */
final class ClassRows {

  /** Owner of everything built in. */
  static final int SYSTEM_OWNER = 10;

  static final int HEAP = 2;

  /** Catalogs that all databases share. */
  private static final Set<Integer> SHARED =
      Set.of(1213, 1214, 1260, 1261, 1262, 2396, 2964, 3592, 6000, 6100, 6243);

  private static final OperatorClasses CLASSES = new OperatorClasses();

  private ClassRows() {}

  static void addTo(Fillers to) {
    to.pg("pg_namespace", ClassRows::namespaces);
    to.described("pg_class", ClassRows::classes, "oid", "relname");
  }

  private static void namespaces(Catalog catalog, RowWriter rows) {
    for (SchemaEntry schema : catalog.schemas()) {
      rows.row()
          .set("oid", schema.oid())
          .set("nspname", schema.name())
          .set("nspowner", schema.ownerOid());
    }
  }

  private static void classes(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      char kind = kind(catalog, relation);
      common(rows, relation.oid(), relation.schemaOid(), relation.name(), kind)
          .set("relowner", owner(relation))
          .set("relnatts", numbers(relation))
          .set("relhastriggers", ForeignKeyRows.concern(catalog, relation.oid()))
          .set("relhasindex", !catalog.indexes(relation.oid()).isEmpty())
          .set("relhasrules", kind == 'v' || kind == 'm')
          .set(
              "relhassubclass",
              relation instanceof TableEntry parent && parent.hypertable() != null)
          .set("relisshared", SHARED.contains(relation.oid()))
          .set("relreplident", relation instanceof TableEntry ? 'd' : 'n')
          .set("relispopulated", isPopulated(catalog, relation))
          .set("relchecks", relation instanceof TableEntry table ? table.checks().size() : 0);
    }
    for (IndexEntry index : catalog.indexes()) {
      common(rows, index.oid(), index.schemaOid(), index.name(), 'i')
          .set("relowner", owner(catalog, index))
          .set("relam", CLASSES.method(index.method()))
          .set("relnatts", IndexColumns.count(index))
          .set("relreplident", 'n');
    }
  }

  private static boolean isPopulated(Catalog catalog, Relation relation) {
    MaterializedViewEntry view = catalog.materializedView(relation.oid());
    return view == null || view.isPopulated();
  }

  private static RowWriter common(RowWriter rows, int oid, int schema, String name, char kind) {
    return rows.row()
        .set("oid", oid)
        .set("relname", name)
        .set("relnamespace", schema)
        .set("relam", kind == 'r' || kind == 'm' ? HEAP : 0)
        .set("reltuples", -1)
        .set("relpersistence", 'p')
        .set("relkind", kind)
        .set("relispopulated", true);
  }

  private static int owner(Catalog catalog, IndexEntry index) {
    Relation table = catalog.relation(index.tableOid());
    return table == null ? SYSTEM_OWNER : owner(table);
  }

  /** {@code pg_class.relkind} of a relation. */
  static char kind(Catalog catalog, Relation relation) {
    return switch (relation) {
      case TableEntry table when catalog.materializedView(table.oid()) != null -> 'm';
      case TableEntry _, ChunkRelation _ -> 'r';
      case ViewEntry _ -> 'v';
      case SequenceEntry _ -> 'S';
      case SystemRelation system -> system.isView() ? 'v' : 'r';
    };
  }

  /** OID of a relation's owner. */
  static int owner(Relation relation) {
    return switch (relation) {
      case TableEntry table -> table.ownerOid();
      case ChunkRelation chunk -> chunk.table().ownerOid();
      case ViewEntry view -> view.ownerOid();
      case SequenceEntry sequence -> sequence.ownerOid();
      case SystemRelation _ -> SYSTEM_OWNER;
    };
  }

  /** Column numbers used, those of dropped columns included. */
  private static int numbers(Relation relation) {
    return relation instanceof TableEntry table
        ? table.lastColumnNumber()
        : relation.columns().size();
  }
}
