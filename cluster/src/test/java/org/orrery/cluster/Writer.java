package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.cluster.TestTables.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.cluster.Contents.Catalog;
import org.orrery.cluster.Contents.Table;
import org.orrery.cluster.TestTables.Name;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.KeyConflicts;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.Transaction.Isolation;

/**
 * A session that does everything a session can do to tables of its own, and remembers what it was
 * promised.
 */
final class Writer {

  private static final int CHUNKS = 7;
  private static final int ROWS_MAX = 1200;
  private static final SequenceStore.Range RANGE =
      new SequenceStore.Range(1, 3, 1, Long.MAX_VALUE, false);

  /**
   * What was promised.
   *
   * @param promised what the tables hold
   * @param possible what they may hold instead, when a commit was not answered
   * @param sequenceFloor a new value of the sequence is greater
   */
  record Promise(Contents promised, Contents possible, long sequenceFloor) {}

  private final String prefix;
  private final long sequenceId;
  private final SplittableRandom random;
  private Contents promised;
  private Contents possible;
  private long sequenceFloor;
  private int nextName;

  /**
   * The writer of this number.
   *
   * @param promise what it starts from
   */
  Writer(int number, long seed, Promise promise) {
    this.prefix = "w" + number + "-";
    this.sequenceId = 900L + number;
    this.random = new SplittableRandom(seed * 31 + number);
    this.promised = promise.promised();
    this.possible = promise.possible();
    this.sequenceFloor = promise.sequenceFloor();
    this.nextName = (int) Math.floorMod(seed, 1_000_000L) * 1000;
  }

  static Promise nothing() {
    var empty = new Contents();
    return new Promise(empty, empty, 0);
  }

  Promise promise() {
    return new Promise(promised, possible, sequenceFloor);
  }

  // ---------------------------------------------------------------- doing

  /** Does something. */
  void play(LocalNode node, Catalog catalog) {
    TableAccess tables = node.tables();
    if (promised.tables().size() < 2) {
      create(tables, promised.tables().isEmpty() ? Contents.KEYED : "loose", true);
      return;
    }
    String name = anyTable();
    switch (random.nextInt(20)) {
      case 0, 1 -> insertFew(tables, name);
      case 2, 3, 4 -> transact(node, name, true);
      case 5 -> transact(node, name, false);
      case 6, 7 -> copyIn(tables, name);
      case 8, 9 -> upsert(tables);
      case 10 -> create(tables, "extra", random.nextInt(3) > 0);
      case 11 -> dropTable(tables, catalog, name);
      case 12 -> rename(tables, catalog, name);
      case 13 -> truncate(tables, catalog, name);
      case 14 -> dropChunk(tables, name);
      case 15 -> node.sealAll();
      case 16 -> verify(tables, catalog, prefix);
      default -> sequence(tables.sequences());
    }
  }

  private String anyTable() {
    List<String> names = List.copyOf(promised.tables().keySet());
    return names.get(random.nextInt(names.size()));
  }

  private static TableSchema schema(Contents contents, String name) {
    return Contents.schema(name, contents.table(name).storageId());
  }

  private void commit(Transaction transaction, Contents after) {
    possible = after;
    try {
      transaction.commit();
    } catch (OrreryException e) {
      if (e.state() != SqlState.TRANSACTION_RESOLUTION_UNKNOWN) {
        possible = promised;
      }
      throw e;
    }
    promised = after;
  }

  private void transaction(TableAccess tables, Consumer<Transaction> work) {
    try (Transaction transaction = tables.begin(Isolation.READ_COMMITTED)) {
      work.accept(transaction);
    }
  }

  private long freeTime(Table table, int chunks) {
    long time = random.nextInt(chunks) * 1000L + random.nextInt(1000);
    while (table.rows().containsKey(time)) {
      time++;
    }
    return time;
  }

  private double value() {
    return random.nextInt(1_000_000) / 4.0;
  }

  /** One entry with everything. */
  private void insertFew(TableAccess tables, String name) {
    Contents after = promised.copy();
    transaction(
        tables,
        transaction -> {
          insert(transaction, after, name, 1 + random.nextInt(3), 1);
          commit(transaction, after);
        });
  }

  private void insert(Transaction transaction, Contents after, String name, int count, int chunks) {
    Table table = after.table(name);
    List<TestTables.Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long time = freeTime(table, chunks);
      double value = value();
      table.rows().put(time, value);
      rows.add(row(time, "t", value));
    }
    transaction.append(schema(after, name), TestTables.batch(rows));
  }

  /** Large batches over several chunks, and rows deleted to make room for them. */
  private void copyIn(TableAccess tables, String name) {
    Contents after = promised.copy();
    transaction(
        tables,
        transaction -> {
          int tooMany = after.table(name).rows().size() - ROWS_MAX;
          if (tooMany > 0) {
            change(tables, transaction, after, name, tooMany + 100, false);
          }
          for (int batch = 0; batch < 3; batch++) {
            insert(transaction, after, name, random.nextInt(20, 150), CHUNKS);
          }
          transaction.flush();
          commit(transaction, after);
        });
  }

  /** Rows in several chunks, updates, deletes, a part undone. */
  private void transact(LocalNode node, String name, boolean isCommitted) {
    TableAccess tables = node.tables();
    Contents after = promised.copy();
    transaction(
        tables,
        transaction -> {
          insert(transaction, after, name, random.nextInt(1, 40), CHUNKS);
          transaction.flush();
          sealSome(node);
          change(tables, transaction, after, name, 3, true);
          if (random.nextBoolean()) {
            int savepoint = transaction.savepoint();
            Contents undone = after.copy();
            insert(transaction, undone, name, 10, CHUNKS);
            transaction.flush();
            sealSome(node);
            change(tables, transaction, undone, name, 2, random.nextBoolean());
            transaction.rollbackTo(savepoint);
            insert(transaction, after, anyTable(), 5, CHUNKS);
          }
          change(tables, transaction, after, name, 2, false);
          if (isCommitted) {
            commit(transaction, after);
          } else {
            transaction.rollback();
          }
        });
  }

  /** Now and then all rows go to segments, those of open transactions too. */
  private void sealSome(LocalNode node) {
    if (random.nextInt(3) == 0) {
      node.sealAll();
    }
  }

  /** Updates or deletes rows. */
  private void change(
      TableAccess tables,
      Transaction transaction,
      Contents after,
      String name,
      int count,
      boolean isUpdate) {
    Table table = after.table(name);
    TableSchema schema = schema(after, name);
    Snapshot snapshot = transaction.snapshot();
    Map<Long, Name> names = new HashMap<>();
    TestTables.forEach(tables, schema, snapshot, (each, found) -> names.put(found.time(), each));
    assertThat(names.keySet()).isEqualTo(table.rows().keySet());
    List<TestTables.Row> successors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Entry<Long, Double> victim = table.rows().ceilingEntry(random.nextLong(CHUNKS * 1000L));
      Name at = victim == null ? null : names.get(victim.getKey());
      if (victim == null || at == null) {
        continue;
      }
      names.remove(victim.getKey());
      delete(transaction, schema, snapshot, at);
      if (isUpdate) {
        double value = value();
        table.rows().put(victim.getKey(), value);
        successors.add(row(victim.getKey(), "t", value));
      } else {
        table.rows().remove(victim.getKey());
      }
    }
    if (!successors.isEmpty()) {
      transaction.append(schema, TestTables.batch(successors));
      transaction.flush();
    }
  }

  private static void delete(
      Transaction transaction, TableSchema schema, Snapshot snapshot, Name name) {
    long[] rowIds = {name.rowId()};
    assertThat(transaction.delete(schema, snapshot, name.chunkId(), rowIds, 1)).isEqualTo(1);
  }

  /** INSERT … ON CONFLICT DO UPDATE. */
  private void upsert(TableAccess tables) {
    String name = prefix + Contents.KEYED;
    Contents after = promised.copy();
    if (!after.tables().containsKey(name)) {
      return;
    }
    Table table = after.table(name);
    TableSchema schema = schema(after, name);
    var wanted = new TreeMap<Long, Double>();
    for (int i = 0; i < 10; i++) {
      Long known = table.rows().ceilingKey(random.nextLong(CHUNKS * 1000L));
      wanted.put(known == null || random.nextBoolean() ? freeTime(table, CHUNKS) : known, value());
    }
    List<TestTables.Row> rows = new ArrayList<>();
    wanted.forEach((time, value) -> rows.add(row(time, "t", value)));
    transaction(
        tables,
        transaction -> {
          Snapshot snapshot = transaction.snapshot();
          KeyConflicts met =
              transaction.insert(
                  schema, TestTables.batch(rows), schema.uniqueKeys(), RowLock.UPDATE);
          List<TestTables.Row> successors = new ArrayList<>();
          for (int i = 0; i < rows.size(); i++) {
            assertThat(met.isConflict(i)).isEqualTo(table.rows().containsKey(rows.get(i).time()));
            if (met.isConflict(i)) {
              delete(transaction, schema, snapshot, new Name(met.chunkId(i), met.rowId(i)));
              successors.add(rows.get(i));
            }
          }
          if (!successors.isEmpty()) {
            transaction.append(schema, TestTables.batch(successors));
          }
          table.rows().putAll(wanted);
          commit(transaction, after);
        });
  }

  private void create(TableAccess tables, String kind, boolean isCommitted) {
    if (promised.tables().size() > 6) {
      return;
    }
    Contents after = promised.copy();
    String name = prefix + kind + (kind.equals("extra") ? nextName++ : "");
    long oid = tables.catalog().allocateOids(1);
    after.tables().put(name, new Table((int) oid, oid, new TreeMap<>()));
    CatalogObject object = Contents.object(name, (int) oid, oid);
    transaction(
        tables,
        transaction -> {
          transaction.change(
              new CatalogEdit(
                  List.of(object),
                  List.of(),
                  Map.of(object.key(), 0L),
                  List.of(oid),
                  List.of(),
                  List.of()));
          insert(transaction, after, name, random.nextInt(1, 300), CHUNKS);
          if (isCommitted) {
            commit(transaction, after);
          } else {
            transaction.flush();
            transaction.rollback();
          }
        });
  }

  private void dropTable(TableAccess tables, Catalog catalog, String name) {
    if (!name.contains("extra")) {
      return;
    }
    Contents after = promised.copy();
    Table table = after.table(name);
    CatalogObject.Key key = Contents.object(name, table.oid(), 0).key();
    after.tables().remove(name);
    transaction(
        tables,
        transaction -> {
          insert(transaction, promised.copy(), name, 3, CHUNKS);
          transaction.change(
              new CatalogEdit(
                  List.of(),
                  List.of(key),
                  Map.of(key, catalog.version(table.oid())),
                  List.of(),
                  List.of(table.storageId()),
                  List.of()));
          commit(transaction, after);
        });
  }

  private void rename(TableAccess tables, Catalog catalog, String name) {
    if (name.contains("extra")) {
      Contents after = promised.copy();
      Table table = after.table(name);
      String newName = prefix + "extra" + nextName++;
      after.tables().remove(name);
      after.tables().put(newName, table);
      transaction(
          tables,
          transaction -> {
            transaction.change(replace(catalog, newName, table, table.storageId(), List.of()));
            insert(transaction, after, newName, 2, CHUNKS);
            commit(transaction, after);
          });
    }
  }

  private static CatalogEdit replace(
      Catalog catalog, String name, Table table, long storageId, List<Long> dropped) {
    CatalogObject object = Contents.object(name, table.oid(), storageId);
    return new CatalogEdit(
        List.of(object),
        List.of(),
        Map.of(object.key(), catalog.version(table.oid())),
        dropped.isEmpty() ? List.of() : List.of(storageId),
        dropped,
        List.of());
  }

  /** Other storage in the old one's place, with new rows in it. */
  private void truncate(TableAccess tables, Catalog catalog, String name) {
    Contents after = promised.copy();
    Table before = after.table(name);
    long storageId = tables.catalog().allocateOids(1);
    after.tables().put(name, new Table(before.oid(), storageId, new TreeMap<>()));
    boolean isCommitted = random.nextInt(3) > 0;
    transaction(
        tables,
        transaction -> {
          transaction.change(
              replace(catalog, name, before, storageId, List.of(before.storageId())));
          insert(transaction, after, name, random.nextInt(1, 30), CHUNKS);
          if (isCommitted) {
            commit(transaction, after);
          } else {
            transaction.rollback();
          }
        });
  }

  private void dropChunk(TableAccess tables, String name) {
    Contents after = promised.copy();
    TableSchema schema = schema(after, name);
    transaction(
        tables,
        transaction -> {
          List<ChunkInfo> chunks = tables.chunks(schema.storageId(), transaction.snapshot());
          if (chunks.isEmpty()) {
            return;
          }
          ChunkInfo chunk = chunks.get(random.nextInt(chunks.size()));
          after.table(name).rows().subMap(chunk.rangeStart(), chunk.rangeEnd()).clear();
          transaction.change(
              new CatalogEdit(
                  List.of(), List.of(), Map.of(), List.of(), List.of(), List.of(chunk.chunkId())));
          commit(transaction, after);
        });
  }

  private void sequence(SequenceStore sequences) {
    if (random.nextInt(5) == 0) {
      long to = random.nextInt(1000);
      sequenceFloor = Math.min(sequenceFloor, to);
      sequences.set(sequenceId, new SequenceStore.State(to, true));
      sequenceFloor = to;
    } else {
      OptionalLong next = sequences.next(sequenceId, RANGE);
      assertThat(next).isPresent();
      assertThat(next.getAsLong()).isGreaterThan(sequenceFloor);
      sequenceFloor = next.getAsLong();
    }
  }

  // ---------------------------------------------------------------- checking

  /** Compares a node with what was promised; what is found counts as promised from then on. */
  void verify(TableAccess tables, Catalog catalog, String run) {
    Contents found = Contents.read(tables, catalog, prefix, run);
    if (!found.equals(promised) && !found.equals(possible)) {
      throw new AssertionError(
          run
              + ": found / promised\n"
              + found.difference(promised)
              + (possible.equals(promised)
                  ? ""
                  : "found / possible\n" + found.difference(possible)));
    }
    promised = found;
    possible = found;
  }

  /** Writes a little of everything. */
  void goOn(LocalNode node, Catalog catalog) {
    TableAccess tables = node.tables();
    play(node, catalog);
    if (promised.tables().size() >= 2) {
      transact(node, anyTable(), true);
      upsert(tables);
    }
    sequence(tables.sequences());
  }
}
