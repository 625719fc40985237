package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.List;
import java.util.Locale;

/** Names of character encodings, by PostgreSQL's numbers. */
final class Encodings {

  private static final List<String> NAMES =
      List.of(
          "SQL_ASCII",
          "EUC_JP",
          "EUC_CN",
          "EUC_KR",
          "EUC_TW",
          "EUC_JIS_2004",
          "UTF8",
          "MULE_INTERNAL",
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
          "WIN1256",
          "WIN1258",
          "WIN866",
          "WIN874",
          "KOI8R",
          "WIN1251",
          "WIN1252",
          "ISO_8859_5",
          "ISO_8859_6",
          "ISO_8859_7",
          "ISO_8859_8",
          "WIN1250",
          "WIN1253",
          "WIN1254",
          "WIN1255",
          "WIN1257",
          "KOI8U",
          "SJIS",
          "BIG5",
          "GBK",
          "UHC",
          "GB18030",
          "JOHAB",
          "SHIFT_JIS_2004");

  private Encodings() {}

  static void addTo(Contributions to) {
    to.text(
        "pg_encoding_to_char(int4)",
        (_, a, row) -> {
          int number = intAt(a, 0, row);
          return number >= 0 && number < NAMES.size() ? NAMES.get(number) : "";
        });
    to.count("pg_char_to_encoding(name)", (_, a, row) -> number(textAt(a, 0, row)));
  }

  /** Letters and digits count, their case does not. */
  private static long number(String name) {
    String key = key(name);
    if (key.equals("unicode")) {
      return NAMES.indexOf("UTF8");
    }
    for (int i = 0; i < NAMES.size(); i++) {
      if (key(NAMES.get(i)).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
