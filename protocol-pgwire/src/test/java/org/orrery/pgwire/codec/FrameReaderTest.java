package org.orrery.pgwire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.data.ByteSink;
import org.orrery.pgwire.codec.FrameReader.Frame;

class FrameReaderTest {

  private static final long SEED = Long.getLong("orrery.seed", 20260101L);
  private static final int ROUNDS = 2_000;

  /** Gives bytes out in pieces of random sizes. */
  private record Pieces(byte[] bytes, int[] at, Rng rng) implements ByteSource {
    @Override
    public int read(byte[] target, int offset, int length) {
      int left = bytes.length - at[0];
      if (left == 0) {
        return -1;
      }
      int count = Math.min(Math.min(length, left), 1 + rng.nextInt(40));
      System.arraycopy(bytes, at[0], target, offset, count);
      at[0] += count;
      return count;
    }
  }

  private static FrameReader reader(byte[] bytes, Rng rng) {
    return new FrameReader(new Pieces(bytes, new int[1], rng));
  }

  @Test
  void framesComeOutAsTheyWentInHoweverTheyAreCut() {
    Rng rng = new SimRng(SEED);
    for (int round = 0; round < 200; round++) {
      var sink = new ByteSink(64);
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String text = "x".repeat(rng.nextInt(200));
        sent.add(text);
        sink.writeByte(MessageKind.QUERY.tag());
        sink.writeInt(5 + text.length());
        sink.writeString(text);
        sink.writeByte(0);
      }

      FrameReader frames = reader(sink.toByteArray(), rng);
      List<String> received = new ArrayList<>();
      for (Frame frame = frames.next(10_000); frame != null; frame = frames.next(10_000)) {
        var query = (FrontendMessage.Query) FrontendDecoder.decode(frame.kind(), frame.body());
        received.add(query.sql());
      }

      assertThat(received).as("seed %d round %d", SEED, round).isEqualTo(sent);
    }
  }

  @Test
  void aClaimedLengthAllocatesNothingBeforeItsBytesCome() {
    var sink = new ByteSink(64);
    sink.writeByte('d');
    sink.writeInt(WireLimits.MESSAGE_BYTES_MAX);
    sink.writeString("ten bytes.");
    FrameReader frames = reader(sink.toByteArray(), new SimRng(SEED));
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();

    Frame frame = frames.next(WireLimits.MESSAGE_BYTES_MAX);

    long allocated = thread.getCurrentThreadAllocatedBytes() - before;
    assertThat(frame).isNull();
    assertThat(allocated).isLessThan(64 << 10);
  }

  @Test
  void aTruncatedMessageIsTheClientsEnd() {
    byte[] whole = {'Q', 0, 0, 0, 6, 'a', 0};
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(reader(part, new SimRng(SEED)).next(100)).isNull();
    }
    assertThat(reader(whole, new SimRng(SEED)).next(100)).isNotNull();
  }

  @Test
  void randomBytesEndInAnErrorOfTheProtocolOrInSilence() {
    Rng rng = new SimRng(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[rng.nextInt(300)];
      rng.secretBytes(bytes);
      FrameReader frames = reader(bytes, rng);
      try {
        while (frames.next(WireLimits.MESSAGE_BYTES_MAX) != null) {
          assertThat(bytes).isNotEmpty();
        }
      } catch (OrreryException e) {
        assertThat(e.state())
            .as("seed %d round %d", SEED, round)
            .isEqualTo(SqlState.PROTOCOL_VIOLATION);
      }
    }
  }

  @Test
  void randomBodiesAreMessagesOrErrorsOfTheClient() {
    Rng rng = new SimRng(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] body = new byte[rng.nextInt(100)];
      rng.secretBytes(body);
      for (MessageKind kind : MessageKind.values()) {
        tryDecode(kind, body, round);
      }
      // Valid beginnings reach deeper than noise does.
      byte[] bind = mutated(validBind(), rng);
      tryDecode(MessageKind.BIND, bind, round);
    }
  }

  private static void tryDecode(MessageKind kind, byte[] body, int round) {
    try {
      FrontendMessage message =
          kind.tag() == 0
              ? FrontendDecoder.decodeStartup(body)
              : FrontendDecoder.decode(kind, body);
      assertThat(message).isNotNull();
    } catch (OrreryException e) {
      assertThat(e.state().code())
          .as("seed %d round %d", SEED, round)
          .isIn("08P01", "22021", "22023", "54000");
    }
  }

  private static byte[] validBind() {
    var sink = new ByteSink(64);
    sink.writeString("portal\0statement\0");
    sink.writeShort(1);
    sink.writeShort(1);
    sink.writeShort(3);
    sink.writeInt(-1);
    sink.writeInt(0);
    sink.writeInt(4);
    sink.writeInt(42);
    sink.writeShort(2);
    sink.writeShort(0);
    sink.writeShort(1);
    return sink.toByteArray();
  }

  private static byte[] mutated(byte[] bytes, Rng rng) {
    for (int i = rng.nextInt(4); i > 0; i--) {
      bytes[rng.nextInt(bytes.length)] = (byte) rng.nextLong();
    }
    return Arrays.copyOf(bytes, 1 + rng.nextInt(bytes.length));
  }

  @Test
  void bindReadsNullsAndValues() {
    var bind = (FrontendMessage.Bind) FrontendDecoder.decode(MessageKind.BIND, validBind());

    assertThat(bind.portal()).isEqualTo("portal");
    assertThat(bind.statement()).isEqualTo("statement");
    assertThat(bind.values()).hasSize(3);
    assertThat(bind.values().get(0)).isNull();
    assertThat(bind.values().get(1)).isEmpty();
    assertThat(bind.values().get(2)).containsExactly(0, 0, 0, 42);
    assertThat(bind.resultFormats()).containsExactly((short) 0, (short) 1);
  }

  @Test
  void countsBeyondTheMessageAreRefusedBeforeTheyAreAllocated() {
    byte[] body = "p\0s\0\377\377".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> FrontendDecoder.decode(MessageKind.BIND, body))
        .hasMessage("insufficient data left in message");
  }
}
