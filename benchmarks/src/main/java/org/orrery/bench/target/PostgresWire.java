package org.orrery.bench.target;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/** What the targets that speak PostgreSQL's protocol share. */
final class PostgresWire {

  private static final int COPY_BUFFER_BYTES = 1 << 16;

  private PostgresWire() {}

  static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** {@code COPY … FROM STDIN} in text format on one connection. */
  static Duration copy(String url, String table, Path file) throws SQLException, IOException {
    try (Connection connection = connect(url);
        InputStream bytes = Files.newInputStream(file)) {
      long begin = System.nanoTime();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + table + " FROM STDIN", bytes, COPY_BUFFER_BYTES);
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  static void execute(String url, String sql) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String text(String url, String sql) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new SQLException("no row from " + sql);
      }
      return rows.getString(1);
    }
  }
}
