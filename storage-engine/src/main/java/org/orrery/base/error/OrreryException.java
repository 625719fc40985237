package org.orrery.base.error;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error with PostgreSQL's fields. Immutable: the {@code with…} and {@code at} methods return a
 * copy that keeps the stack trace and cause.
 *
 * <p>Messages follow PostgreSQL's grammar (lower-case start, no full stop, names in double quotes);
 * detail and hint are sentences. What a client may see never holds file paths, peer addresses or
 * another user's data.
 */
public final class OrreryException extends RuntimeException {

  /** Value of {@link #position()} when the error has no place in the statement's text. */
  public static final int NO_POSITION = -1;

  private final SqlState state;
  private final @Nullable String detail;
  private final @Nullable String hint;
  private final @Nullable String context;
  private final @Nullable ErrorSubject subject;
  private final int position;

  private OrreryException(
      SqlState state,
      String message,
      @Nullable String detail,
      @Nullable String hint,
      @Nullable String context,
      @Nullable ErrorSubject subject,
      int position,
      @Nullable Throwable cause) {
    super(message, cause);
    this.state = state;
    this.detail = detail;
    this.hint = hint;
    this.context = context;
    this.subject = subject;
    this.position = position;
  }

  /** An error with a message formatted as by {@link String#format} in the root locale. */
  @FormatMethod
  public static OrreryException of(SqlState state, @FormatString String format, Object... args) {
    String message = args.length == 0 ? format : String.format(Locale.ROOT, format, args);
    return new OrreryException(state, message, null, null, null, null, NO_POSITION, null);
  }

  /** {@code 0A000} for a feature that Orrery knows and does not have (yet). */
  @FormatMethod
  public static OrreryException notSupported(@FormatString String format, Object... args) {
    return of(SqlState.FEATURE_NOT_SUPPORTED, format, args);
  }

  /** The same error with a DETAIL sentence. */
  public OrreryException withDetail(String newDetail) {
    return copy(newDetail, hint, context, subject, position, getCause());
  }

  /** The same error with a HINT sentence. */
  public OrreryException withHint(String newHint) {
    return copy(detail, newHint, context, subject, position, getCause());
  }

  /** The same error with a CONTEXT (the {@code W} field), such as the line of a COPY. */
  public OrreryException withContext(String newContext) {
    return copy(detail, hint, newContext, subject, position, getCause());
  }

  /** The same error naming the object it is about. */
  public OrreryException about(ErrorSubject newSubject) {
    return copy(detail, hint, context, newSubject, position, getCause());
  }

  /** The same error with the exception that led to it. */
  public OrreryException causedBy(Throwable cause) {
    return copy(detail, hint, context, subject, position, cause);
  }

  /**
   * The same error pointing at a place in the statement's text.
   *
   * @param offset UTF-16 offset from 0 into the whole query string; {@link #NO_POSITION} for none
   */
  public OrreryException at(int offset) {
    return copy(detail, hint, context, subject, offset, getCause());
  }

  private OrreryException copy(
      @Nullable String newDetail,
      @Nullable String newHint,
      @Nullable String newContext,
      @Nullable ErrorSubject newSubject,
      int newPosition,
      @Nullable Throwable cause) {
    var copy =
        new OrreryException(
            state, message(), newDetail, newHint, newContext, newSubject, newPosition, cause);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /** The SQLSTATE. */
  public SqlState state() {
    return state;
  }

  /** The primary message; never null. */
  public String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** The DETAIL field. */
  public @Nullable String detail() {
    return detail;
  }

  /** The HINT field. */
  public @Nullable String hint() {
    return hint;
  }

  /** The CONTEXT field. */
  public @Nullable String context() {
    return context;
  }

  /** The object the error is about. */
  public @Nullable ErrorSubject subject() {
    return subject;
  }

  /**
   * UTF-16 offset from 0 into the query string, or {@link #NO_POSITION}. The wire's position counts
   * code points from 1 and is computed where the error is sent.
   */
  public int position() {
    return position;
  }
}
