package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.IntervalTypmods;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.TypeName;

/** Types as written to types with modifiers, in queries and in DDL. */
public final class TypeResolver {

  private static final int LENGTH_MAX = 10_485_760;

  private final Catalog catalog;
  private final SearchPath searchPath;

  TypeResolver(Analysis analysis) {
    this(analysis.catalog, analysis.context.searchPath());
  }

  /** A resolver against a catalog and search path. */
  public TypeResolver(Catalog catalog, SearchPath searchPath) {
    this.catalog = catalog;
    this.searchPath = searchPath;
  }

  /** A type with its modifier, -1 for none. */
  public record TypeReference(SqlType type, int typmod) {}

  /**
   * The type a name means.
   *
   * @throws OrreryException {@code 42704} for an unknown type, {@code 22023} for a bad modifier, at
   *     their places
   */
  public TypeReference resolve(TypeName name) {
    if (name.percentType()) {
      throw OrreryException.notSupported("%%TYPE is not supported yet").at(name.position());
    }
    SqlType type = find(name.names());
    if (type == null) {
      requireSchemaOf(name.names(), catalog, name.position());
      throw OrreryException.of(
              SqlState.UNDEFINED_OBJECT,
              "type \"%s%s\" does not exist",
              String.join(".", name.names()),
              "[]".repeat(name.arrayBounds().size()))
          .at(name.position());
    }
    int typmod = typmod(type, name);
    if (!name.arrayBounds().isEmpty()) {
      type = Polymorphism.arrayOf(type, name.position());
    }
    return new TypeReference(type, typmod);
  }

  /** {@code 3F000}, at a place, when a name is qualified by a schema that is not there. */
  static void requireSchemaOf(List<String> names, Catalog catalog, int position) {
    try {
      SchemaEntry.requireSchemaOf(names, catalog);
    } catch (OrreryException e) {
      throw e.at(position);
    }
  }

  /** The type of a possibly qualified name, or null. */
  @Nullable SqlType find(List<String> names) {
    if (names.size() > 1) {
      return catalog.type(names.get(names.size() - 2), names.getLast());
    }
    SqlType builtin = catalog.type("pg_catalog", names.getFirst());
    if (builtin != null) {
      return builtin;
    }
    for (int oid : searchPath.schemaOids()) {
      SchemaEntry schema = catalog.schema(oid);
      SqlType type = schema == null ? null : catalog.type(schema.name(), names.getFirst());
      if (type != null) {
        return type;
      }
    }
    return null;
  }

  private static int typmod(SqlType type, TypeName name) {
    if (type == BuiltinTypes.INTERVAL) {
      return interval(name);
    }
    if (name.modifiers().isEmpty()) {
      return Typmods.NONE;
    }
    List<Integer> modifiers = integers(name);
    return switch (type.name()) {
      case "varchar" -> length(modifiers, "varchar", name.position());
      case "bpchar" -> length(modifiers, "char", name.position());
      case "numeric" -> numeric(modifiers, name.position());
      case "time", "timetz" -> precision(modifiers, "TIME", name);
      case "timestamp", "timestamptz" -> precision(modifiers, "TIMESTAMP", name);
      default ->
          throw OrreryException.of(
                  SqlState.SYNTAX_ERROR,
                  "type modifier is not allowed for type \"%s\"",
                  TypeNames.format(type, -1))
              .at(name.position());
    };
  }

  private static List<Integer> integers(TypeName name) {
    var values = new ArrayList<Integer>();
    for (Expression modifier : name.modifiers()) {
      boolean isNegative = modifier instanceof Expression.OperatorCall;
      Expression digits =
          modifier instanceof Expression.OperatorCall(var operator, var left, var right, _)
                  && left == null
                  && operator.symbol().equals("-")
              ? right
              : modifier;
      if (!(digits instanceof Expression.IntegerLiteral(int value, _))) {
        throw OrreryException.of(
                SqlState.SYNTAX_ERROR, "type modifiers must be simple constants or identifiers")
            .at(name.position());
      }
      values.add(isNegative ? -value : value);
    }
    return values;
  }

  private static OrreryException invalid(String message, int position) {
    return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "%s", message).at(position);
  }

  private static int length(List<Integer> modifiers, String spelling, int position) {
    if (modifiers.size() != 1) {
      throw invalid("invalid type modifier", position);
    }
    int length = modifiers.getFirst();
    if (length < 1) {
      throw invalid("length for type " + spelling + " must be at least 1", position);
    }
    if (length > LENGTH_MAX) {
      throw invalid("length for type " + spelling + " cannot exceed " + LENGTH_MAX, position);
    }
    return Typmods.length(length);
  }

  private static int numeric(List<Integer> modifiers, int position) {
    if (modifiers.size() > 2) {
      throw invalid("invalid NUMERIC type modifier", position);
    }
    int precision = modifiers.getFirst();
    int scale = modifiers.size() > 1 ? modifiers.get(1) : 0;
    if (precision < 1 || precision > Typmods.NUMERIC_PRECISION_MAX) {
      throw invalid(
          "NUMERIC precision "
              + precision
              + " must be between 1 and "
              + Typmods.NUMERIC_PRECISION_MAX,
          position);
    }
    if (Math.abs(scale) > Typmods.NUMERIC_PRECISION_MAX) {
      throw invalid("NUMERIC scale " + scale + " must be between -1000 and 1000", position);
    }
    return Typmods.numeric(precision, scale);
  }

  private static int precision(List<Integer> modifiers, String spelling, TypeName name) {
    if (modifiers.size() != 1) {
      throw invalid("invalid type modifier", name.position());
    }
    if (modifiers.getFirst() < 0) {
      throw invalid(
          spelling
              + "("
              + modifiers.getFirst()
              + ")"
              + (name.name().endsWith("tz") ? " WITH TIME ZONE" : "")
              + " precision must not be negative",
          name.position());
    }
    return Math.min(modifiers.getFirst(), Typmods.TIME_PRECISION_MAX);
  }

  private static int interval(TypeName name) {
    TypeName.IntervalFields fields = name.intervalFields();
    if (fields == null && name.modifiers().isEmpty()) {
      return Typmods.NONE;
    }
    int precision = IntervalTypmods.FULL_PRECISION;
    if (!name.modifiers().isEmpty()) {
      precision = precision(integers(name), "INTERVAL", name);
    }
    return IntervalTypmods.encode(
        fields == null ? IntervalTypmods.FULL_RANGE : range(fields), precision);
  }

  private static int range(TypeName.IntervalFields fields) {
    return switch (fields) {
      case YEAR -> IntervalTypmods.YEAR;
      case MONTH -> IntervalTypmods.MONTH;
      case DAY -> IntervalTypmods.DAY;
      case HOUR -> IntervalTypmods.HOUR;
      case MINUTE -> IntervalTypmods.MINUTE;
      case SECOND -> IntervalTypmods.SECOND;
      case YEAR_TO_MONTH -> IntervalTypmods.YEAR | IntervalTypmods.MONTH;
      case DAY_TO_HOUR -> IntervalTypmods.DAY | IntervalTypmods.HOUR;
      case DAY_TO_MINUTE -> IntervalTypmods.DAY | IntervalTypmods.HOUR | IntervalTypmods.MINUTE;
      case DAY_TO_SECOND ->
          IntervalTypmods.DAY
              | IntervalTypmods.HOUR
              | IntervalTypmods.MINUTE
              | IntervalTypmods.SECOND;
      case HOUR_TO_MINUTE -> IntervalTypmods.HOUR | IntervalTypmods.MINUTE;
      case HOUR_TO_SECOND -> IntervalTypmods.HOUR | IntervalTypmods.MINUTE | IntervalTypmods.SECOND;
      case MINUTE_TO_SECOND -> IntervalTypmods.MINUTE | IntervalTypmods.SECOND;
    };
  }
}
