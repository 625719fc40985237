package org.orrery.sql.copy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Option;

/**
 * COPY's options, checked as PostgreSQL 15 does.
 *
 * @param format how values are written
 * @param delimiter between values
 * @param nullText what stands for NULL
 * @param header what the first line is
 * @param quote csv's quote
 * @param escape csv's escape before a quote
 * @param forceQuote columns always quoted; null for all
 * @param forceNotNull columns whose null text is a value
 * @param forceNull columns whose quoted null text is NULL
 */
record CopyOptions(
    Format format,
    byte delimiter,
    byte[] nullText,
    Header header,
    byte quote,
    byte escape,
    @Nullable Set<String> forceQuote,
    Set<String> forceNotNull,
    Set<String> forceNull) {

  /** The formats. */
  enum Format {
    TEXT,
    CSV,
    BINARY
  }

  /** What the first line is. */
  enum Header {
    NONE,
    SKIPPED,
    MATCHED
  }

  /**
   * Reads the options of a statement.
   *
   * @throws OrreryException {@code 42601}, {@code 22023}, {@code 0A000} as PostgreSQL
   */
  static CopyOptions read(List<Option> options, boolean isFrom) {
    return new Reader(isFrom).read(options);
  }

  private static final class Reader {
    private static final String FORBIDDEN = "\\.abcdefghijklmnopqrstuvwxyz0123456789";

    private final boolean isFrom;
    private final Set<String> seen = new HashSet<>();
    private Format format = Format.TEXT;
    private @Nullable String delimiter;
    private @Nullable String nullText;
    private Header header = Header.NONE;
    private @Nullable String quote;
    private @Nullable String escape;
    private @Nullable Set<String> forceQuote = Set.of();
    private @Nullable Set<String> forceNotNull;
    private @Nullable Set<String> forceNull;

    Reader(boolean isFrom) {
      this.isFrom = isFrom;
    }

    CopyOptions read(List<Option> options) {
      for (Option option : options) {
        if (!seen.add(option.name())) {
          throw OrreryException.of(SqlState.SYNTAX_ERROR, "conflicting or redundant options")
              .at(option.position());
        }
        read(option);
      }
      boolean isCsv = format == Format.CSV;
      checkBinary();
      String separator = delimiter == null ? (isCsv ? "," : "\t") : delimiter;
      String missing = nullText == null ? (isCsv ? "" : "\\N") : nullText;
      String quotes = quote == null ? "\"" : quote;
      check(separator, missing, quotes, escape == null ? quotes : escape);
      return new CopyOptions(
          format,
          (byte) separator.charAt(0),
          missing.getBytes(StandardCharsets.UTF_8),
          header,
          (byte) quotes.charAt(0),
          (byte) (escape == null ? quotes : escape).charAt(0),
          forceQuote,
          forceNotNull == null ? Set.of() : forceNotNull,
          forceNull == null ? Set.of() : forceNull);
    }

    private void read(Option option) {
      switch (option.name()) {
        case "format" -> format = format(option);
        case "delimiter" -> delimiter = text(option);
        case "null" -> nullText = text(option);
        case "header" -> header = header(option);
        case "quote" -> quote = text(option);
        case "escape" -> escape = text(option);
        case "freeze" -> isOn(option);
        case "encoding" -> checkEncoding(option);
        case "force_quote" ->
            forceQuote = option.value() instanceof Expression.ColumnRef ? null : names(option);
        case "force_not_null" -> forceNotNull = names(option);
        case "force_null" -> forceNull = names(option);
        default ->
            throw OrreryException.of(
                    SqlState.SYNTAX_ERROR, "option \"%s\" not recognized", option.name())
                .at(option.position());
      }
    }

    private static Format format(Option option) {
      String text = text(option);
      return switch (text) {
        case "text" -> Format.TEXT;
        case "csv" -> Format.CSV;
        case "binary" -> Format.BINARY;
        default ->
            throw OrreryException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "COPY format \"%s\" not recognized", text)
                .at(option.position());
      };
    }

    private Header header(Option option) {
      String text = option.text();
      if (text != null && text.toLowerCase(Locale.ROOT).equals("match")) {
        if (!isFrom) {
          throw OrreryException.of(
              SqlState.FEATURE_NOT_SUPPORTED, "cannot use \"match\" with HEADER in COPY TO");
        }
        return Header.MATCHED;
      }
      return isOn(option) ? Header.SKIPPED : Header.NONE;
    }

    private static boolean isOn(Option option) {
      String text = option.text();
      if (text == null) {
        return true;
      }
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "on", "1" -> true;
        case "false", "off", "0" -> false;
        default ->
            throw OrreryException.of(
                SqlState.SYNTAX_ERROR, "%s requires a Boolean value", option.name());
      };
    }

    private static void checkEncoding(Option option) {
      String name = text(option).toUpperCase(Locale.ROOT).replace("-", "").replace("_", "");
      if (!name.equals("UTF8") && !name.equals("UNICODE")) {
        throw OrreryException.notSupported("COPY encoding \"%s\" is not supported", text(option))
            .at(option.position());
      }
    }

    private static String text(Option option) {
      String text = option.text();
      if (text == null) {
        throw OrreryException.of(SqlState.SYNTAX_ERROR, "%s requires a parameter", option.name())
            .at(option.position());
      }
      return text;
    }

    private static Set<String> names(Option option) {
      if (!(option.value() instanceof Expression.Row row)) {
        throw OrreryException.of(
                SqlState.INVALID_PARAMETER_VALUE,
                "argument to option \"%s\" must be a list of column names",
                option.name())
            .at(option.position());
      }
      var names = new HashSet<String>();
      for (Expression field : row.fields()) {
        if (field instanceof Expression.StringLiteral literal) {
          names.add(literal.value());
        }
      }
      return names;
    }

    private void checkBinary() {
      if (format != Format.BINARY) {
        return;
      }
      if (delimiter != null || nullText != null || header != Header.NONE) {
        String name = delimiter != null ? "DELIMITER" : nullText != null ? "NULL" : "HEADER";
        throw OrreryException.of(
            name.equals("HEADER") ? SqlState.FEATURE_NOT_SUPPORTED : SqlState.SYNTAX_ERROR,
            "cannot specify %s in BINARY mode",
            name);
      }
    }

    private void check(String separator, String missing, String quotes, String escapes) {
      boolean isCsv = format == Format.CSV;
      single(separator, "COPY delimiter must be a single one-byte character");
      if (separator.indexOf('\r') >= 0 || separator.indexOf('\n') >= 0) {
        throw invalid("COPY delimiter cannot be newline or carriage return");
      }
      if (missing.indexOf('\r') >= 0 || missing.indexOf('\n') >= 0) {
        throw invalid("COPY null representation cannot use newline or carriage return");
      }
      if (!isCsv && FORBIDDEN.indexOf(separator.charAt(0)) >= 0) {
        throw invalid("COPY delimiter cannot be \"" + separator + "\"");
      }
      onlyCsv(quote != null, "COPY quote available only in CSV mode");
      onlyCsv(escape != null, "COPY escape available only in CSV mode");
      onlyCsv(
          forceQuote == null || !forceQuote.isEmpty(),
          "COPY force quote available only in CSV mode");
      onlyCsv(forceNotNull != null, "COPY force not null available only in CSV mode");
      onlyCsv(forceNull != null, "COPY force null available only in CSV mode");
      if (isCsv) {
        single(quotes, "COPY quote must be a single one-byte character");
        if (separator.equals(quotes)) {
          throw invalid("COPY delimiter and quote must be different");
        }
        single(escapes, "COPY escape must be a single one-byte character");
      }
      if ((forceQuote == null || !forceQuote.isEmpty()) && isFrom) {
        throw OrreryException.of(
            SqlState.FEATURE_NOT_SUPPORTED, "COPY force quote only available using COPY TO");
      }
      if ((forceNotNull != null || forceNull != null) && !isFrom) {
        throw OrreryException.of(
            SqlState.FEATURE_NOT_SUPPORTED,
            "COPY force %s only available using COPY FROM",
            forceNotNull != null ? "not null" : "null");
      }
      if (missing.indexOf(separator.charAt(0)) >= 0) {
        throw OrreryException.of(
            SqlState.FEATURE_NOT_SUPPORTED,
            "COPY delimiter must not appear in the NULL specification");
      }
      if (isCsv && missing.indexOf(quotes.charAt(0)) >= 0) {
        throw OrreryException.of(
            SqlState.FEATURE_NOT_SUPPORTED,
            "CSV quote character must not appear in the NULL specification");
      }
    }

    private void onlyCsv(boolean isGiven, String message) {
      if (isGiven && format != Format.CSV) {
        throw OrreryException.of(SqlState.FEATURE_NOT_SUPPORTED, "%s", message);
      }
    }

    private static void single(String text, String message) {
      if (text.getBytes(StandardCharsets.UTF_8).length != 1) {
        throw OrreryException.of(SqlState.FEATURE_NOT_SUPPORTED, "%s", message);
      }
    }

    private static OrreryException invalid(String message) {
      return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "%s", message);
    }
  }

  /** The names of {@link #forceQuote}, {@link #forceNotNull} and {@link #forceNull}. */
  List<String> namedColumns() {
    var names = new ArrayList<String>();
    if (forceQuote != null) {
      names.addAll(forceQuote);
    }
    names.addAll(forceNotNull);
    names.addAll(forceNull);
    return names;
  }
}
