package org.orrery.bench.upkeep;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.orrery.bench.process.Commands;
import org.orrery.bench.process.OrreryServer;
import org.orrery.bench.target.Dialect;
import org.orrery.bench.tsbs.CpuData;
import org.orrery.bench.tsbs.CpuSchema;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * How long a server takes from its start to the first answer after {@code kill -9} in the middle of
 * a COPY and right after one.
 */
public final class Restart {

  private static final int BUFFER_BYTES = 1 << 16;

  private final CpuData data;
  private final String heap;
  private final PrintWriter out;

  /** Measures servers that it starts. */
  public Restart(CpuData data, String heap, PrintWriter out) {
    this.data = data;
    this.heap = heap;
    this.out = out;
  }

  /** Loads, kills, starts, prints. */
  public void run() throws SQLException, IOException {
    Path file = Files.createTempFile("cpu", ".tsv");
    try {
      data.writeCpu(file);
      for (int percent : new int[] {60, 100}) {
        measure(file, percent);
      }
    } finally {
      Files.delete(file);
    }
  }

  private void measure(Path file, int percent) throws SQLException, IOException {
    try (OrreryServer server = OrreryServer.launch(heap)) {
      var costs = new Costs(server, out);
      try (Connection connection = DriverManager.getConnection(server.url())) {
        Costs.execute(connection, CpuSchema.statements(Dialect.TIMESCALE).toArray(String[]::new));
        copy(connection, file, Files.size(file) / 100 * percent, percent == 100);
        server.kill();
      }
      long logBytes = Commands.bytesBelow(server.data().resolve("log"));
      long begin = System.nanoTime();
      server.start();
      String rows;
      try (Connection connection = DriverManager.getConnection(server.url())) {
        rows = Costs.text(connection, "SELECT count(*) FROM cpu");
      }
      double millis = (System.nanoTime() - begin) / 1e6;
      costs.say(
          "killed after %d %% of %d rows: %.0f ms to the first answer (%s rows), ready after %d ms,"
              + " %d ms cpu, log of %d MiB, %s",
          percent,
          data.rowCount(),
          millis,
          rows,
          server.lastStart().toMillis(),
          server.processorTime().toMillis(),
          logBytes >> 20,
          recovery(server));
    }
  }

  /** Sends the first bytes of a file, and ends the COPY or leaves it open. */
  private static void copy(Connection connection, Path file, long bytes, boolean isEnded)
      throws SQLException, IOException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY cpu FROM STDIN");
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (long sent = 0; isEnded || sent < bytes; ) {
        int count = in.read(buffer);
        if (count < 0) {
          break;
        }
        copy.writeToCopy(buffer, 0, count);
        sent += count;
      }
    }
    copy.flushCopy();
    if (isEnded) {
      copy.endCopy();
    }
  }

  /** The log's last line about recovery. */
  private static String recovery(OrreryServer server) throws IOException {
    List<String> lines = Files.readAllLines(server.log());
    return lines.reversed().stream()
        .filter(line -> line.contains("node.recovered"))
        .map(line -> line.substring(line.indexOf("node.recovered")))
        .findFirst()
        .orElse("no line about recovery");
  }
}
