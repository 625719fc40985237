package org.orrery.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.system.SystemScheduler;

/** What every {@link ReplicatedLog} does. */
abstract class ReplicatedLogContract {

  static final GroupId META = new GroupId(0);
  static final GroupId SHARD = new GroupId(7);

  final SystemScheduler scheduler = new SystemScheduler();

  /** Opens the log under test; again after closing it, with what it had. */
  abstract ReplicatedLog open();

  @AfterEach
  void stopScheduler() {
    scheduler.close();
  }

  @Test
  void anAppendedEntryIsAppliedWithItsIndexBeforeItIsAcknowledged() {
    var machine = new Recorder(0);
    try (ReplicatedLog log = open()) {
      log.open(META, 0, machine);

      assertThat(log.append(META, Recorder.bytes("one"), Durability.SYNC).join()).isEqualTo(1);
      assertThat(machine.entries()).containsExactly("one");
      assertThat(log.append(META, Recorder.bytes("two"), Durability.ASYNC).join()).isEqualTo(2);
    }
    assertThat(machine.entries()).containsExactly("one", "two");
  }

  @Test
  void entriesAreReplayedAfterTheIndexThatTheManifestCovers() {
    try (ReplicatedLog log = open()) {
      log.open(META, 0, new Recorder(0));
      log.open(SHARD, 0, new Recorder(0));
      for (String text : List.of("a", "b", "c")) {
        log.append(META, Recorder.bytes(text), Durability.SYNC).join();
        log.append(SHARD, Recorder.bytes(text + text), Durability.SYNC).join();
      }
    }
    var meta = new Recorder(1);
    var shard = new Recorder(3);
    try (ReplicatedLog log = open()) {
      log.open(META, 1, meta);
      log.open(SHARD, 3, shard);

      assertThat(meta.entries()).containsExactly("b", "c");
      assertThat(shard.entries()).isEmpty();
      assertThat(log.append(META, Recorder.bytes("d"), Durability.SYNC).join()).isEqualTo(4);
      assertThat(log.append(SHARD, Recorder.bytes("dd"), Durability.SYNC).join()).isEqualTo(4);
    }
  }

  @Test
  void entriesOfManyThreadsAreAllThereInTheOrderOfEachThread() throws InterruptedException {
    var machine = new Recorder(0);
    int threads = 8;
    int each = 200;
    try (ReplicatedLog log = open()) {
      log.open(META, 0, machine);
      List<Scheduler.Task> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String name = "t" + t + ":";
        tasks.add(
            scheduler.spawn(
                name,
                () -> {
                  List<CompletableFuture<Long>> futures = new ArrayList<>();
                  for (int i = 0; i < each; i++) {
                    futures.add(log.append(META, Recorder.bytes(name + i), Durability.SYNC));
                    if (i % 10 == 9) {
                      futures.getLast().join();
                    }
                  }
                }));
      }
      for (Scheduler.Task task : tasks) {
        task.join();
      }
    }
    var replayed = new Recorder(0);
    try (ReplicatedLog log = open()) {
      log.open(META, 0, replayed);
    }
    assertThat(replayed.entries()).isEqualTo(machine.entries()).hasSize(threads * each);
    for (int t = 0; t < threads; t++) {
      String name = "t" + t + ":";
      assertThat(replayed.entries().stream().filter(entry -> entry.startsWith(name)))
          .containsExactlyElementsOf(IntStream.range(0, each).mapToObj(i -> name + i).toList());
    }
  }

  @Test
  void entriesUpToTheLimitAreTakenAndLargerOnesRefused() {
    var sizes = new ArrayList<Integer>();
    try (ReplicatedLog log = open()) {
      log.open(META, 0, (_, entry) -> sizes.add(entry.remaining()));
      int limit = entryBytesMax();
      log.append(META, ByteBuffer.allocate(limit), Durability.SYNC).join();
      log.append(META, ByteBuffer.allocate(0), Durability.SYNC).join();
      ByteBuffer tooLarge = ByteBuffer.allocate(limit + 1);

      assertThatThrownBy(() -> log.append(META, tooLarge, Durability.SYNC))
          .isInstanceOfSatisfying(
              OrreryException.class,
              e -> assertThat(e.state()).isEqualTo(SqlState.PROGRAM_LIMIT_EXCEEDED));
      assertThat(sizes).containsExactly(limit, 0);
    }
  }

  /** Bytes an entry may have in the log under test. */
  int entryBytesMax() {
    return ReplicatedLog.ENTRY_BYTES_MAX;
  }

  @Test
  void aClosedLogHasAppliedWhatItAcceptedAndTakesNoMore() {
    var machine = new Recorder(0);
    ReplicatedLog log = open();
    log.open(META, 0, machine);
    for (int i = 0; i < 500; i++) {
      var _ = log.append(META, Recorder.bytes("entry " + i), Durability.SYNC);
    }
    log.close();
    log.close();

    assertThat(machine.entries()).hasSize(500);
    assertThatThrownBy(() -> log.append(META, Recorder.bytes("late"), Durability.SYNC))
        .isInstanceOfSatisfying(
            OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.ADMIN_SHUTDOWN));
  }

  @Test
  void aSlowGroupDoesNotHoldUpAnother() {
    var gate = new CountDownLatch(1);
    try (ReplicatedLog log = open()) {
      log.open(META, 0, (_, _) -> awaitQuietly(gate));
      log.open(SHARD, 0, new Recorder(0));
      CompletableFuture<Long> slow = log.append(META, Recorder.bytes("slow"), Durability.SYNC);

      assertThat(log.append(SHARD, Recorder.bytes("fast"), Durability.SYNC).join()).isEqualTo(1);
      assertThat(slow).isNotDone();
      gate.countDown();
      assertThat(slow.join()).isEqualTo(1);
    }
  }

  @Test
  void purgedEntriesAreNotReplayedAndIndexesGoOn() {
    try (ReplicatedLog log = open()) {
      log.open(META, 0, new Recorder(0));
      for (int i = 0; i < 100; i++) {
        log.append(META, Recorder.bytes("entry " + i), Durability.SYNC).join();
      }
      log.purge(META, 100);
    }
    var machine = new Recorder(100);
    try (ReplicatedLog log = open()) {
      log.open(META, 100, machine);
      assertThat(log.append(META, Recorder.bytes("next"), Durability.SYNC).join()).isEqualTo(101);
    }
    assertThat(machine.entries()).containsExactly("next");
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
