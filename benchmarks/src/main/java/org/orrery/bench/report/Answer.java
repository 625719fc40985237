package org.orrery.bench.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a query, for comparing what different databases said. Numbers are doubles, times are
 * instants, the rest is text; rows are sorted, as queries without a total order may give them in
 * any.
 */
public final class Answer {

  private static final double TOLERANCE = 1e-9;

  private final List<Row> rows;

  private record Row(String key, double[] numbers) {}

  private Answer(List<Row> rows) {
    this.rows = rows;
  }

  /** Reads all rows. */
  public static Answer read(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<Row> rows = new ArrayList<>();
    while (result.next()) {
      var key = new StringBuilder();
      double[] numbers = new double[columns];
      for (int i = 0; i < columns; i++) {
        switch (result.getObject(i + 1)) {
          case null -> key.append("NULL|");
          case Number number -> numbers[i] = number.doubleValue();
          case Timestamp time -> key.append(time.toInstant()).append('|');
          case OffsetDateTime time -> key.append(time.toInstant()).append('|');
          case LocalDateTime time -> key.append(time.toInstant(ZoneOffset.UTC)).append('|');
          case Instant time -> key.append(time).append('|');
          case Object other -> key.append(other).append('|');
        }
      }
      rows.add(new Row(key.toString(), numbers));
    }
    rows.sort(Answer::compare);
    return new Answer(rows);
  }

  private static int compare(Row left, Row right) {
    int order = left.key.compareTo(right.key);
    for (int i = 0; order == 0 && i < left.numbers.length; i++) {
      order = Double.compare(left.numbers[i], right.numbers[i]);
    }
    return order;
  }

  /** How many rows. */
  public int rowCount() {
    return rows.size();
  }

  /** What differs first, if anything does. */
  public Optional<String> differenceFrom(Answer other) {
    if (rows.size() != other.rows.size()) {
      return Optional.of(rows.size() + " rows instead of " + other.rows.size());
    }
    for (int i = 0; i < rows.size(); i++) {
      Row mine = rows.get(i);
      Row theirs = other.rows.get(i);
      if (!mine.key.equals(theirs.key)) {
        return Optional.of("row " + i + ": " + mine.key + " instead of " + theirs.key);
      }
      for (int j = 0; j < mine.numbers.length; j++) {
        double a = mine.numbers[j];
        double b = theirs.numbers[j];
        if (Math.abs(a - b) > TOLERANCE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)))) {
          return Optional.of(
              "row " + i + " (" + mine.key + "), column " + (j + 1) + ": " + a + " not " + b);
        }
      }
    }
    return Optional.empty();
  }
}
