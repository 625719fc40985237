package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.UtilityStatement.DeclareCursor;
import org.orrery.sql.parser.ast.UtilityStatement.Explain;

/** EXPLAIN [ANALYZE] in text format. */
final class ExplainCommand {

  /** The one column of its result. */
  static final List<ResultColumn> COLUMNS =
      List.of(ResultColumn.of("QUERY PLAN", BuiltinTypes.TEXT));

  private static final double NANOS_PER_MILLI = 1e6;

  private final SqlSession session;
  private final Statements statements;

  ExplainCommand(SqlSession session, Statements statements) {
    this.session = session;
    this.statements = statements;
  }

  Execution run(Explain explain) {
    boolean isAnalyze = false;
    boolean isSummary = false;
    boolean hasSummary = false;
    for (Option option : explain.options()) {
      switch (option.name()) {
        case "analyze" -> isAnalyze = isOn(option);
        case "summary" -> {
          isSummary = isOn(option);
          hasSummary = true;
        }
        case "format" -> checkFormat(option);
        case "verbose", "costs", "buffers", "timing", "settings", "wal" -> isOn(option);
        default ->
            throw OrreryException.of(
                    SqlState.SYNTAX_ERROR, "unrecognized EXPLAIN option \"%s\"", option.name())
                .at(option.position());
      }
    }
    long started = session.node().clock().nanos();
    PlannedStatement plan = statements.planInternal(preparable(explain.statement()));
    long planned = session.node().clock().nanos();
    List<String> lines = new ArrayList<>();
    if (isAnalyze) {
      long rows = execute(plan);
      double millis = (session.node().clock().nanos() - planned) / NANOS_PER_MILLI;
      lines.addAll(PlanText.lines(plan.plan(), session.access().catalog()));
      lines.set(
          0,
          lines.getFirst()
              + String.format(
                  Locale.ROOT, " (actual time=0.000..%.3f rows=%d loops=1)", millis, rows));
      if (isSummary || !hasSummary) {
        lines.add(time("Planning", (planned - started) / NANOS_PER_MILLI));
        lines.add(time("Execution", millis));
      }
    } else {
      lines.addAll(PlanText.lines(plan.plan(), session.access().catalog()));
      if (isSummary) {
        lines.add(time("Planning", (planned - started) / NANOS_PER_MILLI));
      }
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    lines.forEach(line -> rows.add(List.of(line)));
    return UtilityExecution.texts("EXPLAIN", COLUMNS, rows);
  }

  private static String time(String what, double millis) {
    return String.format(Locale.ROOT, "%s Time: %.3f ms", what, millis);
  }

  private static boolean isOn(Option option) {
    String text = option.text();
    return text == null
        || switch (text.toLowerCase(Locale.ROOT)) {
          case "on", "true", "1", "yes" -> true;
          case "off", "false", "0", "no" -> false;
          default ->
              throw OrreryException.of(
                  SqlState.SYNTAX_ERROR, "%s requires a Boolean value", option.name());
        };
  }

  private static void checkFormat(Option option) {
    String text = option.text() == null ? "" : option.text().toLowerCase(Locale.ROOT);
    switch (text) {
      case "text" -> {}
      case "json", "xml", "yaml" ->
          throw OrreryException.notSupported(
                  "EXPLAIN format %s is not supported", text.toUpperCase(Locale.ROOT))
              .at(option.position());
      default ->
          throw OrreryException.of(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "unrecognized value for EXPLAIN option \"format\": \"%s\"",
                  text)
              .at(option.position());
    }
  }

  private static PreparableStatement preparable(Statement statement) {
    return switch (statement) {
      case PreparableStatement preparable -> preparable;
      case DeclareCursor declare -> declare.query();
      default ->
          throw OrreryException.notSupported("EXPLAIN of this statement is not supported")
              .at(statement.position());
    };
  }

  /** Runs the plan for its row count. */
  private long execute(PlannedStatement plan) {
    SessionParts access = session.access();
    if (plan.kind() != PlannedStatement.Kind.SELECT) {
      access.checkWritable(plan.kind().command());
    }
    long rows = 0;
    try (var execution = new QueryExecution(plan, access.execution())) {
      for (Batch batch = execution.next(); batch != null; batch = execution.next()) {
        rows += batch.size();
      }
    }
    return rows;
  }
}
