package org.orrery.base.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.system.SystemClock;
import org.orrery.base.seam.system.SystemScheduler;

class MailboxTest {

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final Clock clock = new SystemClock();
  private final SystemScheduler scheduler = new SystemScheduler();

  @AfterEach
  void stop() {
    scheduler.close();
  }

  @Test
  void messagesOfManyThreadsRunOneAtATimeInTheOrderOfEachSender() throws InterruptedException {
    var seen = new ArrayList<Integer>();
    try (var mailbox = new Mailbox("test", 8, clock, scheduler)) {
      var senders = new ArrayList<org.orrery.base.seam.Scheduler.Task>();
      for (int s = 0; s < 4; s++) {
        int sender = s;
        senders.add(
            scheduler.spawn(
                "sender",
                () -> {
                  for (int i = 0; i < 1000; i++) {
                    int message = sender * 1000 + i;
                    mailbox.submit(() -> seen.add(message), clock.nanos() + MINUTE_NANOS);
                  }
                }));
      }
      for (var sender : senders) {
        sender.join();
      }
    }
    assertThat(seen).hasSize(4000);
    for (int s = 0; s < 4; s++) {
      int sender = s;
      List<Integer> own = seen.stream().filter(m -> m / 1000 == sender).toList();
      assertThat(own).isSorted();
    }
  }

  @Test
  void aFullMailboxRefusesAtTheDeadline() {
    var gate = new CountDownLatch(1);
    var running = new CountDownLatch(1);
    try (var mailbox = new Mailbox("test", 1, clock, scheduler)) {
      mailbox.submit(
          () -> {
            running.countDown();
            awaitUninterruptibly(gate);
          },
          clock.nanos() + MINUTE_NANOS);
      awaitUninterruptibly(running);
      mailbox.submit(() -> {}, clock.nanos() + MINUTE_NANOS);

      assertThatThrownBy(() -> mailbox.submit(() -> {}, clock.nanos() + 1_000_000))
          .isInstanceOfSatisfying(
              OrreryException.class,
              e -> assertThat(e.state()).isEqualTo(SqlState.INSUFFICIENT_RESOURCES));
      gate.countDown();
    }
  }

  @Test
  void aClosedMailboxHasRunEverythingAndTakesNoMore() {
    var seen = new ArrayList<Integer>();
    var mailbox = new Mailbox("test", 100, clock, scheduler);
    for (int i = 0; i < 100; i++) {
      int message = i;
      mailbox.submit(
          () -> {
            seen.add(message);
            if (message == 50) {
              throw new IllegalStateException("a message that fails");
            }
          },
          clock.nanos() + MINUTE_NANOS);
    }
    mailbox.close();

    assertThat(seen).hasSize(100);
    assertThatThrownBy(() -> mailbox.submit(() -> {}, clock.nanos()))
        .isInstanceOfSatisfying(
            OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.ADMIN_SHUTDOWN));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
