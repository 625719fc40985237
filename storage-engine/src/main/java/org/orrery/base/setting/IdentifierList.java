package org.orrery.base.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Comma-separated identifiers, as in {@code search_path}. */
public final class IdentifierList {

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

  private IdentifierList() {}

  /**
   * Splits a list: plain names fold to lower case, quoted ones keep theirs.
   *
   * @return the names, or null when the syntax is wrong
   */
  public static @Nullable List<String> split(String text) {
    List<String> names = new ArrayList<>();
    int at = skipBlanks(text, 0);
    if (at == text.length()) {
      return names;
    }
    while (true) {
      at = readName(text, at, names);
      if (at < 0) {
        return null;
      }
      at = skipBlanks(text, at);
      if (at == text.length()) {
        return names;
      }
      if (text.charAt(at) != ',') {
        return null;
      }
      at = skipBlanks(text, at + 1);
    }
  }

  /** Appends the name at {@code from}; returns the place after it, or -1. */
  private static int readName(String text, int from, List<String> names) {
    if (from < text.length() && text.charAt(from) == '"') {
      var name = new StringBuilder();
      for (int at = from + 1; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c != '"') {
          name.append(c);
        } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
          name.append('"');
          at++;
        } else {
          names.add(name.toString());
          return at + 1;
        }
      }
      return -1;
    }
    int at = from;
    while (at < text.length()
        && text.charAt(at) != ','
        && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      return -1;
    }
    names.add(text.substring(from, at).toLowerCase(Locale.ROOT));
    return at;
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /**
   * The name as an identifier of SQL, in quotes unless it is plain. Key words are not looked up.
   */
  public static String quote(String name) {
    return PLAIN.matcher(name).matches() ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
