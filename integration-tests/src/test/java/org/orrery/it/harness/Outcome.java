package org.orrery.it.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * All that a client is told of one statement.
 *
 * @param error its fields; null when the statement succeeded
 * @param rows null when there are none
 * @param updateCount -1 when there is none
 * @param notices severity, SQLSTATE, message, detail and hint of each
 */
public record Outcome(
    @Nullable Map<String, Object> error,
    @Nullable RowSet rows,
    long updateCount,
    List<String> notices) {

  /** Runs a statement. */
  public static Outcome of(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try {
        RowSet rows = null;
        if (statement.execute(sql)) {
          try (ResultSet result = statement.getResultSet()) {
            rows = RowSet.read(result);
          }
        }
        return new Outcome(
            null, rows, statement.getLargeUpdateCount(), notices(statement.getWarnings()));
      } catch (PSQLException e) {
        ServerErrorMessage error = e.getServerErrorMessage();
        if (error == null) {
          throw e;
        }
        return new Outcome(fields(error), null, -1, notices(statement.getWarnings()));
      }
    }
  }

  /** What clients and people read of an error. */
  public static Map<String, Object> fields(ServerErrorMessage error) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", String.valueOf(error.getSQLState()));
    fields.put("message", String.valueOf(error.getMessage()));
    fields.put("position", error.getPosition());
    fields.put("detail", String.valueOf(error.getDetail()));
    fields.put("hint", String.valueOf(error.getHint()));
    fields.put("context", String.valueOf(error.getWhere()));
    fields.put("schema", String.valueOf(error.getSchema()));
    fields.put("table", String.valueOf(error.getTable()));
    fields.put("column", String.valueOf(error.getColumn()));
    fields.put("type", String.valueOf(error.getDatatype()));
    fields.put("constraint", String.valueOf(error.getConstraint()));
    return fields;
  }

  private static List<String> notices(@Nullable SQLWarning first) {
    List<String> notices = new ArrayList<>();
    for (SQLWarning each = first; each != null; each = each.getNextWarning()) {
      ServerErrorMessage notice =
          each instanceof PSQLWarning warning ? warning.getServerErrorMessage() : null;
      notices.add(
          notice == null
              ? String.valueOf(each.getMessage())
              : String.join(
                  " | ",
                  String.valueOf(notice.getSeverity()),
                  String.valueOf(notice.getSQLState()),
                  String.valueOf(notice.getMessage()),
                  String.valueOf(notice.getDetail()),
                  String.valueOf(notice.getHint())));
    }
    return notices;
  }

  /** What differs; empty when a client could not tell the two. */
  public List<String> differencesFrom(Outcome expected) {
    List<String> differences = new ArrayList<>();
    if (error != null || expected.error != null) {
      if (error == null || !error.equals(expected.error)) {
        differences.add("error " + error + " instead of " + expected.error);
      }
    } else if (rows != null && expected.rows != null) {
      differences.addAll(rows.differencesFrom(expected.rows));
    } else if ((rows == null) != (expected.rows == null) || updateCount != expected.updateCount) {
      differences.add(updateCount + " rows changed instead of " + expected.updateCount);
    }
    if (!notices.equals(expected.notices)) {
      differences.add("notices " + notices + " instead of " + expected.notices);
    }
    return differences;
  }
}
