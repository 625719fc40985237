package org.orrery.base.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;

class HeapGuardTest {

  private static final long HEAP = Runtime.getRuntime().maxMemory();

  private static void assertRefused(Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.OUT_OF_MEMORY));
  }

  @Test
  void whatFitsIsGranted() {
    assertThatCode(() -> HeapGuard.require(HEAP / 64)).doesNotThrowAnyException();
    assertThat(HeapGuard.<String>allocate(HEAP / 64, () -> "made")).isEqualTo("made");
  }

  @Test
  void whatTheHeapCannotHoldIsRefusedBeforeItIsMade() {
    var isMade = new AtomicBoolean();

    assertRefused(() -> HeapGuard.require(HEAP));
    assertRefused(
        () ->
            HeapGuard.<String>allocate(
                HEAP,
                () -> {
                  isMade.set(true);
                  return "made";
                }));
    assertThat(isMade).isFalse();
  }

  @Test
  void garbageDoesNotCount() {
    for (int i = 0; i < 100; i++) {
      int bytes = (int) Math.min(HEAP / 8, 1 << 28);
      assertThat(HeapGuard.<byte[]>allocate(bytes, () -> new byte[bytes])).hasSize(bytes);
    }
  }

  @Test
  void aTextLongerThanAnyArrayIsRefused() {
    var sink = new ByteSink(16);
    sink.advance(1);

    assertThatThrownBy(() -> sink.ensure(Integer.MAX_VALUE))
        .isInstanceOfSatisfying(
            OrreryException.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.PROGRAM_LIMIT_EXCEEDED));
  }
}
