package org.orrery.base.setting;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Checks and canonical forms of the text settings that have a grammar of their own. */
final class TextChecks {

  private static final String TIME_ZONE = "TimeZone";

  /** IANA names in lower case with their own spelling. */
  private static final Map<String, String> ZONES = new TreeMap<>();

  static {
    for (String zone : ZoneId.getAvailableZoneIds()) {
      if (!zone.startsWith("SystemV/")) {
        ZONES.put(zone.toLowerCase(Locale.ROOT), zone);
      }
    }
  }

  /** Hours as a plain number: {@code SET TIME ZONE -8}. */
  private static final Pattern HOURS = Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d*)?)\\s*");

  /** A POSIX zone without daylight saving, such as {@code <-08>+08} or {@code UTC+3}. */
  private static final Pattern POSIX_ZONE =
      Pattern.compile("(<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})[+-]?\\d{1,2}(:\\d{2}){0,2}");

  private static final double HOURS_MAX = 15.99;

  /** PostgreSQL's other encodings, letters and digits only. */
  private static final Set<String> OTHER_ENCODINGS =
      Set.of(
          "big5",
          "euccn",
          "eucjis2004",
          "eucjp",
          "euckr",
          "euctw",
          "gb18030",
          "gbk",
          "iso88591",
          "iso88595",
          "iso88596",
          "iso88597",
          "iso88598",
          "johab",
          "koi8r",
          "koi8u",
          "latin1",
          "latin10",
          "latin2",
          "latin3",
          "latin4",
          "latin5",
          "latin6",
          "latin7",
          "latin8",
          "latin9",
          "muleinternal",
          "shiftjis2004",
          "sjis",
          "uhc",
          "win1250",
          "win1251",
          "win1252",
          "win1253",
          "win1254",
          "win1255",
          "win1256",
          "win1257",
          "win1258",
          "win866",
          "win874",
          "windows1252");

  private TextChecks() {}

  static String timeZone(String value, String current) {
    return zone(TIME_ZONE, value);
  }

  static String logTimeZone(String value, String current) {
    return zone("log_timezone", value);
  }

  private static String zone(String setting, String value) {
    String known = ZONES.get(value.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    Matcher hours = HOURS.matcher(value);
    if (hours.matches()) {
      double number = Double.parseDouble(hours.group(1));
      if (Math.abs(number) <= HOURS_MAX) {
        return fixedZone((int) Math.round(number * 3600));
      }
    } else if (POSIX_ZONE.matcher(value).matches() || isOffset(value)) {
      return value;
    }
    throw ValueReader.invalid(setting, value);
  }

  private static boolean isOffset(String value) {
    try {
      return !value.isEmpty() && "+-".indexOf(value.charAt(0)) >= 0 && ZoneId.of(value) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** A zone that is {@code seconds} ahead of UTC, spelt as POSIX does: the sign turned round. */
  private static String fixedZone(int seconds) {
    String shown = offset(seconds);
    return "<" + shown + ">" + offset(-seconds);
  }

  private static String offset(int seconds) {
    int magnitude = Math.abs(seconds);
    String sign = seconds < 0 ? "-" : "+";
    String hours = String.format(Locale.ROOT, "%s%02d", sign, magnitude / 3600);
    if (magnitude % 3600 == 0) {
      return hours;
    }
    String minutes = String.format(Locale.ROOT, "%s:%02d", hours, magnitude / 60 % 60);
    return magnitude % 60 == 0
        ? minutes
        : String.format(Locale.ROOT, "%s:%02d", minutes, magnitude % 60);
  }

  /** An output style and a field order, in either order; what is not given stays as it is. */
  static String dateStyle(String value, String current) {
    String style = null;
    String order = null;
    String impliedOrder = null;
    for (String part : value.split(",", -1)) {
      String word = part.strip().toLowerCase(Locale.ROOT);
      if (word.equals("default")) {
        style = orElse(style, "ISO");
        order = orElse(order, "MDY");
        continue;
      }
      String newStyle = styleOf(word);
      String newOrder = newStyle == null ? orderOf(word) : null;
      if (newStyle == null && newOrder == null) {
        throw ValueReader.invalid("DateStyle", value)
            .withDetail("Unrecognized key word: \"" + word + "\".");
      }
      if (conflicts(style, newStyle) || conflicts(order, newOrder)) {
        throw ValueReader.invalid("DateStyle", value)
            .withDetail("Conflicting \"datestyle\" specifications.");
      }
      style = newStyle == null ? style : newStyle;
      order = newOrder == null ? order : newOrder;
      impliedOrder = "German".equals(newStyle) ? "DMY" : impliedOrder;
    }
    String[] now = current.split(",\\s*", -1);
    String defaultOrder = impliedOrder == null ? now[now.length - 1] : impliedOrder;
    return orElse(style, now[0]) + ", " + orElse(order, defaultOrder);
  }

  private static boolean conflicts(@Nullable String old, @Nullable String other) {
    return old != null && other != null && !old.equals(other);
  }

  private static String orElse(@Nullable String value, String other) {
    return value == null ? other : value;
  }

  private static @Nullable String styleOf(String word) {
    return switch (word) {
      case "iso" -> "ISO";
      case "sql" -> "SQL";
      case "german" -> "German";
      default -> word.startsWith("postgres") ? "Postgres" : null;
    };
  }

  private static @Nullable String orderOf(String word) {
    return switch (word) {
      case "ymd" -> "YMD";
      case "dmy" -> "DMY";
      case "mdy", "us" -> "MDY";
      default -> {
        if (word.startsWith("euro")) {
          yield "DMY";
        }
        yield word.startsWith("noneuro") ? "MDY" : null;
      }
    };
  }

  /** Text travels as UTF-8; other encodings that PostgreSQL knows are refused as unsupported. */
  static String clientEncoding(String value, String current) {
    String plain = value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    if (plain.equals("utf8") || plain.equals("unicode")) {
      return "UTF8";
    }
    if (plain.equals("sqlascii")) {
      return "SQL_ASCII";
    }
    if (OTHER_ENCODINGS.contains(plain)) {
      throw OrreryException.of(
              SqlState.FEATURE_NOT_SUPPORTED,
              "invalid value for parameter \"client_encoding\": \"%s\"",
              value)
          .withDetail(
              "Conversion between "
                  + value.toUpperCase(Locale.ROOT)
                  + " and UTF8 is not supported.");
    }
    throw ValueReader.invalid("client_encoding", value);
  }

  /** The text as given, when it is a list of identifiers. */
  static String searchPath(String value, String current) {
    if (IdentifierList.split(value) == null) {
      throw ValueReader.invalid("search_path", value).withDetail("List syntax is invalid.");
    }
    return value;
  }

  /** Each byte other than printable ASCII becomes a question mark, as in PostgreSQL. */
  static String printable(String value, String current) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] < ' ' || bytes[i] > '~') {
        bytes[i] = '?';
      }
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** There is one table access method; it has the name that dumps ask for. */
  static String tableAccessMethod(String value, String current) {
    if (!value.equals("heap")) {
      throw ValueReader.invalid("default_table_access_method", value)
          .withDetail("Table access method \"" + value + "\" does not exist.");
    }
    return value;
  }
}
