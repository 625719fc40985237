package org.orrery.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.cluster.Contents.Catalog;
import org.orrery.cluster.log.LocalLogOptions;
import org.orrery.cluster.owner.KeyFormatter;
import org.orrery.cluster.shard.SealLimits;
import org.orrery.storage.chunk.CompactionLimits;

/**
 * Two writers at the same time on a node that seals, merges, snapshots and restarts, and what they
 * were promised.
 */
final class CrashWorkload {

  static final NodeOptions SMALL =
      new NodeOptions(
          new LocalLogOptions(32 << 10, 128 << 10, 1 << 20, 10_000_000_000L, 2),
          new SealLimits(200, 1 << 20, 600_000_000_000L),
          new CompactionLimits(2, 4, 100_000, 0),
          1 << 30,
          512 << 20,
          50_000_000L,
          0,
          KeyFormatter.NONE);

  private static final int WRITERS = 2;

  private final Scheduler scheduler;
  private final Clock clock;
  private final List<Writer> writers = new ArrayList<>();

  /** Errors after which a writer goes on. */
  private Predicate<OrreryException> isBearable = _ -> false;

  CrashWorkload(Scheduler scheduler, Clock clock, long seed) {
    this(scheduler, clock, seed, List.of(Writer.nothing(), Writer.nothing()));
  }

  /** A workload that goes on where promises were made. */
  CrashWorkload(Scheduler scheduler, Clock clock, long seed, List<Writer.Promise> promises) {
    this.scheduler = scheduler;
    this.clock = clock;
    for (int number = 0; number < WRITERS; number++) {
      writers.add(new Writer(number, seed, promises.get(number)));
    }
  }

  /** Lets writers go on after some errors. */
  void bear(Predicate<OrreryException> errors) {
    isBearable = errors;
  }

  List<Writer.Promise> promises() {
    return writers.stream().map(Writer::promise).toList();
  }

  private LocalNode open(FileStore store) {
    return LocalNode.open(store, scheduler, clock, SMALL, _ -> {});
  }

  /** Runs until done or until the store stops it; what stopped it, null when done. */
  @Nullable OrreryException run(FileStore store, int starts, int rounds) {
    for (int start = 0; start < starts; start++) {
      LocalNode node;
      try {
        node = open(store);
      } catch (OrreryException e) {
        return e;
      }
      try (node) {
        OrreryException error = play(node, rounds);
        if (error != null) {
          return error;
        }
      }
    }
    return null;
  }

  private @Nullable OrreryException play(LocalNode node, int rounds) {
    Catalog catalog = Catalog.of(node);
    var failure = new AtomicReference<@Nullable Throwable>();
    try {
      writers.forEach(each -> each.verify(node.tables(), catalog, "start"));
    } catch (OrreryException e) {
      return e;
    }
    List<Scheduler.Task> tasks = new ArrayList<>();
    for (Writer writer : writers) {
      tasks.add(scheduler.spawn("writer", () -> play(writer, node, catalog, rounds, failure)));
    }
    tasks.forEach(CrashWorkload::join);
    return switch (failure.get()) {
      case null -> null;
      case OrreryException e -> e;
      case Throwable e -> throw new AssertionError(e);
    };
  }

  private void play(
      Writer writer,
      LocalNode node,
      Catalog catalog,
      int rounds,
      AtomicReference<@Nullable Throwable> failure) {
    try {
      for (int round = 0; round < rounds && failure.get() == null; round++) {
        playOnce(writer, node, catalog);
        if (round % 8 == 7) {
          rest();
        }
      }
    } catch (OrreryException | AssertionError e) {
      failure.compareAndSet(null, e);
    }
  }

  private void playOnce(Writer writer, LocalNode node, Catalog catalog) {
    try {
      writer.play(node, catalog);
    } catch (OrreryException e) {
      if (!isBearable.test(e)) {
        throw e;
      }
    }
  }

  private static void join(Scheduler.Task task) {
    try {
      task.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives the node time to seal and to merge segments. */
  private void rest() {
    try {
      clock.sleepUntil(clock.nanos() + 4 * SMALL.maintenanceNanos());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a node, compares it with what was promised, writes, and compares again. */
  void verifyAndGoOn(FileStore store, String run) {
    try (LocalNode node = open(store)) {
      Catalog catalog = Catalog.of(node);
      for (Writer writer : writers) {
        writer.verify(node.tables(), catalog, run);
        // No intent of a lost transaction may hold a key.
        writer.goOn(node, catalog);
        writer.verify(node.tables(), catalog, run + " after writing");
      }
    }
    verify(store, run + " and reopened");
  }

  /** Opens a node and compares it with what was promised; the node dies then. */
  void verify(FileStore store, String run) {
    var mortal = new FaultyFileStore(store, FaultPlan.NONE);
    try (LocalNode node = open(mortal)) {
      Catalog catalog = Catalog.of(node);
      writers.forEach(each -> each.verify(node.tables(), catalog, run));
      mortal.setPlan(FaultPlan.stopAt(0));
    }
  }
}
