package org.orrery.sql.pgcatalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orrery.base.error.Invariant;

/** The package's resource files: tab-separated columns, {@code \N} for NULL. */
public final class Resources {

  /** How a file writes NULL. */
  public static final String NULL = "\\N";

  private Resources() {}

  /** The rows of a file, each split into its columns. */
  public static List<String[]> rows(String file) {
    try (InputStream in = Resources.class.getResourceAsStream(file)) {
      if (in == null) {
        throw Invariant.broken("missing resource " + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var rows = new ArrayList<String[]>();
      for (String line : text.split("\n", -1)) {
        if (!line.isEmpty()) {
          rows.add(line.split("\t", -1));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of a file whose first line names the columns, as column name to text. */
  public static List<Map<String, String>> named(String file) {
    List<String[]> rows = rows(file);
    String[] names = rows.getFirst();
    var result = new ArrayList<Map<String, String>>();
    for (String[] row : rows.subList(1, rows.size())) {
      var values = LinkedHashMap.<String, String>newLinkedHashMap(names.length);
      for (int i = 0; i < names.length; i++) {
        values.put(names[i], row[i]);
      }
      result.add(values);
    }
    return result;
  }
}
