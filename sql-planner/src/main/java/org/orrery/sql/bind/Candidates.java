package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.CastDef.Context;

/**
 * Chooses among functions or operators that all accept the arguments.
 *
 * @see <a href="https://www.postgresql.org/docs/15/typeconv-func.html">PostgreSQL, 10.2 and 10.3,
 *     step 4</a>
 */
final class Candidates {

  private final Coercion coercion;

  Candidates(Coercion coercion) {
    this.coercion = coercion;
  }

  /** The best candidate, or null when several are equally good. */
  <T> @Nullable T select(List<SqlType> arguments, List<T> all, Function<T, List<SqlType>> typesOf) {
    List<T> candidates = best(all, candidate -> exactMatches(arguments, typesOf.apply(candidate)));
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    candidates =
        best(candidates, candidate -> preferredMatches(arguments, typesOf.apply(candidate)));
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    if (!arguments.contains(BuiltinTypes.UNKNOWN)) {
      return null;
    }
    List<T> narrowed = byCategory(arguments, candidates, typesOf);
    if (narrowed.size() == 1) {
      return narrowed.getFirst();
    }
    return bySingleType(arguments, narrowed, typesOf);
  }

  private static <T> List<T> best(List<T> candidates, Function<T, Integer> score) {
    var best = new ArrayList<T>();
    int bestScore = -1;
    for (T candidate : candidates) {
      int each = score.apply(candidate);
      if (each > bestScore) {
        best.clear();
        bestScore = each;
      }
      if (each == bestScore) {
        best.add(candidate);
      }
    }
    return best;
  }

  private static int exactMatches(List<SqlType> arguments, List<SqlType> types) {
    int matches = 0;
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) != BuiltinTypes.UNKNOWN && arguments.get(i) == types.get(i)) {
        matches++;
      }
    }
    return matches;
  }

  private static int preferredMatches(List<SqlType> arguments, List<SqlType> types) {
    int matches = 0;
    for (int i = 0; i < arguments.size(); i++) {
      SqlType argument = arguments.get(i);
      SqlType type = types.get(i);
      if (argument != BuiltinTypes.UNKNOWN
          && (argument == type || (type.isPreferred() && type.category() == argument.category()))) {
        matches++;
      }
    }
    return matches;
  }

  /** Guesses the category of each unknown argument: string if possible, else if all agree. */
  private static <T> List<T> byCategory(
      List<SqlType> arguments, List<T> candidates, Function<T, List<SqlType>> typesOf) {
    var categories = new char[arguments.size()];
    var preferred = new boolean[arguments.size()];
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) != BuiltinTypes.UNKNOWN) {
        continue;
      }
      boolean hasConflict = false;
      for (T candidate : candidates) {
        SqlType type = typesOf.apply(candidate).get(i);
        if (categories[i] == 0) {
          categories[i] = type.category();
          preferred[i] = type.isPreferred();
        } else if (type.category() == categories[i]) {
          preferred[i] |= type.isPreferred();
        } else if (type.category() == 'S') {
          categories[i] = 'S';
          preferred[i] = type.isPreferred();
        } else {
          hasConflict = true;
        }
      }
      if (hasConflict && categories[i] != 'S') {
        return candidates;
      }
    }
    var kept = new ArrayList<T>();
    for (T candidate : candidates) {
      if (fits(arguments, typesOf.apply(candidate), categories, preferred)) {
        kept.add(candidate);
      }
    }
    return kept.isEmpty() ? candidates : kept;
  }

  private static boolean fits(
      List<SqlType> arguments, List<SqlType> types, char[] categories, boolean[] preferred) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) == BuiltinTypes.UNKNOWN
          && (types.get(i).category() != categories[i]
              || (preferred[i] && !types.get(i).isPreferred()))) {
        return false;
      }
    }
    return true;
  }

  /** Assumes that unknown arguments have the one type that all known ones have. */
  private <T> @Nullable T bySingleType(
      List<SqlType> arguments, List<T> candidates, Function<T, List<SqlType>> typesOf) {
    SqlType known = null;
    for (SqlType argument : arguments) {
      if (argument == BuiltinTypes.UNKNOWN) {
        continue;
      }
      if (known != null && known != argument) {
        return null;
      }
      known = argument;
    }
    if (known == null) {
      return null;
    }
    var assumed = new ArrayList<SqlType>();
    for (int i = 0; i < arguments.size(); i++) {
      assumed.add(known);
    }
    T found = null;
    for (T candidate : candidates) {
      if (coercion.isPossible(assumed, typesOf.apply(candidate), Context.IMPLICIT)) {
        if (found != null) {
          return null;
        }
        found = candidate;
      }
    }
    return found;
  }
}
