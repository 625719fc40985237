package org.orrery.sql.pgcatalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/** Index access methods and the operator classes by which they index types. */
public final class OperatorClasses {

  private static final int ANYARRAY = 2277;

  /** An operator class: its OID, name, type, and whether it is the type's own. */
  private record OperatorClass(int oid, String name, int type, boolean isDefault) {}

  private final Map<String, Integer> methods = new HashMap<>();
  private final Map<Integer, List<OperatorClass>> classes = new HashMap<>();

  /** All that PostgreSQL has for the types that there are. */
  public OperatorClasses() {
    for (Map<String, String> row : Resources.named("am.tsv")) {
      if ("i".equals(row.get("amtype"))) {
        methods.put(String.valueOf(row.get("amname")), number(row, "oid"));
      }
    }
    for (Map<String, String> row : Resources.named("opclass.tsv")) {
      classes
          .computeIfAbsent(number(row, "opcmethod"), _ -> new ArrayList<>())
          .add(
              new OperatorClass(
                  number(row, "oid"),
                  String.valueOf(row.get("opcname")),
                  number(row, "opcintype"),
                  "t".equals(row.get("opcdefault"))));
    }
  }

  private static int number(Map<String, String> row, String column) {
    return Integer.parseInt(String.valueOf(row.get(column)));
  }

  /** OID of an access method, 0 when there is none of that name. */
  public int method(String name) {
    return methods.getOrDefault(name, 0);
  }

  /** Whether an access method has an operator class of a name, whatever its type. */
  public boolean exists(String method, String name) {
    return of(method).stream().anyMatch(each -> each.name.equals(name));
  }

  /**
   * OID of the class by which a method indexes values of a type.
   *
   * @param name the class asked for; null for the type's own
   * @return 0 when there is none
   */
  public int find(String method, @Nullable String name, SqlType type) {
    OperatorClass found = null;
    for (OperatorClass each : of(method)) {
      boolean isNamed = name == null ? each.isDefault : each.name.equals(name);
      if (isNamed && takes(each.type, type) && (found == null || each.type == type.oid())) {
        found = each;
      }
    }
    return found == null ? 0 : found.oid;
  }

  private List<OperatorClass> of(String method) {
    return classes.getOrDefault(method(method), List.of());
  }

  private static boolean takes(int wanted, SqlType type) {
    return wanted == type.oid()
        || (wanted == ANYARRAY && type.isArray())
        || (wanted == BuiltinTypes.TEXT.oid() && type == BuiltinTypes.VARCHAR)
        || (wanted == BuiltinTypes.OID.oid() && type.name().startsWith("reg"));
  }
}
