package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.api.CatalogStore;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/**
 * The tables of one writer by their names in the catalog, with their rows. Not changed any more
 * once it is promised.
 */
record Contents(TreeMap<String, Table> tables) {

  /** Tables of this name have a unique key. */
  static final String KEYED = "keyed";

  private static final int TABLE = 1;
  private static final UniqueKey KEY = new UniqueKey(77, "series_pkey", List.of(2, 1));

  /** Where a table's rows are, and their times with their values. */
  record Table(int oid, long storageId, TreeMap<Long, Double> rows) {}

  Contents() {
    this(new TreeMap<>());
  }

  Contents copy() {
    var copy = new TreeMap<String, Table>();
    tables.forEach(
        (name, table) ->
            copy.put(name, new Table(table.oid(), table.storageId(), new TreeMap<>(table.rows()))));
    return new Contents(copy);
  }

  Table table(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new AssertionError("no table " + name);
    }
    return table;
  }

  static TableSchema schema(String name, long storageId) {
    return TestTables.series(storageId, name.contains(KEYED) ? List.of(KEY) : List.of());
  }

  static CatalogObject object(String name, int oid, long storageId) {
    byte[] body = ByteBuffer.allocate(100).putLong(storageId).array();
    return new CatalogObject(new CatalogObject.Key(TABLE, oid), 1, name, body, 0);
  }

  /** What a node holds of the tables whose names begin so. */
  static Contents read(TableAccess tables, Catalog catalog, String prefix, String run) {
    var found = new Contents();
    for (CatalogObject each : catalog.objects.values()) {
      if (each.name().startsWith(prefix)) {
        long storageId = ByteBuffer.wrap(each.body()).getLong();
        var rows = new TreeMap<Long, Double>();
        for (var row : TestTables.rows(tables, schema(each.name(), storageId))) {
          assertThat(rows.put(row.time(), row.value()))
              .as("%s: %s has %d twice", run, each.name(), row.time())
              .isNull();
        }
        found.tables.put(each.name(), new Table(each.key().oid(), storageId, rows));
      }
    }
    return found;
  }

  /** Where two contents differ, for people. */
  String difference(Contents other) {
    var text = new StringBuilder();
    var names = new TreeMap<>(tables);
    names.putAll(other.tables);
    for (String name : names.keySet()) {
      Table left = tables.get(name);
      Table right = other.tables.get(name);
      if (left == null || right == null || left.storageId() != right.storageId()) {
        text.append(name)
            .append(left == null ? " only right" : " left ")
            .append(right)
            .append('\n');
        continue;
      }
      var times = new TreeMap<>(left.rows());
      times.putAll(right.rows());
      times
          .keySet()
          .forEach(
              time -> {
                Double a = left.rows().get(time);
                Double b = right.rows().get(time);
                if (!Objects.equals(a, b)) {
                  text.append(name + "[" + time + "] " + a + " / " + b + "\n");
                }
              });
    }
    return text.toString();
  }

  /** A node's catalog as its listener sees it. */
  static final class Catalog implements CatalogStore.Listener {
    private final Map<CatalogObject.Key, CatalogObject> objects = new ConcurrentHashMap<>();

    static Catalog of(LocalNode node) {
      var catalog = new Catalog();
      node.tables().catalog().subscribe(catalog);
      return catalog;
    }

    long version(int oid) {
      CatalogObject object = objects.get(new CatalogObject.Key(TABLE, oid));
      return object == null ? 0 : object.version();
    }

    @Override
    public void onChange(
        long version, List<CatalogObject> upserts, List<CatalogObject.Key> removals) {
      upserts.forEach(each -> objects.put(each.key(), each));
      removals.forEach(objects::remove);
    }
  }
}
