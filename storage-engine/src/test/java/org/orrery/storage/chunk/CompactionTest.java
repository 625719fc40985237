package org.orrery.storage.chunk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.chunk.Tables.Named;
import org.orrery.storage.chunk.Tables.Row;
import org.orrery.storage.segment.SegmentReader;
import org.orrery.storage.segment.SegmentVerifier;

class CompactionTest {

  private static final CompactionLimits LIMITS = new CompactionLimits(8, 16, 1_000_000, 0);
  private static final Snapshot NOW = new Snapshot(1000, 0);

  private final SimFileStore store = new SimFileStore();
  private final ShardDouble shard = new ShardDouble(store, new TreeMap<>());
  private long csn = 10;

  private static List<Row> some(int from, int count) {
    var rows = new ArrayList<Row>();
    for (int i = from; i < from + count; i++) {
      rows.add(new Row(i * 37L % 100_000, i % 7 == 0 ? null : "tag" + i % 5, (double) i));
    }
    return rows;
  }

  /** Adds rows as one segment whose names are settled. */
  private static void addSegment(ShardDouble shard, List<Row> rows, long csn) {
    for (int from = 0; from < rows.size(); from += 1000) {
      var batch = Tables.batch(rows.subList(from, Math.min(rows.size(), from + 1000)));
      shard.apply((chunk, index) -> chunk.applyAppend(index, csn, batch));
    }
    shard.seal(csn);
    shard.horizon.advance(csn + 1);
    shard.checkpoint();
  }

  private void addSegment(int from, int count) {
    addSegment(shard, some(from, count), csn++);
  }

  private void delete(int count, long at) {
    long[] ids =
        Tables.scan(shard.chunk, NOW).stream().limit(count).mapToLong(Named::rowId).toArray();
    shard.apply((chunk, index) -> chunk.applyDelete(index, at, ids));
  }

  /** Values are unique. */
  private static List<Row> byValue(List<Row> rows) {
    return rows.stream().sorted(Comparator.comparing(Row::value)).toList();
  }

  private int segments() {
    return shard.chunk.version().segments().length;
  }

  private static List<String> files(FileStore files) {
    try {
      return files.list(ShardDouble.SEGMENTS).stream().map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void segmentsBecomeOneThatIsSortedThroughout() {
    for (int i = 0; i < 4; i++) {
      addSegment(i * 3000, 3000);
    }
    List<Row> expected = Tables.rows(shard.chunk, NOW);

    assertThat(shard.compact(LIMITS, csn)).isTrue();

    List<Row> rows = Tables.rows(shard.chunk, NOW);
    assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rows)
        .isSortedAccordingTo(
            Comparator.comparing(Row::tag, Comparator.nullsLast(Comparator.<String>naturalOrder()))
                .thenComparingLong(Row::time));
    assertThat(files(store))
        .containsExactly("42-5.1.oidx", "42-5.3_1.oidx", "42-5.map", "42-5.oseg");
    try (var reader = SegmentReader.open(store, ShardDouble.SEGMENTS.resolve("42-5.oseg"))) {
      new SegmentVerifier(reader).verify();
    }
    assertThat(shard.compact(LIMITS, csn)).isFalse();
    assertThat(Tables.rows(new ShardDouble(store.crash(1), shard.log).chunk, NOW)).isEqualTo(rows);
  }

  @Test
  void aFewLateRowsDoNotHaveALargeSegmentRewritten() {
    addSegment(0, 200_000);
    addSegment(200_000, 10);
    assertThat(shard.compact(LIMITS, csn)).isFalse();

    addSegment(200_010, 10);
    assertThat(shard.compact(LIMITS, csn)).isTrue();

    assertThat(files(store)).contains("42-1.oseg", "42-4.oseg").doesNotContain("42-2.oseg");
  }

  @Test
  void aChunkThatIsWrittenToWaitsForMoreSegments() {
    for (int i = 0; i < 7; i++) {
      addSegment(i * 10, 10);
    }
    assertThat(shard.chunk.planMerge(LIMITS, false)).isNull();
    addSegment(70, 10);
    assertThat(shard.chunk.planMerge(LIMITS, false)).isNotNull();
  }

  @Test
  void deletedRowsGoOnceNoSnapshotSeesThem() {
    addSegment(0, 5000);
    delete(2000, 20);
    assertThat(shard.compact(LIMITS, 20)).isFalse();

    shard.horizon.advance(20);
    delete(5, 30);
    assertThat(shard.compact(LIMITS, 30)).isTrue();

    SegmentView segment = shard.chunk.version().segments()[0];
    assertThat(segment.file().rowCount()).isEqualTo(3000);
    assertThat(Tables.rows(shard.chunk, new Snapshot(29, 0))).hasSize(3000);
    assertThat(Tables.rows(shard.chunk, NOW)).hasSize(2995);
  }

  @Test
  void aSegmentWithoutRowsGoes() {
    addSegment(0, 50);
    delete(50, 20);
    shard.horizon.advance(20);

    assertThat(shard.compact(LIMITS, 20)).isTrue();

    assertThat(segments()).isZero();
    assertThat(files(store)).isEmpty();
    assertThat(Tables.rows(new ShardDouble(store.crash(1), shard.log).chunk, NOW)).isEmpty();
  }

  @Test
  void aScanThatHasBegunGoesOnAndThenTheFilesGo() {
    addSegment(0, 3000);
    addSegment(3000, 3000);
    ScanCursor cursor = shard.chunk.cursor(Tables.request(NOW));

    assertThat(shard.compact(LIMITS, csn)).isTrue();

    assertThat(files(store)).contains("42-1.oseg", "42-2.oseg");
    assertThat(Tables.drain(cursor)).hasSize(6000);
    cursor.close();
    assertThat(files(store)).doesNotContain("42-1.oseg", "42-2.oseg");
  }

  @Test
  void aKeyProbeFollowsAndKeepsNoFile() {
    addSegment(0, 3000);
    addSegment(3000, 3000);
    var probe = new KeyProbe(shard.chunk, Tables.KEY);
    Row known = some(8, 1).getFirst();
    assertThat(probe.probe(Tables.batch(known), 0).kind(0)).isEqualTo(KeyMatches.Kind.COMMITTED);

    assertThat(shard.compact(LIMITS, csn)).isTrue();

    assertThat(files(store)).doesNotContain("42-1.oseg", "42-2.oseg");
    KeyMatches matches = probe.probe(Tables.batch(known), 0);
    assertThat(RowIds.container(matches.value(0))).isEqualTo(3);
  }

  @Test
  void whatIsWrittenMeanwhileIsKept() {
    addSegment(0, 3000);
    addSegment(3000, 3000);
    long[] staged =
        Tables.scan(shard.chunk, NOW).stream().skip(100).limit(7).mapToLong(Named::rowId).toArray();
    MergeInput input = requireNonNull(shard.chunk.planMerge(LIMITS, true));
    MergedSegments merged = shard.merge(input);
    delete(10, 50);
    shard.apply((chunk, index) -> chunk.applyStageDelete(index, 5, 0, staged));
    shard.apply((chunk, index) -> chunk.applyAppend(index, 51, Tables.batch(some(6000, 3))));
    shard.seal(51);

    shard.publish(merged, 51);

    assertThat(Tables.rows(shard.chunk, NOW)).hasSize(5993);
    assertThat(Tables.rows(shard.chunk, new Snapshot(1000, 5))).hasSize(5986);
    var again = new ShardDouble(store.crash(1), shard.log);
    assertThat(Tables.rows(again.chunk, NOW)).hasSize(5993);
    again.apply((chunk, index) -> chunk.applyResolve(index, 5, 60));
    assertThat(Tables.rows(again.chunk, NOW)).hasSize(5986);
  }

  @Test
  void segmentsInAnotherOrderAreSortedAnew() {
    addSegment(0, 300_000);
    addSegment(300_000, 3000);
    delete(70, csn++);
    shard.horizon.advance(csn);
    var expected = new ArrayList<>(Tables.rows(shard.chunk, NOW));
    shard.apply((chunk, index) -> chunk.applySchema(index, Tables.sortedBy(2, 1)));
    addSegment(303_000, 10);
    expected.addAll(some(303_000, 10));

    assertThat(shard.compactFully(LIMITS, csn)).isTrue();

    List<Row> rows = Tables.rows(shard.chunk, NOW);
    assertThat(rows).isSortedAccordingTo(Comparator.comparingLong(Row::time));
    assertThat(byValue(rows)).isEqualTo(byValue(expected));
    assertThat(segments()).isOne();
    assertThat(files(store)).filteredOn(name -> name.endsWith(".oseg")).hasSize(1);
    assertThat(shard.compactFully(LIMITS, csn)).isFalse();
    assertThat(Tables.rows(new ShardDouble(store.crash(1), shard.log).chunk, NOW)).isEqualTo(rows);
  }

  @Test
  void onlyAQuietChunkHasOneSegmentSortedAnew() {
    addSegment(0, 3000);
    shard.apply((chunk, index) -> chunk.applySchema(index, Tables.sortedBy(2, 1)));

    assertThat(shard.chunk.planMerge(LIMITS, false)).isNull();
    assertThat(shard.compact(LIMITS, csn)).isTrue();

    assertThat(Tables.rows(shard.chunk, NOW))
        .isSortedAccordingTo(Comparator.comparingLong(Row::time));
    shard.horizon.advance(csn + 1);
    assertThat(shard.compact(LIMITS, csn)).isFalse();
  }

  @Test
  void namesInUseSurviveAFullMerge() {
    shard.apply((chunk, index) -> chunk.applyAppend(index, 10, Tables.batch(some(0, 500))));
    long[] hot = Tables.scan(shard.chunk, NOW).stream().limit(3).mapToLong(Named::rowId).toArray();
    shard.horizon.advance(20);
    shard.seal(20);
    shard.apply((chunk, index) -> chunk.applyAppend(index, 11, Tables.batch(some(500, 500))));
    shard.seal(20);
    assertThat(shard.compact(LIMITS, 20)).isFalse();

    assertThat(shard.compactFully(LIMITS, 20)).isTrue();

    assertThat(segments()).isOne();
    shard.apply((chunk, index) -> chunk.applyDelete(index, 30, hot));
    List<Row> rows = Tables.rows(shard.chunk, NOW);
    assertThat(rows).hasSize(997).doesNotContainAnyElementsOf(some(0, 3));
    var again = new ShardDouble(store.crash(1), shard.log);
    assertThat(Tables.rows(again.chunk, NOW)).isEqualTo(rows);
  }

  @Test
  void aMergeThatIsStoppedLeavesNoFile() {
    addSegment(0, 3000);
    addSegment(3000, 3000);
    List<String> before = files(store);
    MergeInput input = requireNonNull(shard.chunk.planMerge(LIMITS, true));
    var asked = new AtomicInteger();

    MergedSegments merged =
        new Compactor(shard.files).merge(input, () -> asked.incrementAndGet() > 2);

    assertThat(merged).isNull();
    assertThat(files(store)).isEqualTo(before);
    assertThat(shard.compact(LIMITS, csn)).isTrue();
  }

  @Test
  void aStopAtAnyFileOperationChangesNothing() {
    for (int call = 1; ; call++) {
      var disk = new SimFileStore();
      var faulty = new FaultyFileStore(disk, FaultPlan.NONE);
      var mine = new ShardDouble(faulty, new TreeMap<>());
      addSegment(mine, some(0, 3000), 10);
      addSegment(mine, some(3000, 3000), 11);
      long[] ids =
          Tables.scan(mine.chunk, NOW).stream().limit(40).mapToLong(Named::rowId).toArray();
      mine.apply((chunk, index) -> chunk.applyDelete(index, 12, ids));
      List<Row> expected = Tables.rows(mine.chunk, NOW);
      faulty.setPlan(FaultPlan.stopAt(faulty.calls() + call));
      boolean isDone = true;
      try {
        mine.compact(LIMITS, 12);
        mine.purgeLog();
        mine.horizon.advance(14);
        mine.checkpoint();
      } catch (OrreryException e) {
        assertThat(e.state()).isEqualTo(SqlState.IO_ERROR);
        isDone = false;
      }
      for (int seed = 0; seed < 5; seed++) {
        SimFileStore left = disk.crash(seed);
        var again = new ShardDouble(left, new TreeMap<>(mine.log));
        assertThat(Tables.rows(again.chunk, NOW))
            .as("call %d seed %d", call, seed)
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(files(left)).filteredOn(name -> name.endsWith(".oseg")).hasSizeBetween(1, 2);
      }
      if (isDone) {
        assertThat(call).isGreaterThan(12);
        return;
      }
    }
  }
}
