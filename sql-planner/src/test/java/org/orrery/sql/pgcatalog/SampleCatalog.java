package org.orrery.sql.pgcatalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.CatalogDouble;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Columnstore;
import org.orrery.sql.catalog.ExtensionEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.function.BuiltinFunctions;
import org.orrery.sql.function.FunctionRegistry;
import org.orrery.sql.pgcatalog.function.CatalogFunctions;
import org.orrery.storage.api.TableSchema;

/**
 * The schema of {@code sample/schema.sql} with the OIDs that PostgreSQL gave it, and a hypertable.
 */
final class SampleCatalog extends CatalogDouble {

  static final int PUBLIC = 2200;
  static final int MY_SCHEMA = 16389;
  static final int DEVICES = 16390;
  static final int CPU = 16401;
  static final int ODD_TABLE = 16408;
  static final int METRICS = 16500;
  static final long METRICS_STORAGE = 77;

  private static final List<SchemaEntry> SCHEMAS =
      List.of(
          new SchemaEntry(11, "pg_catalog", 10),
          new SchemaEntry(PUBLIC, "public", 10),
          new SchemaEntry(13207, "information_schema", 10),
          new SchemaEntry(14001, "_timescaledb_catalog", 10),
          new SchemaEntry(14003, "_timescaledb_internal", 10),
          new SchemaEntry(14005, "_timescaledb_config", 10),
          new SchemaEntry(14007, "timescaledb_experimental", 10),
          new SchemaEntry(14006, "timescaledb_information", 10),
          new SchemaEntry(MY_SCHEMA, "My Schema", 10));

  private static final ColumnEntry ID = column(1, "id", BuiltinTypes.INT4, -1, true, null);
  private static final ColumnEntry NAME =
      column(2, "name", BuiltinTypes.VARCHAR, 44, true, "'x'::character varying");

  private static final TableEntry DEVICES_TABLE =
      table(
          DEVICES,
          PUBLIC,
          "devices",
          List.of(
              ID,
              NAME,
              column(3, "weight", BuiltinTypes.NUMERIC, 655366, false, null),
              column(4, "note", BuiltinTypes.TEXT, -1, false, null)),
          List.of(new TableEntry.CheckEntry(16394, "positive", "(weight > (0)::numeric)")),
          null);

  private static final TableEntry CPU_TABLE =
      table(
          CPU,
          PUBLIC,
          "cpu",
          List.of(
              column(1, "ts", BuiltinTypes.TIMESTAMPTZ, -1, true, null),
              column(2, "host", BuiltinTypes.TEXT, -1, false, null),
              column(3, "usage", BuiltinTypes.FLOAT8, -1, false, null),
              column(4, "tags", BuiltinTypes.TEXT_ARRAY, -1, false, null)),
          List.of(),
          null);

  private static final TableEntry METRICS_TABLE =
      table(
          METRICS,
          PUBLIC,
          "metrics",
          List.of(column(1, "time", BuiltinTypes.TIMESTAMPTZ, -1, true, null)),
          List.of(),
          new TableEntry.Hypertable(
              3,
              4,
              1,
              604_800_000_000L,
              "_timescaledb_internal",
              "_hyper_3",
              Columnstore.OFF,
              List.of(),
              0));

  private static final List<IndexEntry> INDEXES =
      List.of(
          index(16397, "devices_pkey", DEVICES, true, true, 16398, key(1, null, false, false)),
          index(
              16399,
              "devices_name_key",
              DEVICES,
              true,
              false,
              16400,
              key(2, null, false, false),
              key(4, null, false, false)),
          index(16406, "cpu_ts_idx", CPU, false, false, 0, key(1, null, true, true)),
          index(
              16407,
              "cpu_host_lower_idx",
              CPU,
              false,
              false,
              0,
              key(0, "lower(host)", false, false),
              key(1, null, true, false),
              key(3, null, false, true)));

  private final FunctionRegistry functions = BuiltinFunctions.with(CatalogFunctions.all());
  private final List<Relation> relations = new ArrayList<>();

  SampleCatalog() {
    relations.addAll(SystemRelations.create());
    relations.add(DEVICES_TABLE);
    relations.add(CPU_TABLE);
    relations.add(
        table(
            ODD_TABLE,
            MY_SCHEMA,
            "Odd Table",
            List.of(
                column(1, "Id", BuiltinTypes.INT8, -1, false, null),
                column(2, "select", BuiltinTypes.BOOL, -1, false, null)),
            List.of(),
            null));
    relations.add(
        new ViewEntry(
            16411,
            PUBLIC,
            "v",
            10,
            List.of(
                column(1, "id", BuiltinTypes.INT4, -1, false, null),
                column(2, "name", BuiltinTypes.VARCHAR, 44, false, null)),
            "SELECT devices.id, devices.name FROM devices"));
    relations.add(METRICS_TABLE);
  }

  private static ColumnEntry column(
      int number,
      String name,
      SqlType type,
      int typmod,
      boolean isNotNull,
      @Nullable String defaultSql) {
    return new ColumnEntry(number, name, type, typmod, isNotNull, defaultSql, null);
  }

  private static TableEntry table(
      int oid,
      int schema,
      String name,
      List<ColumnEntry> columns,
      List<TableEntry.CheckEntry> checks,
      TableEntry.@Nullable Hypertable hypertable) {
    long storageId = hypertable == null ? oid : METRICS_STORAGE;
    return new TableEntry(
        oid, schema, name, 10, storageId, 1, columns, columns.size(), checks, hypertable);
  }

  private static IndexEntry.Key key(
      int column, @Nullable String expression, boolean isDescending, boolean nullsFirst) {
    return new IndexEntry.Key(column, expression, isDescending, nullsFirst);
  }

  private static IndexEntry index(
      int oid,
      String name,
      int table,
      boolean isUnique,
      boolean isPrimary,
      int constraint,
      IndexEntry.Key... keys) {
    return new IndexEntry(oid, PUBLIC, name, table, List.of(keys), isUnique, isPrimary, constraint);
  }

  @Override
  public long version() {
    return 7;
  }

  @Override
  public FunctionRegistry functions() {
    return functions;
  }

  @Override
  public @Nullable SchemaEntry schema(String name) {
    return SCHEMAS.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
  }

  @Override
  public @Nullable SchemaEntry schema(int oid) {
    return SCHEMAS.stream().filter(s -> s.oid() == oid).findFirst().orElse(null);
  }

  @Override
  public Collection<SchemaEntry> schemas() {
    return SCHEMAS;
  }

  @Override
  public @Nullable Relation relation(int schemaOid, String name) {
    return relations.stream()
        .filter(r -> r.schemaOid() == schemaOid && r.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** A relation that must exist. */
  Relation relation(String schema, String name) {
    SchemaEntry entry = Objects.requireNonNull(schema(schema), schema);
    return Objects.requireNonNull(relation(entry.oid(), name), name);
  }

  @Override
  public @Nullable Relation relation(int oid) {
    return relations.stream().filter(r -> r.oid() == oid).findFirst().orElse(null);
  }

  @Override
  public Collection<Relation> relations() {
    return relations;
  }

  @Override
  public @Nullable IndexEntry index(int schemaOid, String name) {
    return INDEXES.stream()
        .filter(i -> i.schemaOid() == schemaOid && i.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable IndexEntry index(int oid) {
    return INDEXES.stream().filter(i -> i.oid() == oid).findFirst().orElse(null);
  }

  @Override
  public List<IndexEntry> indexes(int tableOid) {
    return INDEXES.stream().filter(i -> i.tableOid() == tableOid).toList();
  }

  @Override
  public Collection<IndexEntry> indexes() {
    return INDEXES;
  }

  @Override
  public @Nullable SqlType type(String schema, String name) {
    return BuiltinTypes.byName(name);
  }

  @Override
  public @Nullable SqlType type(int oid) {
    return BuiltinTypes.find(oid);
  }

  @Override
  public @Nullable ExtensionEntry extension(String name) {
    return extensions().stream().filter(e -> e.name().equals(name)).findFirst().orElse(null);
  }

  @Override
  public Collection<ExtensionEntry> extensions() {
    return List.of(new ExtensionEntry(16385, "timescaledb", PUBLIC, "2.28.3"));
  }

  @Override
  public @Nullable RoleEntry role(String name) {
    return roles().stream().filter(r -> r.name().equals(name)).findFirst().orElse(null);
  }

  @Override
  public Collection<RoleEntry> roles() {
    return List.of(new RoleEntry(10, "postgres", true, true, null));
  }

  @Override
  public TableSchema storageSchema(TableEntry table) {
    throw new UnsupportedOperationException();
  }
}
