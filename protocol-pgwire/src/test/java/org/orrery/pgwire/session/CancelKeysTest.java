package org.orrery.pgwire.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.orrery.base.seam.sim.SimClock;
import org.orrery.base.seam.sim.SimRng;

class CancelKeysTest {

  private final SimClock clock = new SimClock();
  private final CancelKeys keys = new CancelKeys(clock, new SimRng(1));
  private final AtomicInteger cancels = new AtomicInteger();

  @Test
  void onlyTheSessionsOwnKeyCancelsIt() {
    CancelKeys.Key mine = keys.register(cancels::incrementAndGet);
    CancelKeys.Key other = keys.register(() -> {});

    keys.cancel(mine.processId(), other.secret());
    keys.cancel(other.processId(), mine.secret());
    keys.cancel(4711, mine.secret());
    keys.cancel(mine.processId(), new byte[0]);
    assertThat(cancels).hasValue(0);
    keys.cancel(mine.processId(), mine.secret());
    assertThat(cancels).hasValue(1);
    keys.remove(mine.processId());
    keys.cancel(mine.processId(), mine.secret());
    assertThat(cancels).hasValue(1);
  }

  @Test
  void tooManyWrongKeysCloseTheDoorForASecond() {
    CancelKeys.Key key = keys.register(cancels::incrementAndGet);
    for (int i = 0; i < CancelKeys.WRONG_GUESSES_MAX; i++) {
      keys.cancel(key.processId(), new byte[4]);
    }

    keys.cancel(key.processId(), key.secret());
    assertThat(cancels).hasValue(0);
    clock.advance(1_000_000_000L);
    keys.cancel(key.processId(), key.secret());
    assertThat(cancels).hasValue(1);
  }
}
