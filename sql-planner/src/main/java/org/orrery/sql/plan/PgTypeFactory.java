package org.orrery.sql.plan;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/** Makes {@link PgRelType}s, also where Calcite asks for types by its own names. */
public final class PgTypeFactory extends SqlTypeFactoryImpl {

  /** A new factory; one per planned statement. */
  public PgTypeFactory() {
    super(RelDataTypeSystem.DEFAULT);
  }

  /** A nullable type without modifier. */
  public RelDataType of(SqlType type) {
    return of(type, -1);
  }

  /** A nullable type. */
  public RelDataType of(SqlType type, int typmod) {
    return canonize(new PgRelType(type, typmod, true));
  }

  @Override
  public RelDataType createSqlType(SqlTypeName name) {
    return switch (name) {
      case BOOLEAN -> of(BuiltinTypes.BOOL);
      case TINYINT, SMALLINT -> of(BuiltinTypes.INT2);
      case INTEGER -> of(BuiltinTypes.INT4);
      case BIGINT -> of(BuiltinTypes.INT8);
      case DOUBLE, FLOAT -> of(BuiltinTypes.FLOAT8);
      case VARCHAR, CHAR -> of(BuiltinTypes.TEXT);
      default -> super.createSqlType(name);
    };
  }

  @Override
  public RelDataType createSqlType(SqlTypeName name, int precision) {
    // RexBuilder makes an empty character literal of its own, which needs a character set.
    return name == SqlTypeName.CHAR
        ? createTypeWithCharsetAndCollation(
            super.createSqlType(name, precision), getDefaultCharset(), SqlCollation.IMPLICIT)
        : createSqlType(name);
  }

  @Override
  public RelDataType createTypeWithNullability(RelDataType type, boolean isNullable) {
    if (type instanceof PgRelType pg) {
      return pg.isNullable() == isNullable
          ? pg
          : canonize(new PgRelType(pg.type(), pg.typmod(), isNullable));
    }
    return super.createTypeWithNullability(type, isNullable);
  }

  /** The common type of equal types, with the modifier only if all have the same. */
  @Override
  public @Nullable RelDataType leastRestrictive(List<RelDataType> types) {
    if (types.stream().noneMatch(PgRelType.class::isInstance)) {
      return super.leastRestrictive(types);
    }
    PgRelType first = PgRelType.of(types.getFirst());
    int typmod = first.typmod();
    boolean isNullable = false;
    for (RelDataType each : types) {
      PgRelType type = PgRelType.of(each);
      if (type.type() != first.type()) {
        return null;
      }
      typmod = type.typmod() == typmod ? typmod : -1;
      isNullable |= type.isNullable();
    }
    return canonize(new PgRelType(first.type(), typmod, isNullable));
  }
}
