package org.orrery.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;

/**
 * {@code orrery rehearse}: a server that makes a table of its own, loads it, asks it what clients
 * ask and drops it again, before it says that it is ready. The launcher runs it once after a build,
 * so that the JVM notes which classes and methods matter (JEP 514, 515) and later starts begin with
 * that instead of finding it out.
 */
final class Rehearsal implements ServerCommand.FirstTask {

  private static final int HOSTS = 50;
  private static final int STEPS = 4_000;
  private static final int STEP_SECONDS = 10;
  private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");

  /** Short queries need the compiler's last tier most; it takes some hundred rounds. */
  private static final int SHORT_ROUNDS = 400;

  private static final int LONG_ROUNDS = 20;

  private static final List<String> SCHEMA =
      List.of(
          "DROP SCHEMA IF EXISTS rehearsal CASCADE",
          "CREATE SCHEMA rehearsal",
          "CREATE TABLE rehearsal.cpu (time timestamptz NOT NULL, host text NOT NULL,"
              + " busy double precision, idle bigint, note text)",
          "SELECT create_hypertable('rehearsal.cpu', 'time',"
              + " chunk_time_interval => interval '2 hours')",
          "CREATE INDEX ON rehearsal.cpu (host, time DESC)",
          "CREATE TABLE rehearsal.hosts (host text PRIMARY KEY, rack int)",
          "INSERT INTO rehearsal.hosts SELECT 'host_' || i, i % 7 FROM generate_series(0, "
              + (HOSTS - 1)
              + ") i");

  /** With a host, and two times an hour apart. */
  private static final List<String> SHORT =
      List.of(
          "SELECT time_bucket('1 minute', time) AS minute, max(busy) FROM rehearsal.cpu"
              + " WHERE host IN ('%1$s') AND time >= '%2$s' AND time < '%3$s'"
              + " GROUP BY minute ORDER BY minute",
          "SELECT time_bucket('1 minute', time) AS minute, max(busy), min(busy), max(idle),"
              + " avg(idle), count(*) FROM rehearsal.cpu WHERE host IN ('%1$s', 'host_7')"
              + " AND time >= '%2$s' AND time < '%3$s' GROUP BY minute ORDER BY minute",
          "SELECT * FROM rehearsal.cpu WHERE host = '%1$s' AND time > '%2$s' AND time <= '%3$s'"
              + " ORDER BY time DESC LIMIT 10",
          "INSERT INTO rehearsal.cpu VALUES ('%2$s', '%1$s', 1.5, 2, NULL)",
          "UPDATE rehearsal.hosts SET rack = rack + 1 WHERE host = '%1$s'");

  private static final List<String> LONG =
      List.of(
          "SELECT time_bucket('1 hour', time) AS hour, host, avg(busy), max(idle)"
              + " FROM rehearsal.cpu GROUP BY hour, host ORDER BY hour, host",
          "SELECT DISTINCT ON (host) * FROM rehearsal.cpu ORDER BY host, time DESC",
          "SELECT h.rack, count(*), last(c.busy, c.time) FROM rehearsal.cpu c"
              + " JOIN rehearsal.hosts h USING (host) WHERE c.busy > 90 GROUP BY h.rack",
          "SELECT time_bucket_gapfill('10 minutes', time) AS slot, locf(avg(busy))"
              + " FROM rehearsal.cpu WHERE time >= '2020-01-01' AND time < '2020-01-02'"
              + " GROUP BY slot ORDER BY slot",
          "SELECT c.relname, n.nspname, a.attname, format_type(a.atttypid, a.atttypmod)"
              + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
              + " JOIN pg_attribute a ON a.attrelid = c.oid"
              + " WHERE n.nspname = 'rehearsal' AND a.attnum > 0 ORDER BY 1, a.attnum");

  @Override
  public String run(NodeLauncher.RunningNode node) {
    try (LocalSession session = node.openSession()) {
      SCHEMA.forEach(session::execute);
      session.copy("COPY rehearsal.cpu FROM STDIN", new ByteArrayInputStream(rows()));
      session.execute("CHECKPOINT");
      for (int round = 0; round < SHORT_ROUNDS; round++) {
        Instant from = BEGIN.plusSeconds((long) round * STEP_SECONDS);
        for (String query : SHORT) {
          session.execute(query.formatted("host_" + round % HOSTS, from, from.plusSeconds(3600)));
        }
      }
      for (int round = 0; round < LONG_ROUNDS; round++) {
        LONG.forEach(session::execute);
      }
      session.execute("DROP SCHEMA rehearsal CASCADE");
    }
    return "";
  }

  /** In COPY's text format. */
  private static byte[] rows() {
    var text = new StringBuilder();
    for (int step = 0; step < STEPS; step++) {
      Instant time = BEGIN.plusSeconds((long) step * STEP_SECONDS);
      for (int host = 0; host < HOSTS; host++) {
        int value = (step * 31 + host * 17) % 1000;
        text.append(time).append("\thost_").append(host).append('\t').append(value / 10.0);
        text.append('\t').append(1000 - value).append('\t');
        text.append(value % 10 == 0 ? "note " + value : "\\N").append('\n');
      }
    }
    return text.toString().getBytes(UTF_8);
  }
}
