package org.orrery.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes to and from a server, for saying what no driver would. */
public final class RawConnection implements AutoCloseable {

  private static final int PROTOCOL_3 = 196608;
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;

  /**
   * A message from the server.
   *
   * @param type its first byte, as {@code 'E'}
   */
  public record Message(char type, byte[] body) {

    /** A field of an error or notice, by its letter. */
    public @Nullable String field(char letter) {
      int at = 0;
      while (at < body.length && body[at] != 0) {
        int end = at + 1;
        while (body[end] != 0) {
          end++;
        }
        if (body[at] == letter) {
          return new String(body, at + 1, end - at - 1, UTF_8);
        }
        at = end + 1;
      }
      return null;
    }
  }

  /** Connects, says nothing yet. */
  public RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects and reads up to the first ReadyForQuery. */
  public static RawConnection start(int port, String database) throws IOException {
    var connection = new RawConnection(port);
    var body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {0, 3, 0, 0});
    for (String word : List.of("user", "postgres", "database", database)) {
      body.writeBytes(word.getBytes(UTF_8));
      body.write(0);
    }
    body.write(0);
    connection.out.writeInt(body.size() + 4);
    connection.out.write(body.toByteArray());
    connection.out.flush();
    connection.readUntilReady();
    return connection;
  }

  /** The start-up code of protocol 3.0. */
  public static int protocol3() {
    return PROTOCOL_3;
  }

  /** Sends bytes as they are. */
  public void send(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends a message with its true length. */
  public void message(char type, byte... body) throws IOException {
    message(type, body.length + 4, body);
  }

  /** Sends a message that claims a length. */
  public void message(char type, int length, byte... body) throws IOException {
    out.writeByte(type);
    out.writeInt(length);
    out.write(body);
    out.flush();
  }

  /** Sends a message whose body is zero-terminated text. */
  public void message(char type, String text) throws IOException {
    message(type, (text + "\0").getBytes(UTF_8));
  }

  /** Reads up to and with ReadyForQuery, or to the connection's end. */
  public List<Message> readUntilReady() throws IOException {
    List<Message> messages = new ArrayList<>();
    try {
      while (messages.isEmpty() || messages.getLast().type() != 'Z') {
        char type = (char) in.readUnsignedByte();
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        messages.add(new Message(type, body));
      }
    } catch (EOFException | SocketException _) {
      messages.add(new Message('!', new byte[0]));
    }
    return messages;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
