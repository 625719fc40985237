package org.orrery.sql.pgcatalog.relation;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SessionActivity;
import org.orrery.sql.pgcatalog.SessionDirectory;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.storage.api.LockInfo;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.TableAccess;

/** {@code pg_stat_activity}: what the clients' sessions do, and what they wait for. */
final class ActivityRows {

  private static final String HIDDEN = "<insufficient privilege>";

  private ActivityRows() {}

  static void addTo(Fillers to) {
    to.session("pg_catalog.pg_stat_activity", ActivityRows::fill);
  }

  private static void fill(EvaluationContext context, RowWriter rows) {
    SessionInfo asking = SessionInfo.of(context);
    Map<Integer, LockInfo> waits =
        context.session(TableAccess.class).locks().list().stream()
            .filter(lock -> !lock.isGranted())
            .collect(
                Collectors.toMap(LockInfo::processId, Function.identity(), (first, _) -> first));
    for (SessionActivity session : context.session(SessionDirectory.class).activities()) {
      rows.row()
          .set("datid", SystemSchemas.POSTGRES_DATABASE)
          .set("datname", asking.databaseName())
          .set("pid", session.processId())
          .set("usesysid", session.userOid())
          .set("usename", session.userName())
          .set("application_name", session.applicationName());
      if (asking.maySee(session.userName())) {
        details(session, waits.get(session.processId()), rows);
      } else {
        rows.set("query", HIDDEN);
      }
    }
  }

  private static void details(SessionActivity session, @Nullable LockInfo wait, RowWriter row) {
    boolean isActive = session.state() == SessionActivity.State.ACTIVE;
    row.set("client_addr", session.clientAddress())
        .set("client_port", session.clientPort())
        .set("backend_start", session.startMicros())
        .set("xact_start", orNull(session.transactionMicros()))
        .set("query_start", orNull(session.queryMicros()))
        .set("state_change", session.changeMicros())
        .set("state", session.state().shown())
        .set("query", session.query())
        .set("backend_type", "client backend");
    if (!isActive) {
      row.set("wait_event_type", "Client").set("wait_event", "ClientRead");
    } else if (wait != null) {
      row.set("wait_event_type", "Lock").set("wait_event", event(wait.tag()));
    }
  }

  private static @Nullable Long orNull(long micros) {
    return micros == 0 ? null : micros;
  }

  private static String event(LockTag tag) {
    return switch (tag) {
      case LockTag.Relation _, LockTag.Chunk _ -> "relation";
      case LockTag.Transaction _ -> "transactionid";
      case LockTag.Row _ -> "tuple";
      case LockTag.Advisory _ -> "advisory";
    };
  }
}
