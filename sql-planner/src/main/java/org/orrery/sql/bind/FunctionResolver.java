package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.function.FunctionDef;

/**
 * Finds the function that a call means.
 *
 * @see <a href="https://www.postgresql.org/docs/15/typeconv-func.html">PostgreSQL, 10.3</a>
 */
final class FunctionResolver {

  /** Index of an argument that a default stands for. */
  static final int DEFAULT = -1;

  private final Analysis analysis;

  FunctionResolver(Analysis analysis) {
    this.analysis = analysis;
  }

  /**
   * What a call means.
   *
   * @param function the function
   * @param types declared types of the inputs, one per entry of {@code arguments}
   * @param arguments for each input the index of the call's argument, or {@link #DEFAULT}
   * @param variadicFrom first input that goes into the array of a variadic one; -1 for none
   */
  record Match(
      FunctionDef function, List<SqlType> types, List<Integer> arguments, int variadicFrom) {

    /** Declared types in the order of the call's arguments. */
    List<SqlType> givenTypes(int count) {
      var given = new SqlType[count];
      for (int i = 0; i < arguments.size(); i++) {
        if (arguments.get(i) != DEFAULT) {
          given[arguments.get(i)] = types.get(i);
        }
      }
      return List.of(given);
    }

    boolean usesDefaults() {
      return arguments.contains(DEFAULT);
    }
  }

  /** The arguments of a call: types, names ("" for positional) and VARIADIC before the last. */
  record Call(List<String> name, List<SqlType> types, List<String> names, boolean isVariadic) {}

  /**
   * The function, or null when the call is a conversion written like a function.
   *
   * @throws OrreryException {@code 42883} or {@code 42725} at {@code position}
   */
  @Nullable Match resolve(Call call, boolean mayBeCast, int position) {
    List<Match> matches = candidates(call);
    int count = call.types().size();
    var exact = new ArrayList<Match>();
    for (Match match : matches) {
      if (match.givenTypes(count).equals(call.types())) {
        exact.add(match);
      }
    }
    if (!exact.isEmpty()) {
      return unambiguous(exact, count, call, position);
    }
    if (mayBeCast && isCast(call)) {
      return null;
    }
    var possible = new ArrayList<Match>();
    for (Match match : matches) {
      if (analysis.coercion.isPossible(call.types(), match.givenTypes(count), Context.IMPLICIT)) {
        possible.add(match);
      }
    }
    if (possible.isEmpty()) {
      TypeResolver.requireSchemaOf(call.name(), analysis.catalog, position);
      throw undefined(call, position);
    }
    List<Match> distinct = distinct(possible, count, call, position);
    Match best =
        distinct.size() == 1
            ? distinct.getFirst()
            : new Candidates(analysis.coercion)
                .select(call.types(), distinct, match -> match.givenTypes(count));
    if (best == null) {
      throw ambiguous(call, position);
    }
    return best;
  }

  /** Of several with the same types: one without defaults, then not variadic, then first found. */
  private static Match unambiguous(List<Match> same, int count, Call call, int position) {
    return distinct(same, count, call, position).getFirst();
  }

  private static List<Match> distinct(List<Match> matches, int count, Call call, int position) {
    var distinct = new ArrayList<Match>();
    for (Match match : matches) {
      int at = -1;
      for (int i = 0; i < distinct.size(); i++) {
        if (distinct.get(i).givenTypes(count).equals(match.givenTypes(count))) {
          at = i;
        }
      }
      if (at < 0) {
        distinct.add(match);
        continue;
      }
      Match known = distinct.get(at);
      if (rank(match) < rank(known)) {
        distinct.set(at, match);
      } else if (rank(match) == rank(known)
          && match.usesDefaults()
          && match.function().schema().equals(known.function().schema())) {
        throw ambiguous(call, position);
      }
    }
    return distinct;
  }

  private static int rank(Match match) {
    return (match.usesDefaults() ? 2 : 0) + (match.variadicFrom() >= 0 ? 1 : 0);
  }

  private List<Match> candidates(Call call) {
    var matches = new ArrayList<Match>();
    String schema = call.name().size() > 1 ? call.name().get(call.name().size() - 2) : null;
    for (FunctionDef function : analysis.functions.functions(call.name().getLast())) {
      if (schema == null ? isVisible(function) : function.schema().equals(schema)) {
        Match match = match(function, call);
        if (match != null) {
          matches.add(match);
        }
      }
    }
    return matches;
  }

  private boolean isVisible(FunctionDef function) {
    if (function.schema().equals("pg_catalog")) {
      return true;
    }
    SchemaEntry schema = analysis.catalog.schema(function.schema());
    return schema != null && analysis.context.searchPath().schemaOids().contains(schema.oid());
  }

  private static @Nullable Match match(FunctionDef function, Call call) {
    int given = call.types().size();
    int declared = function.argumentTypes().size();
    boolean isNamed = call.names().stream().anyMatch(name -> !name.isEmpty());
    if (isNamed) {
      return named(function, call);
    }
    if (function.isVariadic() && !call.isVariadic() && given >= declared) {
      return expanded(function, given);
    }
    if (call.isVariadic() && (!function.isVariadic() || given != declared)) {
      return null;
    }
    if (given > declared || given < declared - function.defaults().size()) {
      return null;
    }
    var arguments = new ArrayList<Integer>();
    for (int i = 0; i < declared; i++) {
      arguments.add(i < given ? i : DEFAULT);
    }
    return new Match(function, function.argumentTypes(), arguments, -1);
  }

  private static Match expanded(FunctionDef function, int given) {
    int last = function.argumentTypes().size() - 1;
    SqlType declared = function.argumentTypes().get(last);
    SqlType element = variadicElement(declared);
    var types = new ArrayList<SqlType>(function.argumentTypes().subList(0, last));
    var arguments = new ArrayList<Integer>();
    for (int i = 0; i < given; i++) {
      arguments.add(i);
      if (i >= last) {
        types.add(element);
      }
    }
    return new Match(function, types, arguments, declared == BuiltinTypes.ANY ? -1 : last);
  }

  private static SqlType variadicElement(SqlType declared) {
    if (declared == BuiltinTypes.ANY) {
      return BuiltinTypes.ANY;
    }
    if (declared == BuiltinTypes.ANYARRAY) {
      return BuiltinTypes.ANYELEMENT;
    }
    if (declared == BuiltinTypes.ANYCOMPATIBLEARRAY) {
      return BuiltinTypes.ANYCOMPATIBLE;
    }
    SqlType element = declared.element();
    return element == null ? declared : element;
  }

  private static @Nullable Match named(FunctionDef function, Call call) {
    int declared = function.argumentTypes().size();
    if (call.types().size() > declared || function.isVariadic() != call.isVariadic()) {
      return null;
    }
    var arguments = new ArrayList<Integer>();
    for (int i = 0; i < declared; i++) {
      arguments.add(DEFAULT);
    }
    for (int i = 0; i < call.types().size(); i++) {
      String name = call.names().get(i);
      int at = name.isEmpty() ? i : function.argumentNames().indexOf(name);
      if (at < 0 || arguments.get(at) != DEFAULT) {
        return null;
      }
      arguments.set(at, i);
    }
    int firstDefault = declared - function.defaults().size();
    for (int i = 0; i < firstDefault; i++) {
      if (arguments.get(i) == DEFAULT) {
        return null;
      }
    }
    return new Match(function, function.argumentTypes(), arguments, -1);
  }

  /** {@code type(value)} where no function is called so. */
  private boolean isCast(Call call) {
    if (call.types().size() != 1 || call.isVariadic() || !call.names().getFirst().isEmpty()) {
      return false;
    }
    SqlType target = new TypeResolver(analysis).find(call.name());
    if (target == null) {
      return false;
    }
    SqlType source = call.types().getFirst();
    if (source == BuiltinTypes.UNKNOWN) {
      return true;
    }
    var cast = analysis.functions.cast(source, target);
    if (cast != null) {
      return cast.method() != org.orrery.sql.function.CastDef.Method.FUNCTION;
    }
    return source != BuiltinTypes.RECORD
        && (source.category() == 'S' || target.category() == 'S')
        && analysis.coercion.isPossible(source, target, Context.EXPLICIT);
  }

  private static OrreryException undefined(Call call, int position) {
    return OrreryException.of(
            SqlState.UNDEFINED_FUNCTION, "function %s does not exist", signature(call))
        .withHint(
            "No function matches the given name and argument types."
                + " You might need to add explicit type casts.")
        .at(position);
  }

  private static OrreryException ambiguous(Call call, int position) {
    return OrreryException.of(
            SqlState.AMBIGUOUS_FUNCTION, "function %s is not unique", signature(call))
        .withHint(
            "Could not choose a best candidate function."
                + " You might need to add explicit type casts.")
        .at(position);
  }

  /** {@code name(type, name => type)}, as messages show a call. */
  static String signature(Call call) {
    var arguments = new ArrayList<String>();
    for (int i = 0; i < call.types().size(); i++) {
      String name = call.names().get(i);
      String type = TypeNames.format(call.types().get(i), -1);
      arguments.add(name.isEmpty() ? type : name + " => " + type);
    }
    return String.join(".", call.name()) + "(" + String.join(", ", arguments) + ")";
  }
}
