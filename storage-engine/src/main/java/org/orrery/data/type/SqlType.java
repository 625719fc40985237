package org.orrery.data.type;

import org.jspecify.annotations.Nullable;
import org.orrery.data.PhysicalKind;

/**
 * A SQL type. Built-in types are the constants of {@link BuiltinTypes}; there is one object per
 * OID, so types may be compared by identity.
 */
public final class SqlType {

  /** {@code pg_type.typtype}. */
  public enum Variety {
    BASE('b'),
    COMPOSITE('c'),
    DOMAIN('d'),
    ENUM('e'),
    PSEUDO('p'),
    RANGE('r');

    private final char code;

    Variety(char code) {
      this.code = code;
    }

    /** The letter in {@code pg_type}. */
    public char code() {
      return code;
    }
  }

  private final int oid;
  private final String name;
  private final Variety variety;
  private final char category;
  private final boolean isPreferred;
  private final int length;
  private final PhysicalKind kind;
  private final TypeCodec codec;
  private final @Nullable SqlType element;

  /**
   * Declares a type.
   *
   * @param oid its OID, unsigned 32 bits held in an int
   * @param name {@code pg_type.typname}
   * @param variety {@code pg_type.typtype}
   * @param category {@code pg_type.typcategory}
   * @param isPreferred {@code pg_type.typispreferred}
   * @param length {@code pg_type.typlen}: bytes, or -1 for variable, -2 for C string
   * @param kind how values lie in memory
   * @param codec text and binary forms
   * @param element the element type of an array type, else null
   */
  public SqlType(
      int oid,
      String name,
      Variety variety,
      char category,
      boolean isPreferred,
      int length,
      PhysicalKind kind,
      TypeCodec codec,
      @Nullable SqlType element) {
    this.oid = oid;
    this.name = name;
    this.variety = variety;
    this.category = category;
    this.isPreferred = isPreferred;
    this.length = length;
    this.kind = kind;
    this.codec = codec;
    this.element = element;
  }

  /** The type's OID. */
  public int oid() {
    return oid;
  }

  /** {@code pg_type.typname}, such as {@code int4} or {@code _int4}. */
  public String name() {
    return name;
  }

  /** What sort of type it is. */
  public Variety variety() {
    return variety;
  }

  /** {@code pg_type.typcategory}. */
  public char category() {
    return category;
  }

  /** Whether it is the preferred type of its category. */
  public boolean isPreferred() {
    return isPreferred;
  }

  /** {@code pg_type.typlen}. */
  public int length() {
    return length;
  }

  /** How values lie in memory. */
  public PhysicalKind kind() {
    return kind;
  }

  /** Text and binary forms. */
  public TypeCodec codec() {
    return codec;
  }

  /** Element type of an array (also of int2vector and oidvector); null for other types. */
  public @Nullable SqlType element() {
    return element;
  }

  /** Whether this is a true array type. */
  public boolean isArray() {
    return element != null && category == 'A';
  }

  @Override
  public String toString() {
    return name;
  }
}
