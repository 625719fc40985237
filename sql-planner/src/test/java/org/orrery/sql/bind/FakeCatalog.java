package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.CatalogDouble;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ExtensionEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.function.BuiltinFunctions;
import org.orrery.sql.function.FunctionRegistry;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;

/** A catalog of a few tables. */
public final class FakeCatalog extends CatalogDouble {

  public static final int PUBLIC = 2200;
  public static final int PG_CATALOG = 11;

  private static final FunctionRegistry FUNCTIONS = BuiltinFunctions.create();

  private final List<SchemaEntry> schemas =
      List.of(new SchemaEntry(PG_CATALOG, "pg_catalog", 10), new SchemaEntry(PUBLIC, "public", 10));
  private final List<Relation> relations = new ArrayList<>();
  private final List<IndexEntry> indexes = new ArrayList<>();

  public FakeCatalog() {
    table(
        20001,
        "t",
        column(1, "a", BuiltinTypes.INT4, -1),
        column(2, "b", BuiltinTypes.TEXT, -1),
        column(3, "c", BuiltinTypes.NUMERIC, (10 << 16 | 2) + 4),
        column(4, "ts", BuiltinTypes.TIMESTAMPTZ, -1));
    table(
        20002,
        "u",
        column(1, "a", BuiltinTypes.INT8, -1),
        column(2, "v", BuiltinTypes.VARCHAR, 14),
        column(3, "f", BuiltinTypes.FLOAT8, -1));
    table(
        20003,
        "dev",
        column(1, "id", BuiltinTypes.INT4, -1),
        column(2, "name", BuiltinTypes.TEXT, -1),
        column(3, "tags", BuiltinTypes.TEXT_ARRAY, -1),
        new ColumnEntry(4, "n", BuiltinTypes.INT8, -1, false, "42", null));
    indexes.add(
        new IndexEntry(
            20004,
            PUBLIC,
            "dev_pkey",
            20003,
            List.of(new IndexEntry.Key(1, null, false, false)),
            true,
            true,
            20005));
    table(
        20006,
        "cpu",
        column(1, "time", BuiltinTypes.TIMESTAMPTZ, -1),
        column(2, "host", BuiltinTypes.TEXT, -1),
        column(3, "usage", BuiltinTypes.FLOAT8, -1));
    relations.add(
        new ViewEntry(
            20007,
            PUBLIC,
            "vw",
            10,
            List.of(column(1, "x", BuiltinTypes.INT4, -1)),
            "SELECT a FROM public.t"));
    relations.add(
        new SystemRelation(
            1259,
            PG_CATALOG,
            "pg_class",
            List.of(
                column(1, "oid", BuiltinTypes.OID, -1),
                column(2, "relname", BuiltinTypes.NAME, -1),
                column(3, "relkind", BuiltinTypes.CHAR, -1)),
            false,
            (_, _) -> {}));
  }

  private static ColumnEntry column(int number, String name, SqlType type, int typmod) {
    return new ColumnEntry(number, name, type, typmod, false, null, null);
  }

  private void table(int oid, String name, ColumnEntry... columns) {
    relations.add(
        new TableEntry(
            oid, PUBLIC, name, 10, oid, 1, List.of(columns), columns.length, List.of(), null));
  }

  @Override
  public long version() {
    return 1;
  }

  @Override
  public FunctionRegistry functions() {
    return FUNCTIONS;
  }

  @Override
  public @Nullable SchemaEntry schema(String name) {
    return schemas.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  @Override
  public @Nullable SchemaEntry schema(int oid) {
    return schemas.stream().filter(each -> each.oid() == oid).findFirst().orElse(null);
  }

  @Override
  public Collection<SchemaEntry> schemas() {
    return schemas;
  }

  @Override
  public @Nullable Relation relation(int schemaOid, String name) {
    return relations.stream()
        .filter(each -> each.schemaOid() == schemaOid && each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable Relation relation(int oid) {
    return relations.stream().filter(each -> each.oid() == oid).findFirst().orElse(null);
  }

  @Override
  public Collection<Relation> relations() {
    return relations;
  }

  @Override
  public @Nullable IndexEntry index(int schemaOid, String name) {
    return indexes.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  @Override
  public @Nullable IndexEntry index(int oid) {
    return indexes.stream().filter(each -> each.oid() == oid).findFirst().orElse(null);
  }

  @Override
  public List<IndexEntry> indexes(int tableOid) {
    return indexes.stream().filter(each -> each.tableOid() == tableOid).toList();
  }

  @Override
  public Collection<IndexEntry> indexes() {
    return indexes;
  }

  @Override
  public @Nullable SqlType type(String schema, String name) {
    return schema.equals("pg_catalog") ? BuiltinTypes.byName(name) : null;
  }

  @Override
  public @Nullable SqlType type(int oid) {
    return BuiltinTypes.find(oid);
  }

  @Override
  public @Nullable ExtensionEntry extension(String name) {
    return null;
  }

  @Override
  public Collection<ExtensionEntry> extensions() {
    return List.of();
  }

  @Override
  public @Nullable RoleEntry role(String name) {
    return null;
  }

  @Override
  public Collection<RoleEntry> roles() {
    return List.of();
  }

  @Override
  public TableSchema storageSchema(TableEntry table) {
    var columns = new ArrayList<ColumnSchema>();
    for (ColumnEntry column : table.columns()) {
      columns.add(schemaOf(column));
    }
    return new TableSchema(
        table.oid(),
        table.storageId(),
        table.version(),
        "public",
        table.name(),
        columns,
        List.of(),
        null,
        List.of(),
        List.of());
  }

  private static ColumnSchema schemaOf(ColumnEntry column) {
    return new ColumnSchema(
        column.number(), column.name(), column.type().kind(), column.isNotNull(), null);
  }
}
