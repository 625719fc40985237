package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.setting.SessionSettings;
import org.orrery.base.setting.Setting;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.UtilityStatement.ResetVariable;
import org.orrery.sql.parser.ast.UtilityStatement.SetVariable;
import org.orrery.sql.parser.ast.UtilityStatement.ShowVariable;
import org.orrery.sql.parser.ast.UtilityStatement.VariableStatement;

/** SET, RESET and SHOW. */
final class SettingCommands {

  private final SqlSession session;
  private final SessionTransaction transaction;

  SettingCommands(SqlSession session, SessionTransaction transaction) {
    this.session = session;
    this.transaction = transaction;
  }

  Execution run(VariableStatement statement) {
    SessionSettings settings = session.settings();
    switch (statement) {
      case SetVariable set when set.fromCurrent() ->
          settings.set(set.name(), settings.text(set.name()), set.local());
      case SetVariable set when set.toDefault() -> settings.reset(set.name(), set.local());
      case SetVariable set -> set(set);
      case ResetVariable(var name, int _) when name == null -> settings.resetAll();
      case ResetVariable reset -> settings.reset(String.valueOf(reset.name()), false);
    }
    session.access().refresh();
    return UtilityExecution.done(statement instanceof SetVariable ? "SET" : "RESET");
  }

  private void set(SetVariable set) {
    List<String> parts = new ArrayList<>();
    for (Expression value : set.values()) {
      parts.add(text(value));
    }
    switch (set.name().toLowerCase(Locale.ROOT)) {
      case "transaction_isolation" ->
          transaction.changeIsolation(isolation(set.name(), parts.getFirst()));
      case "transaction_read_only" -> transaction.changeReadOnly(isOn(parts.getFirst()));
      case "transaction_deferrable" -> {
        // Only serializable transactions can be deferred, and there are none.
      }
      case "default_transaction_isolation" -> {
        isolation(set.name(), parts.getFirst());
        session.settings().set(set.name(), parts, set.local());
      }
      case "role", "session_authorization" -> setRole(set, parts.getFirst());
      default -> session.settings().set(set.name(), parts, set.local());
    }
  }

  private void setRole(SetVariable set, String role) {
    boolean isNone = role.equals("none") || role.equals("default");
    if (!isNone && session.access().catalog().role(role) == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "role \"%s\" does not exist", role);
    }
    session.settings().set(set.name(), role, set.local());
  }

  private IsolationLevel isolation(String setting, String text) {
    IsolationLevel level = IsolationLevel.of(text);
    if (level == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid value for parameter \"%s\": \"%s\"",
          setting,
          text);
    }
    return transaction.checked(level);
  }

  private static boolean isOn(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1", "t", "y" -> true;
      default -> false;
    };
  }

  private static String text(Expression value) {
    return switch (value) {
      case Expression.StringLiteral literal -> literal.value();
      case Expression.IntegerLiteral literal -> Integer.toString(literal.value());
      case Expression.NumericLiteral literal -> literal.text();
      case Expression.BooleanLiteral literal -> literal.value() ? "true" : "false";
      case Expression.TypeCast(Expression operand, var _, int _) -> zoneOffset(text(operand));
      case Expression.OperatorCall call
          when call.left() == null && call.operator().symbol().equals("-") ->
          "-" + text(call.right());
      default ->
          throw OrreryException.of(SqlState.SYNTAX_ERROR, "SET requires a constant")
              .at(value.position());
    };
  }

  /** {@code INTERVAL '+05:30'} of SET TIME ZONE, as the zone text that means the same. */
  private static String zoneOffset(String interval) {
    String trimmed = interval.trim();
    boolean isNegative = trimmed.startsWith("-");
    String digits = isNegative || trimmed.startsWith("+") ? trimmed.substring(1) : trimmed;
    // POSIX zone names count west of Greenwich.
    return "<" + trimmed + ">" + (isNegative ? "+" : "-") + digits;
  }

  Execution show(ShowVariable show) {
    String name = show.name();
    List<List<@Nullable String>> rows = new ArrayList<>();
    SessionSettings settings = session.settings();
    if (name == null) {
      for (Setting setting : settings.listed()) {
        rows.add(List.of(setting.name(), settings.show(setting.name()), setting.description()));
      }
    } else {
      rows.add(List.of(settings.show(settingName(name))));
    }
    return UtilityExecution.texts("SHOW", columns(show), rows);
  }

  List<ResultColumn> columns(ShowVariable show) {
    String name = show.name();
    if (name == null) {
      return List.of(
          ResultColumn.of("name", BuiltinTypes.TEXT),
          ResultColumn.of("setting", BuiltinTypes.TEXT),
          ResultColumn.of("description", BuiltinTypes.TEXT));
    }
    return List.of(
        ResultColumn.of(session.settings().setting(settingName(name)).name(), BuiltinTypes.TEXT));
  }

  /** The spellings of SHOW that are more than one word. */
  private static String settingName(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "time zone" -> "TimeZone";
      case "transaction isolation level" -> "transaction_isolation";
      case "session authorization" -> "session_authorization";
      default -> name;
    };
  }
}
