package org.orrery.pgwire.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.type.FormatSettings;
import org.orrery.pgwire.codec.BackendEncoder;
import org.orrery.pgwire.codec.FrameReader.Frame;
import org.orrery.pgwire.codec.FrontendDecoder;
import org.orrery.pgwire.codec.FrontendMessage;
import org.orrery.pgwire.codec.RowEncoder;
import org.orrery.pgwire.codec.WireLimits;
import org.orrery.pgwire.spi.ColumnDescription;
import org.orrery.pgwire.spi.ResultSink;

/** One request's results on their way to the client. One thread, the connection's. */
final class ClientResultSink implements ResultSink {

  private final RequestLoop loop;
  private final ClientConnection connection;
  private final BackendEncoder encoder;
  private final OutboundBytes outbound;
  private final boolean isSimple;
  private @Nullable RowEncoder rows;

  ClientResultSink(RequestLoop loop, ClientConnection connection, boolean isSimple) {
    this.loop = loop;
    this.connection = connection;
    this.encoder = connection.encoder();
    this.outbound = connection.outbound();
    this.isSimple = isSimple;
  }

  @Override
  public void beginRows(List<ColumnDescription> columns) {
    if (isSimple) {
      encoder.rowDescription(columns);
    }
    rows = new RowEncoder(outbound.sink(), columns);
  }

  @Override
  public void rows(Batch batch, FormatSettings settings) {
    RowEncoder encode = rows;
    if (encode == null) {
      throw Invariant.broken("rows before beginRows");
    }
    int index = 0;
    while (index < batch.size()) {
      index = encode.encode(batch, index, settings, WireLimits.OUTBOUND_CHUNK_BYTES);
      outbound.flushIfLarge();
    }
  }

  @Override
  public void commandComplete(String tag) {
    encoder.commandComplete(tag);
    outbound.flushIfLarge();
  }

  @Override
  public void emptyQuery() {
    encoder.emptyQueryResponse();
  }

  @Override
  public void portalSuspended() {
    encoder.portalSuspended();
  }

  @Override
  public CopyInput copyIn(boolean isBinary, int columnCount) {
    encoder.copyInResponse(isBinary, columnCount);
    outbound.flush();
    loop.state(SessionState.COPY_IN);
    return this::nextCopyData;
  }

  private byte @Nullable [] nextCopyData() {
    while (loop.state() == SessionState.COPY_IN) {
      Frame frame = connection.nextFrame(WireLimits.MESSAGE_BYTES_MAX);
      if (frame == null) {
        throw OutboundBytes.lost();
      }
      TransitionTable.Transition transition =
          TransitionTable.of(SessionState.COPY_IN, frame.kind());
      loop.state(transition.next());
      switch (transition.action()) {
        case COPY_DATA -> {
          if (frame.refusal() != null) {
            throw frame.refusal();
          }
          return frame.body();
        }
        case IGNORE, COPY_END -> {}
        case COPY_FAIL -> throw copyFailed(frame);
        case COPY_ABORT ->
            throw OrreryException.of(
                SqlState.PROTOCOL_VIOLATION,
                "unexpected message type 0x%02X during COPY from stdin",
                frame.kind().tag());
        case TERMINATE -> throw OutboundBytes.lost();
        default -> {
          OrreryException violation = RequestLoop.violation(frame);
          connection.inbound().terminate(violation);
          throw violation;
        }
      }
    }
    return null;
  }

  private static OrreryException copyFailed(Frame frame) {
    String reason =
        FrontendDecoder.decode(frame.kind(), frame.body()) instanceof FrontendMessage.CopyFail fail
            ? fail.reason()
            : "";
    return OrreryException.of(SqlState.QUERY_CANCELED, "COPY from stdin failed: %s", reason);
  }

  @Override
  public CopyOutput copyOut(boolean isBinary, int columnCount) {
    encoder.copyOutResponse(isBinary, columnCount);
    loop.state(SessionState.COPY_OUT);
    return new CopyOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        encoder.copyData(bytes, offset, length);
        outbound.flushIfLarge();
      }

      @Override
      public void finish() {
        encoder.copyDone();
        loop.state(SessionState.RUNNING);
      }
    };
  }
}
