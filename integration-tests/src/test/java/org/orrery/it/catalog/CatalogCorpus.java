package org.orrery.it.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Statements that clients send to read the catalogs, from the resources beside this class. {@code
 * schema.sql} makes the objects that they ask about.
 */
public final class CatalogCorpus {

  /** Files of statements. */
  public static final List<String> FILES = List.of("psql.sql", "pgjdbc.sql");

  private CatalogCorpus() {}

  /**
   * A statement.
   *
   * @param sender what sends it, such as {@code \d devices}
   * @param sql its text, {@code ${relation}} standing for OIDs
   */
  public record Captured(String sender, String sql) {

    /** The text with OIDs in it. */
    public String with(Map<String, Long> oids) {
      String text = sql;
      for (Map.Entry<String, Long> oid : oids.entrySet()) {
        text = text.replace("${" + oid.getKey() + "}", oid.getValue().toString());
      }
      return text;
    }

    @Override
    public String toString() {
      return sender;
    }
  }

  /** The statements of a file, in the order they were sent. */
  public static List<Captured> read(String file) {
    var statements = new ArrayList<Captured>();
    String sender = "";
    var sql = new StringBuilder();
    for (String line : text(file).lines().toList()) {
      if (sql.isEmpty() && line.startsWith("-- ")) {
        sender = line.substring(3);
      } else if (!sql.isEmpty() || !line.isBlank()) {
        sql.append(line).append('\n');
        if (line.endsWith(";")) {
          statements.add(new Captured(sender, sql.substring(0, sql.length() - 2)));
          sql.setLength(0);
        }
      }
    }
    return statements;
  }

  /** The text of a file. */
  public static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(CatalogCorpus.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
