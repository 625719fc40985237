package org.orrery.pgwire.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Checks and completes the parameters of a start-up packet. Stateless. */
final class StartupOptions {

  /** Encodings of PostgreSQL that Orrery does not convert; anything else is no encoding at all. */
  private static final List<String> OTHER_ENCODINGS =
      List.of(
          "ABC",
          "ALT",
          "BIG5",
          "EUCCN",
          "EUCJIS2004",
          "EUCJP",
          "EUCKR",
          "EUCTW",
          "GB18030",
          "GBK",
          "JOHAB",
          "KOI8",
          "KOI8R",
          "KOI8U",
          "LATIN1",
          "LATIN2",
          "LATIN3",
          "LATIN4",
          "LATIN5",
          "LATIN6",
          "LATIN7",
          "LATIN8",
          "LATIN9",
          "LATIN10",
          "MULEINTERNAL",
          "MSKANJI",
          "SHIFTJIS",
          "SHIFTJIS2004",
          "SJIS",
          "TCVN",
          "TCVN5712",
          "UHC",
          "VSCII",
          "WIN",
          "WIN866",
          "WIN874",
          "WIN936",
          "WIN949",
          "WIN950",
          "WIN1250",
          "WIN1251",
          "WIN1252",
          "WIN1253",
          "WIN1254",
          "WIN1255",
          "WIN1256",
          "WIN1257",
          "WIN1258");

  private StartupOptions() {}

  /**
   * What the session is opened with: the user, the database (the user's name by default), and
   * settings, those of {@code options} first.
   *
   * @param sent the packet's parameters, without protocol options
   * @throws OrreryException {@code 28000} without a user, {@code 22023}, {@code 0A000}, {@code
   *     42601}
   */
  static Map<String, String> complete(Map<String, String> sent) {
    String user = sent.getOrDefault("user", "");
    if (user.isEmpty()) {
      throw OrreryException.of(
          SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
          "no PostgreSQL user name specified in startup packet");
    }
    refuseReplication(sent.getOrDefault("replication", "false"));
    Map<String, String> complete = new LinkedHashMap<>();
    parseOptions(sent.getOrDefault("options", ""), complete);
    complete.putAll(sent);
    complete.remove("options");
    complete.remove("replication");
    String database = sent.getOrDefault("database", "");
    complete.put("database", database.isEmpty() ? user : database);
    complete.replaceAll(
        (name, value) -> name.equalsIgnoreCase("client_encoding") ? checkedEncoding(value) : value);
    return complete;
  }

  private static void refuseReplication(String value) {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "false", "off", "no", "0", "f", "n" -> {}
      case "true", "on", "yes", "1", "t", "y", "database" ->
          throw OrreryException.notSupported("replication connections are not supported");
      default -> throw invalidValue("replication", value);
    }
  }

  /**
   * SQL_ASCII, which psql asks for in the C locale, means "no conversion" and so gets UTF-8 too.
   */
  private static String checkedEncoding(String value) {
    String canonical = value.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
    if (canonical.equals("UTF8") || canonical.equals("UNICODE") || canonical.equals("SQLASCII")) {
      return "UTF8";
    }
    OrreryException error = invalidValue("client_encoding", value);
    boolean isKnown =
        OTHER_ENCODINGS.contains(canonical)
            || canonical.startsWith("ISO8859")
            || canonical.startsWith("WINDOWS");
    if (!isKnown) {
      throw error;
    }
    throw OrreryException.notSupported("%s", error.message())
        .withDetail("Conversion between " + canonical + " and UTF8 is not supported.");
  }

  private static OrreryException invalidValue(String name, String value) {
    return OrreryException.of(
        SqlState.INVALID_PARAMETER_VALUE,
        "invalid value for parameter \"%s\": \"%s\"",
        name,
        value);
  }

  /** Reads {@code -c name=value}, {@code -cname=value} and {@code --name=value}. */
  private static void parseOptions(String options, Map<String, String> target) {
    List<String> words = split(options);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String setting;
      if (word.equals("-c") && i + 1 < words.size()) {
        i++;
        setting = words.get(i);
      } else if (word.startsWith("--") || word.startsWith("-c")) {
        setting = word.substring(2);
      } else {
        throw invalidArgument(word);
      }
      int equals = setting.indexOf('=');
      if (equals <= 0) {
        throw invalidArgument(word);
      }
      target.put(setting.substring(0, equals).replace('-', '_'), setting.substring(equals + 1));
    }
  }

  private static OrreryException invalidArgument(String word) {
    return OrreryException.of(
        SqlState.SYNTAX_ERROR, "invalid command-line argument for server process: %s", word);
  }

  /** Words between blanks; a backslash takes the next character as it is. */
  private static List<String> split(String options) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    boolean isInWord = false;
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      if (Character.isWhitespace(c)) {
        if (isInWord) {
          words.add(word.toString());
          word.setLength(0);
          isInWord = false;
        }
        continue;
      }
      if (c == '\\' && i + 1 < options.length()) {
        i++;
        c = options.charAt(i);
      }
      word.append(c);
      isInWord = true;
    }
    if (isInWord) {
      words.add(word.toString());
    }
    return words;
  }
}
