package org.orrery.sql.function;

import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;

/**
 * A cast as {@code pg_cast} shows it.
 *
 * @param oid its OID
 * @param source from
 * @param target to
 * @param function what computes it, taking (value), (value, typmod) or (value, typmod, isExplicit);
 *     null when the method is not FUNCTION
 * @param context where it applies by itself
 * @param method how it works
 */
public record CastDef(
    int oid,
    SqlType source,
    SqlType target,
    @Nullable FunctionDef function,
    Context context,
    Method method) {

  /** {@code pg_cast.castcontext}, from freest to strictest. */
  public enum Context {
    IMPLICIT('i'),
    ASSIGNMENT('a'),
    EXPLICIT('e');

    private final char code;

    Context(char code) {
      this.code = code;
    }

    /** The letter in {@code pg_cast}. */
    public char code() {
      return code;
    }
  }

  /** {@code pg_cast.castmethod}. */
  public enum Method {
    /** Calls {@link CastDef#function}. */
    FUNCTION('f'),
    /** Through the text form. */
    INOUT('i'),
    /** The same bytes mean the same value in both types. */
    BINARY('b');

    private final char code;

    Method(char code) {
      this.code = code;
    }

    /** The letter in {@code pg_cast}. */
    public char code() {
      return code;
    }
  }
}
