package org.orrery.pgwire.session;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.pgwire.codec.ReportFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exceptions and notices as the fields that a client sees. Stateless. */
final class ErrorReports {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorReports.class);

  private ErrorReports() {}

  /**
   * What a client may know of {@code failure}: an {@link OrreryException} as it is, a deep stack as
   * {@code 54001}, a full heap as {@code 53200}, and anything else, which is a fault of ours and
   * logged with its stack, as {@code XX000}.
   */
  static OrreryException known(Throwable failure, int processId) {
    return switch (failure) {
      case OrreryException e -> {
        if (e.state() == SqlState.INTERNAL_ERROR) {
          LOG.error("session.internal_error pid={}", processId, e);
        }
        yield e;
      }
      case StackOverflowError e ->
          OrreryException.of(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
              .causedBy(e);
      case OutOfMemoryError e -> {
        LOG.error("session.out_of_memory pid={}", processId, e);
        yield OrreryException.of(SqlState.OUT_OF_MEMORY, "out of memory").causedBy(e);
      }
      default -> {
        LOG.error("session.internal_error pid={}", processId, failure);
        yield OrreryException.of(SqlState.INTERNAL_ERROR, "internal error").causedBy(failure);
      }
    };
  }

  /** Whether the session ends with an error of this state. */
  static boolean endsSession(SqlState state) {
    return switch (state) {
      case CONNECTION_FAILURE,
          ADMIN_SHUTDOWN,
          CRASH_SHUTDOWN,
          DATABASE_DROPPED,
          IDLE_SESSION_TIMEOUT,
          IDLE_IN_TRANSACTION_SESSION_TIMEOUT ->
          true;
      default -> false;
    };
  }

  /**
   * The fields of an error.
   *
   * @param statement the text its position points into, when known
   */
  static ReportFields of(OrreryException error, String severity, @Nullable String statement) {
    return new ReportFields(
        severity,
        error.state().code(),
        error.message(),
        error.detail(),
        error.hint(),
        position(error.position(), statement),
        error.context(),
        error.subject());
  }

  /** The fields of a notice. */
  static ReportFields of(Notice notice) {
    String severity =
        notice.severity() == Notice.Severity.DEBUG ? "DEBUG1" : notice.severity().name();
    return new ReportFields(
        severity,
        notice.state().code(),
        notice.message(),
        notice.detail(),
        notice.hint(),
        0,
        null,
        null);
  }

  /** Code points from 1; without the text, UTF-16 units are the best guess at code points. */
  private static int position(int offset, @Nullable String statement) {
    if (offset == OrreryException.NO_POSITION) {
      return 0;
    }
    if (statement == null) {
      return offset + 1;
    }
    return statement.codePointCount(0, Math.min(offset, statement.length())) + 1;
  }
}
