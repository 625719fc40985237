package org.orrery.data.type;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words in the text of dates and times. */
final class DatetimeWords {

  static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  static final String[] DAYS = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

  /** What a word is. */
  enum Role {
    MONTH,
    WEEKDAY,
    AM,
    PM,
    BC,
    AD,
    IGNORED,
    ISO_TIME,
    JULIAN,
    NOW,
    TODAY,
    TOMORROW,
    YESTERDAY,
    EPOCH,
    INFINITY,
    MIDNIGHT_UTC
  }

  /**
   * A word's meaning.
   *
   * @param value the number of a month, from 1
   */
  record Meaning(Role role, int value) {}

  /** Units that may stand before a digit, as in 1y2mon. */
  private static final Set<String> UNIT_LETTERS = Set.of("d", "h", "m", "mm", "s", "y");

  private static final Map<String, Meaning> WORDS = words();

  private DatetimeWords() {}

  private static Map<String, Meaning> words() {
    var words = new HashMap<String, Meaning>();
    String[] months = {
      "january",
      "february",
      "march",
      "april",
      "may",
      "june",
      "july",
      "august",
      "september",
      "october",
      "november",
      "december"
    };
    for (int i = 0; i < months.length; i++) {
      words.put(months[i], new Meaning(Role.MONTH, i + 1));
      words.put(MONTHS[i].toLowerCase(Locale.ROOT), new Meaning(Role.MONTH, i + 1));
    }
    words.put("sept", new Meaning(Role.MONTH, 9));
    String[] weekdays = {
      "sun",
      "sunday",
      "mon",
      "monday",
      "tue",
      "tues",
      "tuesday",
      "wed",
      "weds",
      "wednesday",
      "thu",
      "thur",
      "thurs",
      "thursday",
      "fri",
      "friday",
      "sat",
      "saturday"
    };
    for (String weekday : weekdays) {
      words.put(weekday, new Meaning(Role.WEEKDAY, 0));
    }
    words.put("am", new Meaning(Role.AM, 0));
    words.put("pm", new Meaning(Role.PM, 0));
    words.put("bc", new Meaning(Role.BC, 0));
    words.put("ad", new Meaning(Role.AD, 0));
    words.put("at", new Meaning(Role.IGNORED, 0));
    words.put("on", new Meaning(Role.IGNORED, 0));
    words.put("t", new Meaning(Role.ISO_TIME, 0));
    words.put("j", new Meaning(Role.JULIAN, 0));
    words.put("jd", new Meaning(Role.JULIAN, 0));
    words.put("julian", new Meaning(Role.JULIAN, 0));
    words.put("now", new Meaning(Role.NOW, 0));
    words.put("today", new Meaning(Role.TODAY, 0));
    words.put("tomorrow", new Meaning(Role.TOMORROW, 0));
    words.put("yesterday", new Meaning(Role.YESTERDAY, 0));
    words.put("epoch", new Meaning(Role.EPOCH, 0));
    words.put("infinity", new Meaning(Role.INFINITY, 0));
    words.put("allballs", new Meaning(Role.MIDNIGHT_UTC, 0));
    return Map.copyOf(words);
  }

  static boolean isKnown(String word) {
    return WORDS.containsKey(word) || UNIT_LETTERS.contains(word);
  }

  static @Nullable Meaning meaning(String word) {
    return WORDS.get(word);
  }
}
