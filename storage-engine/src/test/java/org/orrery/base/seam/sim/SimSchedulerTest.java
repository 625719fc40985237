package org.orrery.base.seam.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.orrery.base.actor.Mailbox;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

class SimSchedulerTest {

  @SuppressWarnings("ThreadPriorityCheck") // yielding gives the scheduler its choice
  private static String interleaving(long seed) {
    var clock = new SimClock();
    var scheduler = new SimScheduler(new SimRng(seed), clock);
    var lock = new ReentrantLock();
    var trace = new StringBuilder();
    for (int t = 0; t < 4; t++) {
      char name = (char) ('a' + t);
      scheduler.spawn(
          "contender",
          () -> {
            for (int i = 0; i < 5; i++) {
              lock.lock();
              try {
                trace.append(name);
                Thread.yield();
              } finally {
                lock.unlock();
              }
            }
          });
    }
    scheduler.run();
    return trace.toString();
  }

  @Test
  void aSeedDecidesTheInterleaving() {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      String first = interleaving(seed);
      assertThat(first).hasSize(20).isEqualTo(interleaving(seed));
      seen.add(first);
    }
    assertThat(seen).hasSizeGreaterThan(5);
  }

  @Test
  void timeMovesToTheNextTimerWhenNobodyCanGoOn() {
    var clock = new SimClock();
    var scheduler = new SimScheduler(new SimRng(1), clock);
    List<Long> fired = new ArrayList<>();
    scheduler.after(3_000_000_000L, "late", () -> fired.add(clock.nanos()));
    scheduler.after(1_000_000_000L, "early", () -> fired.add(clock.nanos()));
    scheduler.after(2_000_000_000L, "never", () -> fired.add(-1L)).cancel();

    scheduler.run();

    assertThat(fired).containsExactly(1_000_000_000L, 3_000_000_000L);
  }

  @Test
  void aMailboxRefusesAtItsDeadlineOnVirtualTime() {
    var clock = new SimClock();
    var scheduler = new SimScheduler(new SimRng(1), clock);
    List<SqlState> refusals = new ArrayList<>();
    var mailbox = new Mailbox("slow", 1, clock, scheduler);
    Runnable slow = () -> sleepUntil(clock, 60_000_000_000L);
    scheduler.spawn(
        "sender",
        () -> {
          for (int i = 0; i < 3; i++) {
            try {
              mailbox.submit(slow, clock.nanos() + 5_000_000_000L);
            } catch (OrreryException e) {
              refusals.add(e.state());
            }
          }
        });

    scheduler.run();

    assertThat(refusals).containsExactly(SqlState.INSUFFICIENT_RESOURCES);
  }

  private static void sleepUntil(SimClock clock, long deadline) {
    try {
      clock.sleepUntil(deadline);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void messagesCrossTheNetworkUnlessItIsCut() {
    var scheduler = new SimScheduler(new SimRng(1), new SimClock());
    var network = new SimNetwork(scheduler, new SimRng(2));
    List<String> received = new ArrayList<>();
    network.node("b").listen("b", (peer, message) -> received.add(peer + message[0]));

    network.node("a").send("b", new byte[] {1});
    scheduler.run();
    network.cut("a", "b");
    network.node("a").send("b", new byte[] {2});
    network.node("c").send("b", new byte[] {3});
    scheduler.run();

    assertThat(received).containsExactly("a1", "c3");
  }

  @Test
  void whatAThreadDoesNotCatchFailsTheRun() {
    var scheduler = new SimScheduler(new SimRng(1), new SimClock());
    scheduler.spawn(
        "dying",
        () -> {
          throw new IllegalStateException("boom");
        });

    assertThatThrownBy(scheduler::run)
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("boom");
  }
}
