package org.orrery.base.error;

import org.jspecify.annotations.Nullable;

/**
 * A message to the client that is not an error: NOTICE, WARNING, INFO and so on.
 *
 * @param severity how loud it is; compared with {@code client_min_messages}
 * @param state its SQLSTATE; {@code 00000} for a plain notice
 * @param message primary message, in PostgreSQL's grammar
 * @param detail DETAIL sentence
 * @param hint HINT sentence
 */
public record Notice(
    Severity severity,
    SqlState state,
    String message,
    @Nullable String detail,
    @Nullable String hint) {

  /** PostgreSQL's message levels below ERROR, from quiet to loud. */
  public enum Severity {
    DEBUG,
    LOG,
    INFO,
    NOTICE,
    WARNING
  }

  /** A plain NOTICE. */
  public static Notice notice(String message) {
    return notice(SqlState.SUCCESSFUL_COMPLETION, message);
  }

  /** A NOTICE with its code. */
  public static Notice notice(SqlState state, String message) {
    return new Notice(Severity.NOTICE, state, message, null, null);
  }

  /** A WARNING with its code. */
  public static Notice warning(SqlState state, String message) {
    return new Notice(Severity.WARNING, state, message, null, null);
  }

  /** The same with a DETAIL sentence. */
  public Notice withDetail(String newDetail) {
    return new Notice(severity, state, message, newDetail, hint);
  }

  /** The same with a HINT sentence. */
  public Notice withHint(String newHint) {
    return new Notice(severity, state, message, detail, newHint);
  }
}
