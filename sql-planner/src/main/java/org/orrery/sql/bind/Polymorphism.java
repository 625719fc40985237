package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.CastDef.Context;

/** The polymorphic pseudo-types: what {@code anyelement} and its kin stand for in a call. */
final class Polymorphism {

  private static final Set<SqlType> SAME =
      Set.of(
          BuiltinTypes.ANYELEMENT,
          BuiltinTypes.ANYARRAY,
          BuiltinTypes.ANYNONARRAY,
          BuiltinTypes.ANYENUM,
          BuiltinTypes.ANYRANGE,
          BuiltinTypes.ANYMULTIRANGE);

  private static final Set<SqlType> COMPATIBLE =
      Set.of(
          BuiltinTypes.ANYCOMPATIBLE,
          BuiltinTypes.ANYCOMPATIBLEARRAY,
          BuiltinTypes.ANYCOMPATIBLENONARRAY,
          BuiltinTypes.ANYCOMPATIBLERANGE,
          BuiltinTypes.ANYCOMPATIBLEMULTIRANGE);

  private Polymorphism() {}

  static boolean isPolymorphic(SqlType type) {
    return SAME.contains(type) || COMPATIBLE.contains(type);
  }

  private static boolean isRange(SqlType declared) {
    return declared == BuiltinTypes.ANYRANGE
        || declared == BuiltinTypes.ANYMULTIRANGE
        || declared == BuiltinTypes.ANYCOMPATIBLERANGE
        || declared == BuiltinTypes.ANYCOMPATIBLEMULTIRANGE;
  }

  private static boolean isArrayLike(SqlType type) {
    return type.element() != null && type.category() == 'A';
  }

  /** The element type the arguments agree on; null while all are unknown or none is polymorphic. */
  private record Binding(@Nullable SqlType same, @Nullable SqlType compatible) {}

  /** Whether arguments fit declared types as far as polymorphism goes. */
  static boolean isConsistent(Coercion coercion, List<SqlType> actual, List<SqlType> declared) {
    boolean any = false;
    for (SqlType type : declared) {
      any |= isPolymorphic(type);
    }
    return !any || bind(coercion, actual, declared) != null;
  }

  private static @Nullable Binding bind(
      Coercion coercion, List<SqlType> actual, List<SqlType> declared) {
    SqlType same = null;
    var compatible = new ArrayList<SqlType>();
    for (int i = 0; i < actual.size(); i++) {
      SqlType type = actual.get(i);
      SqlType as = declared.get(i);
      if (type == BuiltinTypes.UNKNOWN || !isPolymorphic(as)) {
        continue;
      }
      if (isRange(as) || (as == BuiltinTypes.ANYENUM && type.variety() != SqlType.Variety.ENUM)) {
        return null;
      }
      boolean wantsArray = as == BuiltinTypes.ANYARRAY || as == BuiltinTypes.ANYCOMPATIBLEARRAY;
      if ((wantsArray && !isArrayLike(type))
          || (type.isArray()
              && (as == BuiltinTypes.ANYNONARRAY || as == BuiltinTypes.ANYCOMPATIBLENONARRAY))) {
        return null;
      }
      SqlType element = type.element();
      SqlType elementType = wantsArray && element != null ? element : type;
      if (COMPATIBLE.contains(as)) {
        compatible.add(elementType);
      } else if (same == null) {
        same = elementType;
      } else if (same != elementType) {
        return null;
      }
    }
    SqlType common = null;
    if (!compatible.isEmpty()) {
      common = UnionTypes.commonOrNull(coercion, compatible);
      if (common == null) {
        return null;
      }
      for (SqlType type : compatible) {
        if (!coercion.isPossible(type, common, Context.IMPLICIT)) {
          return null;
        }
      }
    }
    return new Binding(same, common);
  }

  /** Declared types with the polymorphic ones replaced; the last is the result's. */
  static List<SqlType> resolve(
      Coercion coercion,
      List<SqlType> actual,
      List<SqlType> declared,
      SqlType result,
      int position) {
    boolean any = isPolymorphic(result);
    for (SqlType type : declared) {
      any |= isPolymorphic(type);
    }
    var resolved = new ArrayList<SqlType>(declared);
    resolved.add(result);
    if (!any) {
      return resolved;
    }
    Binding binding = bind(coercion, actual, declared);
    SqlType same = binding == null ? null : binding.same();
    SqlType compatible =
        binding == null || binding.compatible() == null ? BuiltinTypes.TEXT : binding.compatible();
    for (int i = 0; i < resolved.size(); i++) {
      SqlType type = resolved.get(i);
      if (SAME.contains(type)) {
        if (same == null) {
          throw OrreryException.of(
                  SqlState.DATATYPE_MISMATCH,
                  "could not determine polymorphic type because input has type unknown")
              .at(position);
        }
        resolved.set(i, type == BuiltinTypes.ANYARRAY ? arrayOf(same, position) : same);
      } else if (COMPATIBLE.contains(type)) {
        resolved.set(
            i,
            type == BuiltinTypes.ANYCOMPATIBLEARRAY ? arrayOf(compatible, position) : compatible);
      }
    }
    // A column of catalog vectors keeps its own type where an array is wanted.
    for (int i = 0; i < actual.size(); i++) {
      if (declared.get(i) == BuiltinTypes.ANYARRAY && isArrayLike(actual.get(i))) {
        resolved.set(i, actual.get(i));
      }
    }
    return resolved;
  }

  static SqlType arrayOf(SqlType element, int position) {
    SqlType array = BuiltinTypes.arrayOf(element);
    if (array == null) {
      throw OrreryException.of(
              SqlState.UNDEFINED_OBJECT,
              "could not find array type for data type %s",
              org.orrery.data.type.TypeNames.format(element, -1))
          .at(position);
    }
    return array;
  }
}
