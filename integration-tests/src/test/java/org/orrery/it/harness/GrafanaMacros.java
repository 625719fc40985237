package org.orrery.it.harness;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Grafana's PostgreSQL data source makes of its macros before it asks, by its documentation.
 *
 * @param from the dashboard's first moment
 * @param to its last
 * @param hasTimescale whether the data source's TimescaleDB switch is on
 */
public record GrafanaMacros(Instant from, Instant to, boolean hasTimescale) {

  private static final String INTERVAL = "1d";
  private static final Pattern MACRO = Pattern.compile("\\$__(\\w+)\\(([^()]*)\\)");
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final Map<String, Integer> UNIT_SECONDS =
      Map.of("s", 1, "m", 60, "h", 3_600, "d", 86_400);

  /** Replaces all macros; an unknown one is an {@link IllegalArgumentException}. */
  public String expand(String sql) {
    return MACRO
        .matcher(sql.replace("$__interval", "'" + INTERVAL + "'"))
        .replaceAll(macro -> Matcher.quoteReplacement(expansion(macro)));
  }

  private String expansion(MatchResult macro) {
    List<String> arguments = COMMA.splitAsStream(macro.group(2)).toList();
    String column = arguments.getFirst();
    String name = macro.group(1);
    if (name.endsWith("Alias")) {
      return group(name.substring(0, name.length() - "Alias".length()), column, arguments)
          + " AS \"time\"";
    }
    return switch (name) {
      case "time" -> column + " AS \"time\"";
      case "timeEpoch" -> "extract(epoch from " + column + ") as \"time\"";
      case "timeFilter" -> column + " BETWEEN '" + from + "' AND '" + to + "'";
      case "timeFrom" -> "'" + from + "'";
      case "timeTo" -> "'" + to + "'";
      case "unixEpochFilter" ->
          column + " >= " + from.getEpochSecond() + " AND " + column + " <= " + to.getEpochSecond();
      case "unixEpochNanoFilter" ->
          column + " >= " + nanos(from) + " AND " + column + " <= " + nanos(to);
      case "unixEpochNanoFrom" -> String.valueOf(nanos(from));
      case "unixEpochNanoTo" -> String.valueOf(nanos(to));
      default -> group(name, column, arguments);
    };
  }

  private String group(String name, String column, List<String> arguments) {
    String width = arguments.get(1).replace("'", "");
    int seconds =
        Integer.parseInt(width.substring(0, width.length() - 1))
            * UNIT_SECONDS.getOrDefault(width.substring(width.length() - 1), 0);
    return switch (name) {
      case "timeGroup" ->
          hasTimescale
              ? "time_bucket('" + seconds + ".000s'," + column + ")"
              : "floor(extract(epoch from " + column + ")/" + seconds + ")*" + seconds;
      case "unixEpochGroup" -> "floor((" + column + ")/" + seconds + ")*" + seconds;
      default -> throw new IllegalArgumentException("no such macro: " + name);
    };
  }

  private static long nanos(Instant moment) {
    return moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
  }
}
