package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.IntegerLiteral;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.parser.ast.TypeName.IntervalFields;

/** Type names, with SQL's spellings turned into PostgreSQL's. */
final class TypeParser {

  /** Largest precision of float(n): above 24 it is a float8. */
  private static final int FLOAT_PRECISION_MAX = 53;

  private static final int FLOAT4_PRECISION_MAX = 24;

  private final PgParser parser;
  private final TokenCursor cursor;

  TypeParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** Whether a constant such as {@code date '…'} may start with this key word. */
  static boolean startsConstantType(PgKeyword keyword) {
    return switch (keyword) {
      case INT, INTEGER, SMALLINT, BIGINT, REAL, FLOAT, DOUBLE, DECIMAL, DEC, NUMERIC, BOOLEAN ->
          true;
      case BIT, CHARACTER, CHAR, VARCHAR, NATIONAL, NCHAR, TIMESTAMP, TIME, INTERVAL -> true;
      default -> false;
    };
  }

  /** Typename: with SETOF and array bounds. */
  TypeName typeName() {
    int position = cursor.position();
    boolean setOf = cursor.accept(SETOF);
    TypeName simple = simpleTypeName(false);
    List<Integer> bounds = arrayBounds();
    if (!setOf && bounds.isEmpty()) {
      return simple;
    }
    return new TypeName(
        simple.names(),
        simple.modifiers(),
        bounds,
        setOf,
        simple.intervalFields(),
        simple.percentType(),
        position);
  }

  /** func_type: also {@code table.column%TYPE}. */
  TypeName functionType() {
    TypeName type = typeName();
    if (cursor.is('%') && cursor.isAhead(1, TYPE)) {
      cursor.advance();
      cursor.advance();
      return new TypeName(
          type.names(), List.of(), List.of(), type.setOf(), null, true, type.position());
    }
    return type;
  }

  /** ConstTypename: what may stand before a string constant. */
  TypeName constantTypeName() {
    return simpleTypeName(true);
  }

  private List<Integer> arrayBounds() {
    var bounds = new ArrayList<Integer>(1);
    if (cursor.accept(ARRAY)) {
      bounds.add(cursor.is('[') ? bound() : -1);
      return List.copyOf(bounds);
    }
    while (cursor.is('[')) {
      bounds.add(bound());
    }
    return List.copyOf(bounds);
  }

  private int bound() {
    cursor.expect('[');
    int size = cursor.is(']') ? -1 : cursor.expectInteger();
    cursor.expect(']');
    return size;
  }

  private TypeName simpleTypeName(boolean constant) {
    int position = cursor.position();
    if (cursor.isKeyword()) {
      TypeName type = builtIn(cursor.keyword(), position, constant);
      if (type != null) {
        return type;
      }
    }
    var names = new ArrayList<String>(2);
    // type_function_name attrs; a qualified name may start like a type or function name only
    names.add(cursor.typeFunctionName());
    while (cursor.accept('.')) {
      names.add(cursor.colLabel());
    }
    return named(List.copyOf(names), optionalModifiers(), position);
  }

  TypeName named(List<String> names, int position) {
    return named(names, List.of(), position);
  }

  private static TypeName named(List<String> names, List<Expression> modifiers, int position) {
    return new TypeName(names, modifiers, List.of(), false, null, false, position);
  }

  private static TypeName system(String name, List<Expression> modifiers, int position) {
    return named(List.of("pg_catalog", name), modifiers, position);
  }

  private List<Expression> optionalModifiers() {
    if (!cursor.accept('(')) {
      return List.of();
    }
    List<Expression> modifiers = parser.expressions.expressions();
    cursor.expect(')');
    return modifiers;
  }

  private @Nullable TypeName builtIn(PgKeyword keyword, int position, boolean constant) {
    return switch (keyword) {
      case INT, INTEGER -> simple("int4", position);
      case SMALLINT -> simple("int2", position);
      case BIGINT -> simple("int8", position);
      case REAL -> simple("float4", position);
      case BOOLEAN -> simple("bool", position);
      case FLOAT -> floatType(position);
      case DOUBLE -> {
        if (!cursor.isAhead(1, PRECISION)) {
          yield null;
        }
        cursor.advance();
        yield simple("float8", position);
      }
      case DECIMAL, DEC, NUMERIC -> {
        cursor.advance();
        yield system("numeric", optionalModifiers(), position);
      }
      case BIT -> bit(position);
      case CHARACTER, CHAR, VARCHAR, NATIONAL, NCHAR -> character(position, constant);
      case TIMESTAMP -> dateTime("timestamp", position);
      case TIME -> dateTime("time", position);
      case INTERVAL -> {
        cursor.advance();
        yield cursor.is('(')
            ? system("interval", precision(), position)
            : intervalType(position, List.of());
      }
      default -> null;
    };
  }

  private TypeName simple(String name, int position) {
    cursor.advance();
    return TypeName.system(name, position);
  }

  private TypeName floatType(int position) {
    cursor.advance();
    if (!cursor.accept('(')) {
      return TypeName.system("float8", position);
    }
    int start = cursor.position();
    int precision = cursor.expectInteger();
    cursor.expect(')');
    if (precision < 1) {
      throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE, "precision for type float must be at least 1 bit")
          .at(start);
    }
    if (precision > FLOAT_PRECISION_MAX) {
      throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "precision for type float must be less than 54 bits")
          .at(start);
    }
    return TypeName.system(precision <= FLOAT4_PRECISION_MAX ? "float4" : "float8", position);
  }

  private TypeName bit(int position) {
    cursor.advance();
    boolean varying = cursor.accept(VARYING);
    List<Expression> modifiers = optionalModifiers();
    if (!varying && modifiers.isEmpty()) {
      modifiers = List.of(new IntegerLiteral(1, Expression.NO_POSITION));
    }
    return system(varying ? "varbit" : "bit", modifiers, position);
  }

  private TypeName character(int position, boolean constant) {
    boolean isVarchar = cursor.is(VARCHAR);
    if (cursor.accept(NATIONAL)) {
      if (!cursor.is(CHARACTER) && !cursor.is(CHAR)) {
        throw cursor.syntaxError();
      }
    }
    cursor.advance();
    boolean varying = isVarchar || cursor.accept(VARYING);
    List<Expression> modifiers = List.of();
    if (cursor.accept('(')) {
      int start = cursor.position();
      modifiers = List.of(new IntegerLiteral(cursor.expectInteger(), start));
      cursor.expect(')');
    } else if (!varying && !constant) {
      // char alone is char(1); a constant's length is that of its text
      modifiers = List.of(new IntegerLiteral(1, Expression.NO_POSITION));
    }
    return system(varying ? "varchar" : "bpchar", modifiers, position);
  }

  private List<Expression> precision() {
    cursor.expect('(');
    int start = cursor.position();
    int value = cursor.expectInteger();
    cursor.expect(')');
    return List.of(new IntegerLiteral(value, start));
  }

  private TypeName dateTime(String name, int position) {
    cursor.advance();
    List<Expression> modifiers = cursor.is('(') ? precision() : List.of();
    boolean withZone = false;
    if (cursor.isAhead(1, TIME) && (cursor.is(WITH) || cursor.is(WITHOUT))) {
      withZone = cursor.is(WITH);
      cursor.advance();
      cursor.advance();
      cursor.expect(ZONE);
    }
    return system(withZone ? name + "tz" : name, modifiers, position);
  }

  /** The qualifier after INTERVAL (or after its constant), with the seconds' precision. */
  TypeName intervalType(int position, List<Expression> modifiers) {
    IntervalFields fields = intervalFields();
    List<Expression> precision = modifiers;
    boolean seconds =
        switch (fields) {
          case SECOND, DAY_TO_SECOND, HOUR_TO_SECOND, MINUTE_TO_SECOND -> true;
          case null, default -> false;
        };
    if (seconds && cursor.is('(')) {
      precision = precision();
    }
    return new TypeName(
        List.of("pg_catalog", "interval"), precision, List.of(), false, fields, false, position);
  }

  @Nullable IntervalFields intervalFields() {
    IntervalFields first = intervalField();
    if (first == null || first == IntervalFields.MONTH || first == IntervalFields.SECOND) {
      return first;
    }
    if (!cursor.is(TO)) {
      return first;
    }
    cursor.advance();
    IntervalFields last = intervalField();
    IntervalFields range = last == null ? null : range(first, last);
    if (range == null) {
      if (last != null) {
        cursor.reset(cursor.mark() - 1);
      }
      throw cursor.syntaxError();
    }
    return range;
  }

  private @Nullable IntervalFields intervalField() {
    IntervalFields field = null;
    if (cursor.isKeyword()) {
      field =
          switch (cursor.keyword()) {
            case YEAR -> IntervalFields.YEAR;
            case MONTH -> IntervalFields.MONTH;
            case DAY -> IntervalFields.DAY;
            case HOUR -> IntervalFields.HOUR;
            case MINUTE -> IntervalFields.MINUTE;
            case SECOND -> IntervalFields.SECOND;
            default -> null;
          };
    }
    if (field != null) {
      cursor.advance();
    }
    return field;
  }

  private static @Nullable IntervalFields range(IntervalFields first, IntervalFields last) {
    return switch (first) {
      case YEAR -> last == IntervalFields.MONTH ? IntervalFields.YEAR_TO_MONTH : null;
      case DAY ->
          switch (last) {
            case HOUR -> IntervalFields.DAY_TO_HOUR;
            case MINUTE -> IntervalFields.DAY_TO_MINUTE;
            case SECOND -> IntervalFields.DAY_TO_SECOND;
            default -> null;
          };
      case HOUR ->
          switch (last) {
            case MINUTE -> IntervalFields.HOUR_TO_MINUTE;
            case SECOND -> IntervalFields.HOUR_TO_SECOND;
            default -> null;
          };
      case MINUTE -> last == IntervalFields.SECOND ? IntervalFields.MINUTE_TO_SECOND : null;
      default -> null;
    };
  }
}
