package org.orrery.data;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's numeric: a decimal number with a display scale (the {@link BigDecimal}'s scale,
 * never negative), NaN or an infinity. Order is PostgreSQL's: -Infinity, numbers, Infinity, NaN;
 * NaN equals itself. {@code equals} compares values, not scales.
 */
public final class Numeric implements Comparable<Numeric> {

  /** Not a number. */
  public static final Numeric NAN = new Numeric(Kind.NAN, null);

  /** Positive infinity. */
  public static final Numeric INFINITY = new Numeric(Kind.INFINITY, null);

  /** Negative infinity. */
  public static final Numeric NEGATIVE_INFINITY = new Numeric(Kind.NEGATIVE_INFINITY, null);

  /** Zero with scale 0. */
  public static final Numeric ZERO = of(BigDecimal.ZERO);

  /** What a numeric is; declared in sort order. */
  public enum Kind {
    NEGATIVE_INFINITY,
    FINITE,
    INFINITY,
    NAN
  }

  private final Kind kind;
  private final @Nullable BigDecimal value;

  private Numeric(Kind kind, @Nullable BigDecimal value) {
    this.kind = kind;
    this.value = value;
  }

  /** A number; a negative scale becomes 0. */
  public static Numeric of(BigDecimal value) {
    return new Numeric(Kind.FINITE, value.scale() < 0 ? value.setScale(0) : value);
  }

  /** A whole number with scale 0. */
  public static Numeric of(long value) {
    return new Numeric(Kind.FINITE, BigDecimal.valueOf(value));
  }

  /** Whether it is a number, an infinity or NaN. */
  public Kind kind() {
    return kind;
  }

  /** Whether {@link #value()} may be called. */
  public boolean isFinite() {
    return kind == Kind.FINITE;
  }

  /**
   * The number.
   *
   * @throws IllegalStateException for NaN and the infinities
   */
  public BigDecimal value() {
    if (value == null) {
      throw new IllegalStateException("not a finite numeric");
    }
    return value;
  }

  @Override
  public int compareTo(Numeric other) {
    if (value != null && other.value != null) {
      return value.compareTo(other.value);
    }
    return kind.compareTo(other.kind);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Numeric numeric && compareTo(numeric) == 0;
  }

  @Override
  public int hashCode() {
    return value == null ? kind.hashCode() : value.stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NAN -> "NaN";
      case INFINITY -> "Infinity";
      case NEGATIVE_INFINITY -> "-Infinity";
      case FINITE -> value().toPlainString();
    };
  }
}
