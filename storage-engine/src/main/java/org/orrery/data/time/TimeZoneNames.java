package org.orrery.data.time;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Names and abbreviations of time zones, in any case: {@code Europe/Paris}, {@code EST5EDT}, {@code
 * CET}, and POSIX forms such as {@code UTC-3}, whose sign means west.
 */
public final class TimeZoneNames {

  private static final int OFFSET_HOURS_MAX = 15;

  private static final Map<String, ZoneId> ZONES = zones();

  /** Abbreviation → minutes east of UTC; PostgreSQL's default set without its zone references. */
  private static final Map<String, Integer> ABBREVIATIONS = abbreviations();

  private TimeZoneNames() {}

  private static Map<String, ZoneId> zones() {
    var zones = new HashMap<String, ZoneId>();
    for (String id : ZoneId.getAvailableZoneIds()) {
      if (!id.startsWith("SystemV/")) {
        zones.put(id.toLowerCase(Locale.ROOT), ZoneId.of(id));
      }
    }
    zones.put("utc", ZoneOffset.UTC);
    zones.put("etc/utc", ZoneId.of("Etc/UTC"));
    zones.put("est", ZoneOffset.ofHours(-5));
    zones.put("mst", ZoneOffset.ofHours(-7));
    zones.put("hst", ZoneOffset.ofHours(-10));
    return Map.copyOf(zones);
  }

  private static Map<String, Integer> abbreviations() {
    var minutes = new HashMap<String, Integer>();
    String table =
        """
        acdt 630 acst 570 adt -180 aedt 660 aest 600 akdt -480 akst -540 ast -240 awst 480 \
        bdst 120 bdt 360 bot -240 bst 60 cadt 630 cast 570 cct 480 cdt -300 cest 120 cet 60 \
        cst -360 eat 180 edt -240 eest 180 eet 120 egst 0 egt -60 est -300 fet 180 gmt 0 \
        hkt 480 hst -600 idt 180 ist 120 jst 540 kdt 600 kst 540 mdt -360 mest 120 met 60 \
        mmt 390 mpt 600 msd 240 msk 180 mst -420 ndt -150 nfdt 720 nft 660 npt 345 nst -210 \
        nzdt 780 nzst 720 nzt 720 pdt -420 pht 480 pkst 360 pkt 300 pst -480 sast 120 sgt 480 \
        tjt 300 ut 0 utc 0 wadt 480 wast 120 wat 60 wdt 540 wet 0 west 60 wib 420 wit 540 \
        wita 480 z 0 zulu 0 uct 0 art -180 brt -180 clt -240 ict 420 sct 240 uzt 300\
        """;
    String[] words = table.split(" ");
    for (int i = 0; i + 1 < words.length; i += 2) {
      minutes.put(words[i], Integer.valueOf(words[i + 1]));
    }
    return Map.copyOf(minutes);
  }

  /** Seconds east of UTC of an abbreviation such as {@code CEST}, or null. */
  public static @Nullable Integer abbreviationSeconds(String name) {
    Integer minutes = ABBREVIATIONS.get(name.toLowerCase(Locale.ROOT));
    return minutes == null ? null : (Integer) (minutes * 60);
  }

  /** The zone of a full name or POSIX form, or null; abbreviations are not looked up. */
  public static @Nullable ZoneId zone(String name) {
    ZoneId zone = ZONES.get(name.toLowerCase(Locale.ROOT));
    return zone != null ? zone : posix(name);
  }

  /**
   * The zone that {@code SET TimeZone} or {@code AT TIME ZONE} means by a name, abbreviation or
   * POSIX form; null when there is none.
   */
  public static @Nullable ZoneId resolve(String name) {
    ZoneId zone = ZONES.get(name.toLowerCase(Locale.ROOT));
    if (zone != null) {
      return zone;
    }
    Integer seconds = abbreviationSeconds(name);
    return seconds != null ? ZoneOffset.ofTotalSeconds(seconds) : posix(name);
  }

  /**
   * Letters or {@code <…>}, then an offset in hours west of UTC: {@code FOO+3}, {@code <+03>-3}.
   */
  private static @Nullable ZoneId posix(String name) {
    int at = 0;
    if (name.startsWith("<")) {
      at = name.indexOf('>') + 1;
    } else {
      while (at < name.length() && Character.isLetter(name.charAt(at))) {
        at++;
      }
    }
    if (at < 1 || at == name.length()) {
      return null;
    }
    String offset = name.substring(at);
    boolean isWest = !offset.startsWith("-");
    String digits = offset.startsWith("-") || offset.startsWith("+") ? offset.substring(1) : offset;
    String[] parts = digits.split(":", -1);
    int seconds = 0;
    int unit = 3600;
    for (String part : parts) {
      if (unit == 0 || part.isEmpty() || part.length() > 2 || !isDigits(part)) {
        return null;
      }
      seconds += Integer.parseInt(part) * unit;
      unit /= 60;
    }
    if (seconds > OFFSET_HOURS_MAX * 3600) {
      return null;
    }
    try {
      return ZoneOffset.ofTotalSeconds(isWest ? -seconds : seconds);
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The abbreviation shown for a zone, such as {@code CEST}; null when only a number fits. */
  public static @Nullable String abbreviation(ZoneId zone, boolean isDaylight) {
    if (zone.equals(ZoneOffset.UTC)) {
      return "UTC";
    }
    if (zone instanceof ZoneOffset) {
      return null;
    }
    String name = TimeZone.getTimeZone(zone).getDisplayName(isDaylight, TimeZone.SHORT, Locale.US);
    return name.chars().allMatch(c -> c >= 'A' && c <= 'Z') ? name : null;
  }
}
