package org.orrery.pgwire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.orrery.data.ByteSink;

/** A client that says exactly the bytes it is told to. */
final class RawClient implements AutoCloseable {

  /** A message of the server; {@code text} is its body with NUL as {@code |}. */
  record Reply(char tag, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8).replace('\0', '|');
    }
  }

  final Socket socket;
  final DataInputStream in;
  final OutputStream out;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    socket.setSoTimeout(10_000);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  static byte[] packet(Consumer<ByteSink> body) {
    var sink = new ByteSink(64);
    sink.writeInt(0);
    body.accept(sink);
    sink.putInt(0, sink.length());
    return sink.toByteArray();
  }

  static byte[] message(char tag, Consumer<ByteSink> body) {
    var sink = new ByteSink(64);
    sink.writeByte(tag);
    sink.writeInt(0);
    body.accept(sink);
    sink.putInt(1, sink.length() - 1);
    return sink.toByteArray();
  }

  static byte[] message(char tag) {
    return message(tag, _ -> {});
  }

  static void string(ByteSink sink, String text) {
    sink.writeString(text);
    sink.writeByte(0);
  }

  static byte[] query(String sql) {
    return message('Q', sink -> string(sink, sql));
  }

  static byte[] parse(String name, String sql) {
    return message(
        'P',
        sink -> {
          string(sink, name);
          string(sink, sql);
          sink.writeShort(0);
        });
  }

  static byte[] bind(String portal, String statement) {
    return message(
        'B',
        sink -> {
          string(sink, portal);
          string(sink, statement);
          sink.writeShort(0);
          sink.writeShort(0);
          sink.writeShort(0);
        });
  }

  static byte[] execute(String portal, int rowsMax) {
    return message(
        'E',
        sink -> {
          string(sink, portal);
          sink.writeInt(rowsMax);
        });
  }

  static byte[] startup(int version, Map<String, String> parameters) {
    return packet(
        sink -> {
          sink.writeInt(version);
          parameters.forEach(
              (name, value) -> {
                string(sink, name);
                string(sink, value);
              });
          sink.writeByte(0);
        });
  }

  static byte[] request(int code) {
    return packet(sink -> sink.writeInt(code));
  }

  /** Logs in as a trusted user and returns what came up to ReadyForQuery. */
  List<Reply> login() throws IOException {
    send(startup(3 << 16, Map.of("user", "ann")));
    return untilReady();
  }

  List<Reply> untilReady() throws IOException {
    List<Reply> replies = new ArrayList<>();
    while (true) {
      Reply reply = read();
      replies.add(reply);
      if (reply.tag() == 'Z') {
        return replies;
      }
    }
  }

  Reply read() throws IOException {
    char tag = (char) in.readUnsignedByte();
    byte[] body = new byte[in.readInt() - 4];
    in.readFully(body);
    return new Reply(tag, body);
  }

  static String tags(List<Reply> replies) {
    var tags = new StringBuilder();
    replies.forEach(reply -> tags.append(reply.tag()));
    return tags.toString();
  }

  /** Whether the server has closed the connection, dropping whatever it still said. */
  boolean isClosedByServer() {
    try {
      in.readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
