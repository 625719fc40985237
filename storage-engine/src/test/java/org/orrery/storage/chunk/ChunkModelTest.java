package org.orrery.storage.chunk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.data.Batch;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.chunk.Tables.Named;
import org.orrery.storage.chunk.Tables.Row;

/**
 * Random histories against a list of rows with their begin and end: every scan equals the model's,
 * also of old snapshots, across sealing, and after restarts at any moment.
 */
class ChunkModelTest {

  /** A row's life; times are csns, {@code Long.MAX_VALUE} for never. */
  private static final class Life {
    final Row row;
    long begin = Long.MAX_VALUE;
    long end = Long.MAX_VALUE;
    long stagedBy;
    int stagedSub;
    boolean isHidden;
    long deletedBy;
    int deletedSub;

    Life(Row row) {
      this.row = row;
    }

    boolean isVisible(Snapshot snapshot) {
      long own = snapshot.transactionId();
      boolean isOwn = own != 0 && stagedBy == own && !isHidden;
      if (!isOwn && begin > snapshot.readTimestamp()) {
        return false;
      }
      return end > snapshot.readTimestamp() && (own == 0 || deletedBy != own);
    }
  }

  /** Names of rows by their values, as they were at a csn. */
  private record Names(long csn, Map<Double, Long> byValue) {}

  private final List<Life> model = new ArrayList<>();
  private final Map<Long, Integer> openTransactions = new HashMap<>();
  private final List<Long> snapshots = new ArrayList<>();
  private static final CompactionLimits LIMITS = new CompactionLimits(2, 4, 100_000, 0);
  private int merges;
  private int lookups;
  private SimFileStore store = new SimFileStore();
  private ShardDouble shard = new ShardDouble(store, new TreeMap<>());
  private final List<SealedHot> sealed = new ArrayList<>();
  private @Nullable SealedStaged sealedStaged;
  private int stagedSeals;
  private @Nullable MergedSegments merged;
  private Names names = new Names(0, Map.of());
  private long csn = 10;
  private long nextTransaction = 100;
  private int nextValue;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void scansEqualTheModelUnderRandomOperations(long seed) {
    var random = new Random(seed);
    for (int step = 0; step < 400; step++) {
      step(random, false);
      check(new Snapshot(csn, 0));
      for (long transaction : openTransactions.keySet()) {
        check(new Snapshot(csn, transaction));
      }
      for (long old : snapshots) {
        check(new Snapshot(old, 0));
      }
    }
    assertThat(merges).isPositive();
    assertThat(stagedSeals).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void manifestAndReplayGiveTheStateThatWasThereBeforeARestart(long seed) {
    var random = new Random(seed);
    for (int step = 0; step < 400; step++) {
      step(random, true);
      if (random.nextInt(12) == 0) {
        if (random.nextBoolean()) {
          shard.purgeLog();
        }
        sealed.clear();
        sealedStaged = null;
        merged = null;
        names = new Names(0, Map.of());
        long minReplay = shard.chunk.minReplayIndex();
        store = store.crash(seed + step);
        shard = new ShardDouble(store, shard.log);
        assertThat(shard.chunk.minReplayIndex()).isEqualTo(minReplay);
      }
      check(new Snapshot(csn, 0));
      for (long transaction : openTransactions.keySet()) {
        check(new Snapshot(csn, transaction));
      }
    }
  }

  private void check(Snapshot snapshot) {
    List<Row> expected =
        model.stream().filter(life -> life.isVisible(snapshot)).map(life -> life.row).toList();
    assertThat(Tables.rows(shard.chunk, snapshot)).containsExactlyInAnyOrderElementsOf(expected);
    lookUp(snapshot, expected);
    if (snapshot.transactionId() == 0 && snapshot.readTimestamp() == csn) {
      assertThat(shard.chunk.size().rowCount()).isEqualTo(expected.size());
    }
  }

  /** Looks rows up by indexed columns; the reader leaves out what is not wanted. */
  private void lookUp(Snapshot snapshot, List<Row> visible) {
    long time = lookups++ * 37L % 1000;
    var byTime = new ColumnRange(0, time, time + lookups % 3);
    assertThat(Tables.rows(shard.chunk, snapshot, byTime).stream().filter(isIn(byTime)))
        .containsExactlyInAnyOrderElementsOf(visible.stream().filter(isIn(byTime)).toList());
    double value = lookups * 17L % (nextValue + 1);
    var byValue = new ColumnRange(2, value, value + 5, List.of(value, value + 2, value + 5));
    assertThat(Tables.rows(shard.chunk, snapshot, byValue).stream().filter(isIn(byValue)))
        .containsExactlyInAnyOrderElementsOf(visible.stream().filter(isIn(byValue)).toList());
  }

  private static Predicate<Row> isIn(ColumnRange range) {
    List<Object> listed = range.anyOf();
    if (listed != null) {
      return row -> row.value() != null && listed.contains(row.value());
    }
    long low = (Long) requireNonNull(range.low());
    long high = (Long) requireNonNull(range.high());
    return row -> row.time() >= low && row.time() <= high;
  }

  private void step(Random random, boolean restarts) {
    switch (random.nextInt(restarts ? 19 : 20)) {
      case 0, 1 -> append(random);
      case 2 -> delete(random);
      case 3, 4 -> stage(random);
      case 5 -> stageDelete(random);
      case 6 -> hide(random);
      case 7 -> resolve(random);
      case 8 -> abort(random);
      case 9 -> rotate();
      case 10 -> publish();
      case 11 -> {
        if (restarts) {
          shard.horizon.advance(csn - random.nextInt(20));
        }
        if (random.nextInt(4) == 0) {
          shard.checkpoint();
        }
      }
      case 12 -> planMerge(random);
      case 13 -> publishMerge();
      case 14 -> names = new Names(csn, names(new Snapshot(csn, 0)));
      case 15, 16 -> sealStaged(random);
      case 17, 18 -> publishStaged();
      default -> snapshot(random);
    }
  }

  private List<Life> newRows(Random random) {
    var rows = new ArrayList<Life>();
    for (int left = 1 + random.nextInt(random.nextInt(20) == 0 ? 1100 : 5); left > 0; left--) {
      String tag = random.nextInt(8) == 0 ? null : "tag" + random.nextInt(5);
      rows.add(new Life(new Row(random.nextInt(1000), tag, (double) nextValue++)));
    }
    return rows;
  }

  private static Batch[] batches(List<Life> lives) {
    var batches = new ArrayList<Batch>();
    for (int from = 0; from < lives.size(); from += 1000) {
      batches.add(
          Tables.batch(
              lives.subList(from, Math.min(from + 1000, lives.size())).stream()
                  .map(life -> life.row)
                  .toList()));
    }
    return batches.toArray(Batch[]::new);
  }

  private void append(Random random) {
    List<Life> rows = newRows(random);
    long commit = ++csn;
    rows.forEach(life -> life.begin = commit);
    model.addAll(rows);
    var batches = batches(rows);
    shard.apply(
        (chunk, index) -> {
          for (var batch : batches) {
            chunk.applyAppend(index, commit, batch);
          }
        });
  }

  private Map<Double, Long> names(Snapshot snapshot) {
    var names = new HashMap<Double, Long>();
    for (Named named : Tables.scan(shard.chunk, snapshot)) {
      names.put(named.row().value(), named.rowId());
    }
    return names;
  }

  /** Names of up to a few rows that a snapshot sees and nobody else deletes. */
  private List<Life> victims(Random random, Snapshot snapshot) {
    List<Life> free =
        model.stream()
            .filter(life -> life.isVisible(snapshot) && life.deletedBy == 0)
            .filter(life -> life.end == Long.MAX_VALUE)
            .toList();
    var chosen = new ArrayList<Life>();
    int wanted = random.nextInt(4) == 0 ? free.size() / 2 : random.nextInt(3);
    for (Life life : free) {
      if (random.nextInt(Math.max(1, free.size())) < wanted) {
        chosen.add(life);
      }
    }
    return chosen;
  }

  /** Names of rows, some of them such as a snapshot that is still open has met. */
  private long[] idsOf(List<Life> lives, Map<Double, Long> now) {
    boolean isKnown = shard.horizon.timestamp() <= names.csn;
    return lives.stream()
        .map(life -> life.row.value())
        .mapToLong(
            value -> {
              Long former = isKnown ? names.byValue.get(value) : null;
              return requireNonNull(former == null ? now.get(value) : former);
            })
        .toArray();
  }

  private void delete(Random random) {
    var snapshot = new Snapshot(csn, 0);
    List<Life> victims = victims(random, snapshot);
    long[] ids = idsOf(victims, names(snapshot));
    for (long id : ids) {
      long name = shard.chunk.translate(id);
      assertThat(shard.chunk.checkDelete(id, snapshot))
          .isEqualTo(name == id ? DeleteConflict.NONE : new DeleteConflict.Moved(name));
      assertThat(shard.chunk.checkDelete(name, snapshot)).isEqualTo(DeleteConflict.NONE);
    }
    long commit = ++csn;
    victims.forEach(life -> life.end = commit);
    shard.apply((chunk, index) -> chunk.applyDelete(index, commit, ids));
  }

  private long transaction(Random random) {
    if (openTransactions.size() < 3) {
      openTransactions.put(++nextTransaction, 0);
    }
    var open = new ArrayList<>(openTransactions.keySet());
    long chosen = open.get(random.nextInt(open.size()));
    openTransactions.merge(chosen, random.nextInt(2), Integer::sum);
    return chosen;
  }

  private void stage(Random random) {
    long transaction = transaction(random);
    int sub = openTransactions.getOrDefault(transaction, 0);
    List<Life> rows = newRows(random);
    for (Life life : rows) {
      life.stagedBy = transaction;
      life.stagedSub = sub;
    }
    model.addAll(rows);
    var batches = batches(rows);
    shard.apply(
        (chunk, index) -> {
          for (var batch : batches) {
            chunk.applyStage(index, transaction, sub, batch);
          }
        });
  }

  private void stageDelete(Random random) {
    long transaction = transaction(random);
    int sub = openTransactions.getOrDefault(transaction, 0);
    var snapshot = new Snapshot(csn, transaction);
    List<Life> victims = victims(random, snapshot);
    long[] ids = idsOf(victims, names(snapshot));
    for (Life life : victims) {
      life.deletedBy = transaction;
      life.deletedSub = sub;
    }
    shard.apply((chunk, index) -> chunk.applyStageDelete(index, transaction, sub, ids));
    for (long id : ids) {
      assertThat(shard.chunk.checkDelete(shard.chunk.translate(id), snapshot))
          .isEqualTo(DeleteConflict.DELETED_BY_SELF);
    }
  }

  private void hide(Random random) {
    long transaction = transaction(random);
    int first = random.nextInt(openTransactions.getOrDefault(transaction, 0) + 1);
    for (Life life : model) {
      if (life.stagedBy == transaction && life.stagedSub >= first) {
        life.isHidden = true;
      }
      if (life.deletedBy == transaction && life.deletedSub >= first) {
        life.deletedBy = 0;
      }
    }
    shard.apply((chunk, index) -> chunk.applyHideSub(index, transaction, first));
  }

  private void resolve(Random random) {
    long transaction = transaction(random);
    long commit = ++csn;
    for (Life life : model) {
      boolean isDeleted = life.deletedBy == transaction;
      if (life.stagedBy == transaction) {
        life.begin = life.isHidden || isDeleted ? Long.MAX_VALUE : commit;
      } else if (isDeleted) {
        life.end = commit;
      }
    }
    forget(transaction);
    shard.apply((chunk, index) -> chunk.applyResolve(index, transaction, commit));
  }

  private void abort(Random random) {
    long transaction = transaction(random);
    forget(transaction);
    shard.apply((chunk, index) -> chunk.applyAbort(index, transaction));
  }

  private void forget(long transaction) {
    model.removeIf(life -> life.stagedBy == transaction && life.begin == Long.MAX_VALUE);
    for (Life life : model) {
      if (life.stagedBy == transaction) {
        life.stagedBy = 0;
      }
      if (life.deletedBy == transaction) {
        life.deletedBy = 0;
      }
    }
    openTransactions.remove(transaction);
  }

  private int schemaVersion = 1;

  private void rotate() {
    FrozenHot frozen = shard.chunk.rotate(shard.index);
    if (frozen != null) {
      sealed.add(shard.sealer.seal(frozen));
    }
  }

  private void publish() {
    if (!sealed.isEmpty()) {
      shard.publish(sealed.removeFirst(), csn);
    }
  }

  private void sealStaged(Random random) {
    if (sealedStaged == null) {
      int rowsMin = random.nextInt(20);
      sealedStaged = shard.sealStaged((rows, _) -> rows >= rowsMin);
    }
  }

  private void publishStaged() {
    if (sealedStaged != null) {
      stagedSeals += shard.publish(sealedStaged) ? 1 : 0;
      sealedStaged = null;
    }
  }

  private void planMerge(Random random) {
    if (random.nextInt(3) == 0) {
      int version = ++schemaVersion;
      Integer[] order = random.nextBoolean() ? new Integer[] {1} : new Integer[] {2, 1};
      shard.apply((chunk, at) -> chunk.applySchema(at, Tables.sortedBy(version, order)));
    }
    if (merged == null) {
      MergeInput input =
          random.nextBoolean()
              ? shard.chunk.planMerge(LIMITS, true)
              : shard.chunk.planFullMerge(LIMITS);
      merged = input == null ? null : shard.merge(input);
    }
  }

  private void publishMerge() {
    if (merged != null) {
      shard.publish(merged, csn);
      merges++;
      merged = null;
    }
  }

  private void snapshot(Random random) {
    if (snapshots.size() < 3) {
      snapshots.add(csn);
    } else {
      snapshots.removeFirst();
    }
    if (random.nextBoolean()) {
      long oldest = snapshots.isEmpty() ? csn : snapshots.getFirst();
      shard.horizon.advance(oldest);
    }
  }
}
