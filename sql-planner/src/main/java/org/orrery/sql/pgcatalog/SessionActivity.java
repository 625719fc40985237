package org.orrery.sql.pgcatalog;

import org.jspecify.annotations.Nullable;

/**
 * What a session does, as {@code pg_stat_activity} shows it. Times are wall µs, 0 for none.
 *
 * @param processId as in BackendKeyData
 * @param userOid the role that logged in
 * @param clientAddress null for a session inside of the process
 * @param clientPort -1 without address
 * @param startMicros when it began
 * @param transactionMicros when its transaction began
 * @param queryMicros when the query arrived
 * @param changeMicros when the state changed last
 * @param query the running text, or the last one
 */
public record SessionActivity(
    int processId,
    int userOid,
    String userName,
    String applicationName,
    @Nullable String clientAddress,
    int clientPort,
    long startMicros,
    long transactionMicros,
    long queryMicros,
    long changeMicros,
    State state,
    String query) {

  /** PostgreSQL's states of a client's session. */
  public enum State {
    ACTIVE("active"),
    IDLE("idle"),
    IDLE_IN_TRANSACTION("idle in transaction"),
    IDLE_IN_FAILED_TRANSACTION("idle in transaction (aborted)");

    private final String shown;

    State(String shown) {
      this.shown = shown;
    }

    /** Its name in the view. */
    public String shown() {
      return shown;
    }
  }
}
