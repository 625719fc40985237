package org.orrery.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, target by target; printed as a table and as JSON. The first target is what the
 * others are compared with: a ratio of 3.0 means that the other took three times as long.
 */
public final class Report {

  private final String title;
  private final List<String> targets;
  private final Map<String, Map<String, Double>> facts = new LinkedHashMap<>();
  private final Map<String, Map<String, Timings>> queries = new LinkedHashMap<>();

  /** An empty report. */
  public Report(String title, List<String> targets) {
    this.title = title;
    this.targets = List.copyOf(targets);
  }

  /** Notes a figure of a target, such as rows loaded a second. */
  public void fact(String name, String target, double value) {
    facts.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(target, value);
  }

  /** Notes the runs of a query on a target. */
  public void query(String name, String target, Timings timings) {
    queries.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(target, timings);
  }

  /** The figures for people. */
  public String table() {
    var text = new StringBuilder(title).append('\n');
    text.append(line("", targets.stream().map(target -> target).toList()));
    facts.forEach((name, values) -> text.append(line(name, figures(values))));
    text.append('\n').append(line("median ms (p95)", targets));
    queries.forEach((name, values) -> text.append(line(name, timings(values))));
    text.append('\n').append(line("times " + targets.getFirst(), targets));
    queries.forEach((name, values) -> text.append(line(name, ratios(values))));
    return text.toString();
  }

  private static String line(String name, List<String> cells) {
    var text = new StringBuilder(String.format(Locale.ROOT, "%-28s", name));
    for (String cell : cells) {
      text.append(String.format(Locale.ROOT, "%22s", cell));
    }
    return text.append('\n').toString();
  }

  private List<String> figures(Map<String, Double> values) {
    List<String> cells = new ArrayList<>();
    for (String target : targets) {
      Double value = values.get(target);
      cells.add(value == null ? "-" : String.format(Locale.ROOT, "%,.1f", value));
    }
    return cells;
  }

  private List<String> timings(Map<String, Timings> values) {
    List<String> cells = new ArrayList<>();
    for (String target : targets) {
      Timings runs = values.get(target);
      cells.add(
          runs == null
              ? "-"
              : String.format(Locale.ROOT, "%.2f (%.2f)", runs.medianMillis(), runs.p95Millis()));
    }
    return cells;
  }

  private List<String> ratios(Map<String, Timings> values) {
    List<String> cells = new ArrayList<>();
    Timings base = values.get(targets.getFirst());
    for (String target : targets) {
      Timings runs = values.get(target);
      cells.add(
          runs == null || base == null
              ? "-"
              : String.format(Locale.ROOT, "%.2f", runs.medianMillis() / base.medianMillis()));
    }
    return cells;
  }

  /**
   * The same for programs: {@code {"title", "facts": {name: {target: value}}, "queries": {name:
   * {target: {…}}}}}.
   */
  public String json() {
    var text = new StringBuilder("{\n  \"title\": " + quoted(title) + ",\n  \"facts\": {");
    List<String> entries = new ArrayList<>();
    facts.forEach(
        (name, values) -> {
          List<String> figures = new ArrayList<>();
          values.forEach((target, value) -> figures.add(quoted(target) + ": " + number(value)));
          entries.add("\n    " + quoted(name) + ": {" + String.join(", ", figures) + "}");
        });
    text.append(String.join(",", entries)).append("\n  },\n  \"queries\": {");
    entries.clear();
    queries.forEach(
        (name, values) -> {
          List<String> runs = new ArrayList<>();
          values.forEach(
              (target, timings) ->
                  runs.add(
                      quoted(target)
                          + ": {\"runs\": "
                          + timings.nanos().length
                          + ", \"median_ms\": "
                          + number(timings.medianMillis())
                          + ", \"p95_ms\": "
                          + number(timings.p95Millis())
                          + "}"));
          entries.add("\n    " + quoted(name) + ": {" + String.join(", ", runs) + "}");
        });
    return text.append(String.join(",", entries)).append("\n  }\n}\n").toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
