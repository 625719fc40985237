package org.orrery.base.error;

/** Assertions that stay on in production; a broken one is {@code XX000 internal_error}. */
public final class Invariant {

  private Invariant() {}

  /** Throws {@code XX000} with {@code message} unless {@code condition} holds. */
  public static void check(boolean condition, String message) {
    if (!condition) {
      throw broken(message);
    }
  }

  /** The error of a broken invariant, for places that only must not be reached. */
  public static OrreryException broken(String message) {
    return OrreryException.of(SqlState.INTERNAL_ERROR, "%s", message);
  }
}
