package org.orrery.sql.plan;

import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.AbstractSqlType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/** A PostgreSQL type with its modifier, as Calcite sees it. Identity is (type, modifier). */
public final class PgRelType extends AbstractSqlType {

  private final SqlType type;
  private final int typmod;

  /** A type; {@code typmod} is -1 for none. */
  public PgRelType(SqlType type, int typmod, boolean isNullable) {
    super(nameOf(type), isNullable, null);
    this.type = type;
    this.typmod = typmod;
    computeDigest();
  }

  /** Calcite must know booleans, to see conditions; the rest is opaque to it. */
  private static SqlTypeName nameOf(SqlType type) {
    return type == BuiltinTypes.BOOL ? SqlTypeName.BOOLEAN : SqlTypeName.OTHER;
  }

  /** The PostgreSQL type. */
  public SqlType type() {
    return type;
  }

  /** Its modifier, -1 for none. */
  public int typmod() {
    return typmod;
  }

  /** The PostgreSQL type behind a Calcite type. */
  public static SqlType typeOf(RelDataType type) {
    return of(type).type;
  }

  /** A Calcite type as the one class there is. */
  public static PgRelType of(RelDataType type) {
    if (type instanceof PgRelType pg) {
      return pg;
    }
    throw org.orrery.base.error.Invariant.broken("not a PostgreSQL type: " + type);
  }

  @Override
  protected void generateTypeString(StringBuilder text, boolean withDetail) {
    // Runs from the super constructor's digest computation too, before the fields are set.
    if (Objects.isNull(type)) {
      text.append("pg");
      return;
    }
    text.append("pg:").append(Integer.toUnsignedString(type.oid()));
    if (typmod >= 0) {
      text.append('(').append(typmod).append(')');
    }
  }
}
