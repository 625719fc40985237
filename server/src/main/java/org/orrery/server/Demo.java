package org.orrery.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * {@code orrery demo}: loads weather measurements as any client would, by CREATE TABLE, {@code
 * create_hypertable} and COPY, and shows queries to try. Tables that are there already stay as they
 * are.
 */
final class Demo implements ServerCommand.FirstTask {

  private static final String DIRECTORY = "demo/";

  /** A table with the file of its rows. */
  private record Table(String name, String file) {}

  private static final List<Table> TABLES =
      List.of(
          new Table("weather_daily", "weather-daily.csv"),
          new Table("weather_hourly_normals", "weather-hourly-normals.csv"));

  @Override
  public String run(NodeLauncher.RunningNode node) {
    try (LocalSession session = node.openSession()) {
      String address = node.address();
      int colon = address.lastIndexOf(':');
      return load(session)
          + "\nConnect from another terminal:\n  psql -h "
          + address.substring(0, colon)
          + " -p "
          + address.substring(colon + 1)
          + " -U postgres\n\nand try:\n\n"
          + text("queries.sql");
    }
  }

  /** Loads all tables or none. */
  private static String load(LocalSession session) {
    var report = new StringBuilder();
    try {
      session.execute("BEGIN");
      session.execute(text("schema.sql"));
      for (Table table : TABLES) {
        String tag = copy(session, table);
        report.append("loaded ").append(tag.substring(tag.indexOf(' ') + 1));
        report.append(" rows into ").append(table.name()).append('\n');
      }
      session.execute("COMMIT");
    } catch (OrreryException e) {
      session.execute("ROLLBACK");
      if (e.state() != SqlState.DUPLICATE_TABLE) {
        throw e;
      }
      return "the demo's tables are there already\n";
    }
    return report.toString();
  }

  private static String copy(LocalSession session, Table table) {
    try (InputStream rows = open(table.file())) {
      return session.copy("COPY " + table.name() + " FROM STDIN (FORMAT csv, HEADER match)", rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(Demo.class.getResourceAsStream(DIRECTORY + name), name);
  }
}
