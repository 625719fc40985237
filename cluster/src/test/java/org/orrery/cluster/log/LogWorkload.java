package org.orrery.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.Scheduler;

/**
 * A mix of appends, manifests, purges and restarts over several groups, that remembers what it was
 * promised and checks it against what a log holds.
 */
final class LogWorkload {

  static final Path DIRECTORY = Path.of("log");
  static final LocalLogOptions SMALL_FILES =
      new LocalLogOptions(4096, 16 << 10, 1 << 20, 10_000_000_000L, 2);

  private static final List<GroupId> GROUPS =
      List.of(new GroupId(0), new GroupId(1), new GroupId(5));

  /** What is known of a group. */
  private static final class Known {
    /** All that was proposed, in order; index 1 first. */
    private final List<String> proposed = new ArrayList<>();

    /** So many of them were acknowledged. */
    private int acknowledged;

    /** The durable manifest's index: what it covers need not be in the log. */
    private int manifest;
  }

  private final Map<GroupId, Known> groups = new LinkedHashMap<>();
  private final Scheduler scheduler;
  private final Clock clock;
  private final SplittableRandom random;

  LogWorkload(Scheduler scheduler, Clock clock, long seed) {
    this.scheduler = scheduler;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
    for (GroupId group : GROUPS) {
      groups.put(group, new Known());
    }
  }

  static LocalLog openLog(FileStore store, Scheduler scheduler, Clock clock) {
    return LocalLog.open(store, DIRECTORY, SMALL_FILES, clock, scheduler, _ -> {});
  }

  /** Runs until done or until the store stops it; true when done. */
  boolean run(FileStore store, int rounds, String run) {
    for (int start = 0; start < 2; start++) {
      LocalLog log;
      try {
        log = openLog(store, scheduler, clock);
      } catch (OrreryException _) {
        return false;
      }
      try (log) {
        openGroups(log, run);
        for (int round = 0; round < rounds; round++) {
          playRound(log);
        }
      } catch (OrreryException | CompletionException _) {
        return false;
      }
    }
    return true;
  }

  /**
   * Opens the groups and compares: every acknowledged entry, at most whole unacknowledged ones
   * after them, in order. What is found counts as acknowledged from then on.
   */
  private void openGroups(LocalLog log, String run) {
    groups.forEach(
        (group, known) -> {
          var machine = new Recorder(known.manifest);
          log.open(group, known.manifest, machine);
          List<String> entries = machine.entries();
          int last = known.manifest + entries.size();
          assertThat(last).as(run).isBetween(known.acknowledged, known.proposed.size());
          assertThat(entries).as(run).isEqualTo(known.proposed.subList(known.manifest, last));
          known.proposed.subList(last, known.proposed.size()).clear();
          known.acknowledged = last;
        });
  }

  private void playRound(LocalLog log) {
    List<Runnable> acknowledgements = new ArrayList<>();
    int together = random.nextInt(1, 5);
    for (int i = 0; i < together; i++) {
      GroupId group = GROUPS.get(random.nextInt(GROUPS.size()));
      Durability durability = random.nextInt(8) == 0 ? Durability.ASYNC : Durability.SYNC;
      acknowledgements.add(propose(log, group, durability));
    }
    acknowledgements.forEach(Runnable::run);
    if (random.nextInt(10) == 0) {
      GroupId group = GROUPS.get(random.nextInt(GROUPS.size()));
      Known known = known(group);
      // Taken from what is applied, as a manifest is.
      known.manifest = known.acknowledged;
      log.purge(group, known.manifest);
    }
  }

  private Runnable propose(LocalLog log, GroupId group, Durability durability) {
    Known known = known(group);
    int number = known.proposed.size() + 1;
    String text = group + "-" + number + "-" + "x".repeat(random.nextInt(random.nextInt(1, 900)));
    ByteBuffer entry = Recorder.bytes(text);
    CompletableFuture<Long> future = log.append(group, entry, durability);
    known.proposed.add(text);
    return () -> {
      assertThat(future.join()).isEqualTo(number);
      if (durability == Durability.SYNC) {
        known.acknowledged = Math.max(known.acknowledged, number);
      }
    };
  }

  private Known known(GroupId group) {
    Known known = groups.get(group);
    if (known == null) {
      throw new AssertionError("unknown " + group);
    }
    return known;
  }

  /** Opens the log, compares it with what was promised, and appends to each group. */
  void verifyAndGoOn(FileStore store, String run) {
    try (LocalLog log = openLog(store, scheduler, clock)) {
      openGroups(log, run);
      for (GroupId group : GROUPS) {
        propose(log, group, Durability.SYNC).run();
      }
    }
  }

  /** A copy to try another outcome of the same run. */
  LogWorkload copy(long seed) {
    var copy = new LogWorkload(scheduler, clock, seed);
    groups.forEach(
        (group, known) -> {
          Known target = copy.known(group);
          target.proposed.addAll(known.proposed);
          target.acknowledged = known.acknowledged;
          target.manifest = known.manifest;
        });
    return copy;
  }
}
