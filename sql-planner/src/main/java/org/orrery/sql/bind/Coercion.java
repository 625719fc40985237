package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.function.CastDef;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.plan.PgForm;

/**
 * Conversions between types: which exist in a context, and making them.
 *
 * @see <a href="https://www.postgresql.org/docs/15/typeconv.html">PostgreSQL, chapter 10</a>
 */
final class Coercion {

  private final Analysis analysis;

  Coercion(Analysis analysis) {
    this.analysis = analysis;
  }

  /** A way from one type to another. */
  private sealed interface Path {
    record Relabel() implements Path {}

    record Function(FunctionDef function) implements Path {}

    record Text() implements Path {}
  }

  private @Nullable Path path(SqlType source, SqlType target, Context context) {
    if (source == target) {
      return new Path.Relabel();
    }
    CastDef cast = analysis.functions.cast(source, target);
    if (cast != null) {
      if (context.compareTo(cast.context()) < 0) {
        return null;
      }
      return switch (cast.method()) {
        case BINARY -> new Path.Relabel();
        case INOUT -> new Path.Text();
        case FUNCTION -> {
          FunctionDef function = cast.function();
          yield function == null ? new Path.Text() : new Path.Function(function);
        }
      };
    }
    SqlType sourceElement = source.element();
    SqlType targetElement = target.element();
    if (source.isArray() && target.isArray() && sourceElement != null && targetElement != null) {
      // The text form of arrays carries every element conversion that PostgreSQL has through text.
      return path(sourceElement, targetElement, context) == null ? null : new Path.Text();
    }
    if (target.category() == 'S' && context.compareTo(Context.ASSIGNMENT) >= 0) {
      return isPlain(source) ? new Path.Text() : null;
    }
    if (source.category() == 'S' && context == Context.EXPLICIT) {
      return isPlain(target) ? new Path.Text() : null;
    }
    return null;
  }

  private static boolean isPlain(SqlType type) {
    return type.variety() != SqlType.Variety.PSEUDO
        || type == BuiltinTypes.RECORD
        || type == BuiltinTypes.CSTRING
        || type == BuiltinTypes.VOID;
  }

  /** Whether a value of a type can become another type in a context. */
  boolean isPossible(SqlType source, SqlType target, Context context) {
    return source == target
        || target == BuiltinTypes.ANY
        || source == BuiltinTypes.UNKNOWN
        || Polymorphism.isPolymorphic(target)
        || path(source, target, context) != null;
  }

  /** Whether all arguments can become the types of a candidate. */
  boolean isPossible(List<SqlType> sources, List<SqlType> targets, Context context) {
    for (int i = 0; i < sources.size(); i++) {
      if (!isPossible(sources.get(i), targets.get(i), context)) {
        return false;
      }
    }
    return Polymorphism.isConsistent(this, sources, targets);
  }

  /** Whether the same bytes serve for both types, so that ordering by one is ordering by both. */
  boolean isBinaryCoercible(SqlType source, SqlType target) {
    return path(source, target, Context.IMPLICIT) instanceof Path.Relabel;
  }

  /** Converts without a modifier, as arguments are; the conversion must be possible. */
  RexNode implicit(Bound value, SqlType target) {
    return convert(value, target, -1, Context.IMPLICIT).rex();
  }

  /**
   * Converts, with a modifier (-1 for none).
   *
   * @return null when there is no such conversion in the context
   */
  Bound.@Nullable Value tryConvert(Bound value, SqlType target, int typmod, Context context) {
    if (!isPossible(value.type(), target, context)) {
      return null;
    }
    return convert(value, target, typmod, context);
  }

  /** Converts as a cast or assignment does. */
  Bound.Value convertOrFail(
      Bound value, SqlType target, int typmod, Context context, int position) {
    Bound.Value converted = tryConvert(value, target, typmod, context);
    if (converted == null) {
      throw OrreryException.of(
              SqlState.CANNOT_COERCE,
              "cannot cast type %s to %s",
              TypeNames.format(value.type(), -1),
              TypeNames.format(target, -1))
          .at(position);
    }
    return converted;
  }

  private Bound.Value convert(Bound value, SqlType target, int typmod, Context context) {
    return switch (value) {
      case Bound.Literal literal -> literal(literal, target, typmod, context);
      case Bound.Parameter parameter -> {
        if (target == BuiltinTypes.UNKNOWN || target == BuiltinTypes.ANY) {
          throw ParameterTypes.undetermined(parameter);
        }
        RexNode rex = analysis.parameters.resolve(parameter, target);
        yield limited(new Bound.Value(rex, target, -1, parameter.position()), typmod, context);
      }
      case Bound.Row row -> limited(typed(value(row), target, -1, context), typmod, context);
      case Bound.Composite composite ->
          limited(typed(value(composite), target, -1, context), typmod, context);
      case Bound.Value known -> limited(typed(known, target, typmod, context), typmod, context);
    };
  }

  /** Any expression as a value; {@code unknown} becomes text. */
  Bound.Value value(Bound bound) {
    return switch (bound) {
      case Bound.Value value -> value;
      case Bound.Literal _, Bound.Parameter _ ->
          convert(bound, BuiltinTypes.TEXT, -1, Context.IMPLICIT);
      case Bound.Composite composite -> {
        var fields = composite.fields().stream().map(Bound.Value::rex).toList();
        yield new Bound.Value(
            analysis.form(new PgForm.RowOf(composite.names()), BuiltinTypes.RECORD, fields),
            BuiltinTypes.RECORD,
            -1,
            composite.position());
      }
      case Bound.Row row -> {
        var fields = new ArrayList<RexNode>();
        row.fields().forEach(field -> fields.add(value(field).rex()));
        yield new Bound.Value(
            analysis.form(new PgForm.RowOf(List.of()), BuiltinTypes.RECORD, fields),
            BuiltinTypes.RECORD,
            -1,
            row.position());
      }
    };
  }

  private Bound.Value literal(Bound.Literal literal, SqlType target, int typmod, Context context) {
    SqlType type = target == BuiltinTypes.ANY ? BuiltinTypes.UNKNOWN : target;
    String text = literal.text();
    if (text == null) {
      return new Bound.Value(analysis.constant(type, null), type, typmod, literal.position());
    }
    // An interval's modifier says how to read the text; others apply to the value read.
    int readTypmod = type == BuiltinTypes.INTERVAL ? typmod : -1;
    RexNode rex = analysis.parse(text, type, readTypmod, literal.position());
    if (typmod >= 0 && context != Context.EXPLICIT) {
      rex = analysis.parse(text, type, typmod, OrreryException.NO_POSITION);
      return new Bound.Value(rex, type, typmod, literal.position());
    }
    return limited(new Bound.Value(rex, type, readTypmod, literal.position()), typmod, context);
  }

  private Bound.Value typed(Bound.Value value, SqlType target, int typmod, Context context) {
    if (value.type() == target || target == BuiltinTypes.ANY) {
      return value;
    }
    Path path = path(value.type(), target, context);
    return switch (path) {
      case Path.Relabel _ ->
          new Bound.Value(
              analysis.relabel(value.rex(), target),
              target,
              isSameModifier(value.type(), target) ? value.typmod() : -1,
              value.position());
      case Path.Text _ ->
          new Bound.Value(
              analysis.form(new PgForm.TextCast(-1), target, List.of(value.rex())),
              target,
              -1,
              value.position());
      case Path.Function(FunctionDef function) ->
          new Bound.Value(
              castCall(function, value, target, typmod, context),
              target,
              function.argumentTypes().size() > 1 ? typmod : -1,
              value.position());
      case null -> throw Invariant.broken("no conversion from " + value.type() + " to " + target);
    };
  }

  private static boolean isSameModifier(SqlType source, SqlType target) {
    return source == BuiltinTypes.VARCHAR && target == BuiltinTypes.VARCHAR;
  }

  private RexNode castCall(
      FunctionDef function, Bound.Value value, SqlType target, int typmod, Context context) {
    var operands = new ArrayList<RexNode>();
    SqlType expected = function.argumentTypes().getFirst();
    operands.add(
        expected == value.type() || Polymorphism.isPolymorphic(expected)
            ? value.rex()
            : analysis.relabel(value.rex(), expected));
    if (function.argumentTypes().size() > 1) {
      operands.add(analysis.int4(typmod));
    }
    if (function.argumentTypes().size() > 2) {
      operands.add(analysis.bool(context == Context.EXPLICIT));
    }
    RexNode call = analysis.fold(analysis.call(function, function.returnType(), operands));
    return function.returnType() == target ? call : analysis.relabel(call, target);
  }

  /** Applies a type modifier. */
  private Bound.Value limited(Bound.Value value, int typmod, Context context) {
    if (typmod < 0 || value.typmod() == typmod) {
      return value;
    }
    CastDef length = analysis.functions.cast(value.type(), value.type());
    FunctionDef function = length == null ? null : length.function();
    RexNode rex =
        function == null
            ? analysis.form(new PgForm.TextCast(typmod), value.type(), List.of(value.rex()))
            : castCall(function, value, value.type(), typmod, context);
    return new Bound.Value(rex, value.type(), typmod, value.position());
  }

  /** A condition: boolean, or {@code 42804} naming the construct. */
  RexNode condition(Bound value, String construct) {
    return required(value, BuiltinTypes.BOOL, construct);
  }

  /** A value that a construct needs in a type. */
  RexNode required(Bound value, SqlType type, String construct) {
    Bound.Value converted = tryConvert(value, type, -1, Context.ASSIGNMENT);
    if (converted == null) {
      throw OrreryException.of(
              SqlState.DATATYPE_MISMATCH,
              "argument of %s must be type %s, not type %s",
              construct,
              TypeNames.format(type, -1),
              TypeNames.format(value.type(), -1))
          .at(value.position());
    }
    return converted.rex();
  }
}
