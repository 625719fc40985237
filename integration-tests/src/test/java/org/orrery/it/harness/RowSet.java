package org.orrery.it.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query's answer: column names, PostgreSQL's names of their types, and the rows' values in text
 * form.
 *
 * @param columns {@code name type}, as {@code day date}
 */
public record RowSet(List<String> columns, List<List<@Nullable String>> rows) {

  private static final double DOUBLE_TOLERANCE = 1e-9;
  private static final double SINGLE_TOLERANCE = 1e-6;

  /** Asks and reads everything. */
  public static RowSet of(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return read(result);
    }
  }

  /** Reads everything. */
  public static RowSet read(ResultSet result) throws SQLException {
    ResultSetMetaData described = result.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= described.getColumnCount(); i++) {
      columns.add(described.getColumnLabel(i) + " " + described.getColumnTypeName(i));
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (result.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(result.getString(i));
      }
      rows.add(row);
    }
    return new RowSet(columns, rows);
  }

  /**
   * What differs, most telling first; empty when the answers are the same. Floats may differ in
   * their last digits.
   */
  public List<String> differencesFrom(RowSet expected) {
    List<String> differences = new ArrayList<>();
    if (!columns.equals(expected.columns)) {
      differences.add("columns " + columns + " instead of " + expected.columns);
    }
    if (rows.size() != expected.rows.size()) {
      differences.add(rows.size() + " rows instead of " + expected.rows.size());
    }
    int columnCount = Math.min(columns.size(), expected.columns.size());
    for (int i = 0; i < Math.min(rows.size(), expected.rows.size()); i++) {
      for (int j = 0; j < columnCount; j++) {
        String mine = rows.get(i).get(j);
        String theirs = expected.rows.get(i).get(j);
        if (!isSame(mine, theirs, expected.columns.get(j)) && differences.size() < 10) {
          differences.add(
              "row " + (i + 1) + ", " + expected.columns.get(j) + ": " + mine + " not " + theirs);
        }
      }
    }
    return differences;
  }

  private static boolean isSame(@Nullable String mine, @Nullable String theirs, String column) {
    if (mine == null || theirs == null) {
      return mine == null && theirs == null;
    }
    if (mine.equals(theirs)) {
      return true;
    }
    if (column.endsWith(" float8") || column.endsWith(" float4")) {
      double a = Double.parseDouble(mine);
      double b = Double.parseDouble(theirs);
      double tolerance = column.endsWith("8") ? DOUBLE_TOLERANCE : SINGLE_TOLERANCE;
      return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
    }
    return false;
  }
}
