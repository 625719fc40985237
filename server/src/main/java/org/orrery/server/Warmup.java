package org.orrery.server;

import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.session.SqlNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans and runs a few queries when a node starts, so that the first client does not pay for
 * loading Calcite's classes. Reads only.
 */
final class Warmup implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);

  private static final List<String> QUERIES =
      List.of(
          "SELECT 1",
          "SELECT n.nspname, count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
              + " WHERE c.relkind = ANY (ARRAY['r', 'v']) GROUP BY n.nspname"
              + " HAVING count(*) > 0 ORDER BY 2 DESC LIMIT 3",
          "SELECT time_bucket('1 hour', t) AS bucket, avg(x), max(x), first(x, t), last(x, t)"
              + " FROM (SELECT timestamptz '2000-01-01' + i * interval '1 minute' AS t,"
              + " i::float8 AS x FROM generate_series(1, 2000) i) s"
              + " WHERE t >= '2000-01-01 01:00' GROUP BY bucket ORDER BY bucket",
          "SELECT a.attname, (SELECT typname FROM pg_type t WHERE t.oid = a.atttypid)"
              + " FROM pg_attribute a WHERE a.attrelid = 'pg_catalog.pg_class'::regclass"
              + " AND EXISTS (SELECT FROM pg_class c WHERE c.oid = a.attrelid) AND a.attnum > 0");

  private final SqlNode node;

  Warmup(SqlNode node) {
    this.node = node;
  }

  @Override
  public void run() {
    try (var session = new LocalSession(node)) {
      QUERIES.forEach(session::execute);
    } catch (OrreryException e) {
      // The node works without; a client that asks the same gets the error.
      LOG.warn("warmup.failed state={} message={}", e.state().code(), e.message());
    }
  }
}
