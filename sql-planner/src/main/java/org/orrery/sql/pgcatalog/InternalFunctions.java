package org.orrery.sql.pgcatalog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions that catalogs name and that SQL cannot call, such as the input and output functions of
 * types: {@code 'array_in'::regproc} must find them. Thread-safe.
 */
public final class InternalFunctions {

  private static final Map<String, Integer> BY_NAME = new HashMap<>();
  private static final Map<Integer, String> BY_OID = new HashMap<>();

  static {
    for (String[] row : Resources.rows("internal_proc.tsv")) {
      BY_NAME.put(row[1], Integer.valueOf(row[0]));
      BY_OID.put(Integer.valueOf(row[0]), row[1]);
    }
  }

  private InternalFunctions() {}

  /** The OID of a name; 0 when there is none. */
  public static int oid(String name) {
    return BY_NAME.getOrDefault(name, 0);
  }

  /** The name of an OID, or null. */
  public static @Nullable String name(int oid) {
    return BY_OID.get(oid);
  }
}
