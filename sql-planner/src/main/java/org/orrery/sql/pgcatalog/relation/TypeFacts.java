package org.orrery.sql.pgcatalog.relation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.SqlType;
import org.orrery.sql.pgcatalog.Resources;

/** PostgreSQL's rows of {@code pg_type} for the types that Orrery has, and their B-tree classes. */
final class TypeFacts {

  /** Collation of a text type's values when nothing else is said. */
  static final int DEFAULT_COLLATION = 100;

  /** Collation {@code C}, which the system catalogs use. */
  static final int C_COLLATION = 950;

  private static final int ANYARRAY = 2277;
  private static final int ARRAY_OPERATORS = 397;
  private static final int TEXT_OPERATORS = 3126;

  private final Map<Integer, Map<String, String>> types = new LinkedHashMap<>();
  private final Map<Integer, Integer> btreeClasses = new HashMap<>();

  TypeFacts() {
    for (Map<String, String> row : Resources.named("type.tsv")) {
      types.put(Integer.parseInt(row.get("oid")), row);
    }
    for (Map<String, String> row : Resources.named("opclass.tsv")) {
      if ("t".equals(row.get("opcdefault"))) {
        btreeClasses.put(Integer.parseInt(row.get("opcintype")), Integer.parseInt(row.get("oid")));
      }
    }
  }

  /** All rows. */
  Iterable<Map<String, String>> rows() {
    return types.values();
  }

  /** A column of a type's row. */
  String get(SqlType type, String column) {
    Map<String, String> row = types.get(type.oid());
    String value = row == null ? null : row.get(column);
    if (value == null) {
      throw Invariant.broken("no " + column + " of type " + type.name());
    }
    return value;
  }

  /** A column's collation; the system catalogs' own texts are in {@code C}. */
  int collation(SqlType type, boolean isSystemRelation) {
    int collation = Integer.parseInt(get(type, "typcollation"));
    return collation != 0 && isSystemRelation ? C_COLLATION : collation;
  }

  /** The default B-tree operator class of a type; 0 when it has none. */
  int btreeClass(SqlType type) {
    Integer found = btreeClasses.get(type.oid());
    if (found != null) {
      return found;
    }
    if (type.isArray()) {
      return btreeClasses.getOrDefault(ANYARRAY, ARRAY_OPERATORS);
    }
    return type.category() == 'S' ? TEXT_OPERATORS : 0;
  }

  /** Columns of {@code pg_attribute} that are the type's. */
  static final List<String[]> SHARED =
      List.of(
          new String[] {"attlen", "typlen"},
          new String[] {"attbyval", "typbyval"},
          new String[] {"attalign", "typalign"},
          new String[] {"attstorage", "typstorage"});
}
