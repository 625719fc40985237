package org.orrery.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.seam.system.SystemScheduler;
import org.orrery.pgwire.codec.WireLimits;

/** Neither a client that does not read nor one that only writes fills the heap. */
class BackPressureTest {

  private static final int ROWS = 100_000;
  private static final int WIDTH = 1_000;

  @Test
  void aSlowReaderStopsItsOwnSession() throws Exception {
    try (var server = new TestServer();
        RawClient client = server.raw()) {
      client.login();

      client.send(RawClient.query("series " + ROWS + " " + WIDTH));
      Eventually.holds(() -> server.server().outbound().bytes() >= WireLimits.OUTBOUND_BYTES_MAX);

      assertThat(server.backend.rowsProduced).isLessThan(ROWS);
      assertThat(RawClient.tags(client.untilReady())).hasSize(ROWS + 3).endsWith("CZ");
      assertThat(server.server().outbound().bytesMax())
          .isLessThan(WireLimits.OUTBOUND_BYTES_MAX + WireLimits.OUTBOUND_CHUNK_BYTES + 2 * WIDTH);
      Eventually.holds(() -> server.server().outbound().bytes() == 0);
    }
  }

  @Test
  void aSlowReaderThatLeavesFreesItsSession() throws Exception {
    try (var server = new TestServer()) {
      try (RawClient client = server.raw()) {
        client.login();
        client.send(RawClient.query("series " + 1000 * ROWS + " " + WIDTH));
        Eventually.holds(() -> server.server().outbound().bytes() >= WireLimits.OUTBOUND_BYTES_MAX);
      }

      Eventually.holds(() -> server.backend.openSessions.get() == 0);
      Eventually.holds(() -> server.server().outbound().bytes() == 0);
    }
  }

  @Test
  void aFastWriterFillsItsOwnSocket() throws Exception {
    try (var server = new TestServer();
        var scheduler = new SystemScheduler()) {
      Scheduler.Task writer;
      try (RawClient client = server.raw()) {
        client.login();
        client.send(RawClient.query("sleep"));
        writer = scheduler.spawn("writer", () -> writeUntilClosed(client));
        Eventually.holds(() -> server.server().inbound().bytes() > WireLimits.INBOUND_BYTES_MAX);
      }

      writer.join();
      assertThat(server.server().inbound().bytesMax())
          .isLessThan(WireLimits.INBOUND_BYTES_MAX + (512 << 10));
      server.server().close();
      assertThat(server.backend.openSessions.get()).isZero();
      assertThat(server.server().inbound().bytes()).isZero();
    }
  }

  private static void writeUntilClosed(RawClient client) {
    byte[] data = RawClient.message('d', sink -> sink.writeString("x".repeat(10_000)));
    try {
      while (true) {
        client.send(data);
      }
    } catch (IOException closed) {
      assertThat(closed).isNotNull();
    }
  }
}
