package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.cluster.log.Durability;
import org.orrery.cluster.log.GroupId;
import org.orrery.cluster.log.LocalLog;
import org.orrery.cluster.log.LogStateMachine;
import org.orrery.cluster.log.LogUsage;
import org.orrery.cluster.log.ReplicatedLog;
import org.orrery.cluster.meta.MetaShard;
import org.orrery.cluster.shard.DataShard;
import org.orrery.cluster.shard.HotMemory;
import org.orrery.cluster.shard.ShardCheckpoint;
import org.orrery.cluster.shard.ShardSealer;
import org.orrery.cluster.tso.TimestampOracle;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.SegmentFiles;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.Manifest;

/**
 * Two instances that apply the same log have the same state, in whatever order the entries of
 * different groups come. {@code -Dorrery.seed} starts another series.
 */
class ReplayTest {

  private static final long SEED = Long.getLong("orrery.seed", 1);
  private static final int SEEDS = Integer.getInteger("orrery.node.seeds", 15);

  /** An entry of a group's log. */
  private record Logged(long index, byte[] bytes) {}

  @Test
  void theOrderAmongGroupsDoesNotMatter() {
    int applied = 0;
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      applied += replay(seed);
    }
    assertThat(applied).isGreaterThan(50 * SEEDS);
  }

  private static int replay(long seed) {
    int[] applied = {0};
    Simulation.run(
        seed,
        (scheduler, clock) -> {
          long call = new SplittableRandom(seed).nextInt(500, 3000);
          var disk = new SimFileStore();
          new CrashWorkload(scheduler, clock, seed)
              .run(new FaultyFileStore(disk, FaultPlan.stopAt(call)), 2, 30);
          var inOrder = new Instance(disk.crash(seed), scheduler, clock);
          var shuffled = new Instance(disk.crash(seed), scheduler, clock);
          applied[0] = inOrder.applyInOrder();
          assertThat(shuffled.applyShuffled(new SplittableRandom(seed))).isEqualTo(applied[0]);
          assertThat(shuffled.describe()).as("orrery.seed=%d", seed).isEqualTo(inOrder.describe());
          return true;
        });
    return applied[0];
  }

  /** A log whose entries are put aside instead of applied. */
  private record Tap(LocalLog log, Map<LogStateMachine, List<Logged>> target)
      implements ReplicatedLog {

    @Override
    public void open(GroupId group, long fromIndex, LogStateMachine machine) {
      List<Logged> entries = new ArrayList<>();
      target.put(machine, entries);
      log.open(
          group,
          fromIndex,
          (index, entry) -> {
            byte[] bytes = new byte[entry.remaining()];
            entry.get(bytes);
            entries.add(new Logged(index, bytes));
          });
    }

    @Override
    public CompletableFuture<Long> append(GroupId group, ByteBuffer entry, Durability durability) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void purge(GroupId group, long index) {}

    @Override
    public void requireIntact() {}

    @Override
    public LogUsage usage() {
      return log.usage();
    }

    @Override
    public void close() {}
  }

  /** The meta group and the data shards of a store, and the entries to apply to them. */
  private static final class Instance {
    private final Map<LogStateMachine, List<Logged>> logs = new LinkedHashMap<>();
    private final MetaShard meta;
    private final List<DataShard> shards = new ArrayList<>();

    Instance(SimFileStore store, Scheduler scheduler, Clock clock) {
      var oracle = new TimestampOracle(clock);
      meta = new MetaShard(store, LocalNode.MANIFESTS, NodeOptions.SHARDS);
      try (LocalLog log =
          LocalLog.open(
              store,
              LocalNode.LOG_DIRECTORY,
              CrashWorkload.SMALL.log(),
              clock,
              scheduler,
              error -> {
                throw new AssertionError(error);
              })) {
        meta.open(new Tap(log, logs));
        for (int number = 1; number <= NodeOptions.SHARDS; number++) {
          DataShard shard = shard(store, clock, oracle, number);
          shards.add(shard);
          new Tap(log, logs).open(shard.group(), checkpoint(store, number).index(), shard);
        }
      }
    }

    private static ShardCheckpoint checkpoint(SimFileStore store, int number) {
      return ShardCheckpoint.read(store, LocalNode.MANIFESTS, ShardSealer.checkpointName(number));
    }

    private static DataShard shard(
        SimFileStore store, Clock clock, TimestampOracle oracle, int number) {
      ShardCheckpoint checkpoint = checkpoint(store, number);
      var shard =
          new DataShard(
              new GroupId(number),
              oracle,
              clock,
              new HotMemory(1 << 30, clock),
              checkpoint.index(),
              checkpoint.timestamp());
      var files = new SegmentFiles(store, LocalNode.segmentsOf(number));
      for (ChunkState state : Manifest.read(store, LocalNode.manifestOf(number))) {
        shard.addRecovered(Chunk.recover(state, oracle.horizon(), files), state);
      }
      return shard;
    }

    int applyInOrder() {
      logs.forEach((machine, entries) -> entries.forEach(each -> apply(machine, each)));
      return logs.values().stream().mapToInt(List::size).sum();
    }

    private static void apply(LogStateMachine machine, Logged entry) {
      machine.apply(entry.index(), ByteBuffer.wrap(entry.bytes()).asReadOnlyBuffer());
    }

    int applyShuffled(SplittableRandom random) {
      List<LogStateMachine> turns = new ArrayList<>();
      logs.forEach((machine, entries) -> entries.forEach(_ -> turns.add(machine)));
      for (int i = turns.size() - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        turns.set(i, turns.set(other, turns.get(i)));
      }
      Map<LogStateMachine, Integer> done = new LinkedHashMap<>();
      for (LogStateMachine machine : turns) {
        int at = done.merge(machine, 1, Integer::sum) - 1;
        apply(machine, logs.getOrDefault(machine, List.of()).get(at));
      }
      return turns.size();
    }

    /** Everything that the state holds. */
    List<String> describe() {
      List<String> lines = new ArrayList<>();
      meta.places().forEach(each -> lines.add("place " + each));
      lines.add("commits " + new TreeMap<>(meta.commits()) + " until " + meta.timestamp());
      meta.subscribe(
          (version, objects, _) -> {
            lines.add("catalog " + version);
            objects.stream()
                .map(each -> each.key() + " " + each.name() + " " + each.version())
                .sorted()
                .forEach(lines::add);
          });
      for (DataShard shard : shards) {
        lines.add(shard.group() + " until " + shard.timestamp());
        lines.add("open " + shard.openTransactions());
        lines.add("commits " + new TreeMap<>(shard.commits()));
        for (long chunkId : shard.chunkIds()) {
          Chunk chunk = shard.chunk(chunkId);
          if (chunk != null) {
            describe(chunk, 0, lines);
            shard.openTransactions().forEach(each -> describe(chunk, each, lines));
          }
        }
      }
      return lines;
    }

    private static void describe(Chunk chunk, long transactionId, List<String> lines) {
      lines.add(chunk.info() + " " + chunk.schema().version() + " seen by " + transactionId);
      var request =
          new ScanRequest(
              chunk.schema(),
              IntStream.range(0, chunk.schema().columns().size()).toArray(),
              new Snapshot(Long.MAX_VALUE - 1, transactionId),
              List.of(),
              null);
      try (ScanCursor cursor = chunk.cursor(request)) {
        while (cursor.next()) {
          int[] visible = cursor.visible();
          for (int i = 0; i < cursor.visibleCount(); i++) {
            int at = visible == null ? i : visible[i];
            lines.add(
                cursor.rowIds()[at]
                    + " "
                    + cursor.column(0).get(at)
                    + " "
                    + cursor.column(2).get(at));
          }
        }
      }
    }
  }
}
