package org.orrery.sql.pgcatalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The node's clients' sessions, for views and functions that look at others. Thread-safe. */
public interface SessionDirectory {

  /** What every session does now, by process id. */
  List<SessionActivity> activities();

  /** What one does; null when there is none. */
  @Nullable SessionActivity activity(int processId);

  /** Asks a session's running statement to stop; harmless when there is none. */
  void cancel(int processId);

  /** Ends a session soon, with {@code 57P01} as its last words; harmless when there is none. */
  void terminate(int processId);
}
