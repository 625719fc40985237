package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.bind.Namespace.Column;
import org.orrery.sql.bind.Namespace.Item;

/** Hints at columns whose names are like one that does not exist. */
final class Suggestions {

  private static final int DISTANCE_MAX = 3;

  private Suggestions() {}

  /** The hint, or null when nothing is near enough. */
  static @Nullable String forColumn(Scope scope, @Nullable String table, String name) {
    int best = DISTANCE_MAX + 1;
    List<String> nearest = new ArrayList<>();
    for (Scope each = scope; each != null; each = each.parent) {
      for (Item item : each.items()) {
        if (item.name() == null) {
          continue;
        }
        int tableDistance = table == null ? 0 : distance(table, item.name());
        for (Column column : item.columns()) {
          int columnDistance = distance(name, column.name());
          int total = tableDistance + columnDistance;
          if (columnDistance > name.length() / 2 || total > best || total > DISTANCE_MAX) {
            continue;
          }
          if (total < best) {
            best = total;
            nearest.clear();
          }
          nearest.add(item.name() + "." + column.name());
        }
      }
    }
    return switch (nearest.size()) {
      case 1 -> "Perhaps you meant to reference the column \"" + nearest.getFirst() + "\".";
      case 2 ->
          "Perhaps you meant to reference the column \""
              + nearest.get(0)
              + "\" or the column \""
              + nearest.get(1)
              + "\".";
      default -> null;
    };
  }

  /** Levenshtein's distance. */
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
