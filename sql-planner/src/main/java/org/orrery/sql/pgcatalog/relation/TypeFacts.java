package org.orrery.sql.pgcatalog.relation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.SqlType;
import org.orrery.sql.pgcatalog.Resources;

/** PostgreSQL's rows of {@code pg_type} for the types that Orrery has. */
final class TypeFacts {

  /** Collation of a text type's values when nothing else is said. */
  static final int DEFAULT_COLLATION = 100;

  /** Collation {@code C}, which the system catalogs use. */
  static final int C_COLLATION = 950;

  private final Map<Integer, Map<String, String>> types = new LinkedHashMap<>();

  TypeFacts() {
    for (Map<String, String> row : Resources.named("type.tsv")) {
      types.put(Integer.parseInt(row.get("oid")), row);
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

  /** Columns of {@code pg_attribute} that are the type's. */
  static final List<String[]> SHARED =
      List.of(
          new String[] {"attlen", "typlen"},
          new String[] {"attbyval", "typbyval"},
          new String[] {"attalign", "typalign"},
          new String[] {"attstorage", "typstorage"});
}
