package org.orrery.data.time;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A time zone's offsets as sorted arrays, so that converting a timestamp is a search among numbers.
 * Any thread may use it; the objects of region zones are shared.
 */
public final class ZoneOffsets {

  /** Transitions are tabulated to the end of this year; later ones ask the zone's rules. */
  private static final int TABLE_YEAR_MAX = 2200;

  private static final long TABLE_SECONDS_MAX =
      Dates.daysFromCivil(TABLE_YEAR_MAX, 12, 30) * 86_400;

  /** As many as there are region zones, since fixed offsets are not kept. */
  private static final ConcurrentHashMap<String, ZoneOffsets> REGIONS = new ConcurrentHashMap<>();

  /** UTC. */
  public static final ZoneOffsets UTC = new ZoneOffsets(ZoneOffset.UTC.getRules());

  private final ZoneRules rules;

  /** Seconds since 1970 at which {@code offsets[i + 1]} begins. */
  private final long[] utcStarts;

  /** The same in local time after the transition. */
  private final long[] localStarts;

  /** Seconds east of UTC, one more than there are transitions. */
  private final int[] offsets;

  /** The last interval found, a guess for the next search; a race on it costs only a search. */
  private int hint;

  private ZoneOffsets(ZoneRules rules) {
    this.rules = rules;
    List<ZoneOffsetTransition> transitions = transitions(rules);
    this.utcStarts = new long[transitions.size()];
    this.localStarts = new long[transitions.size()];
    this.offsets = new int[transitions.size() + 1];
    offsets[0] =
        transitions.isEmpty()
            ? rules.getOffset(Instant.EPOCH).getTotalSeconds()
            : transitions.get(0).getOffsetBefore().getTotalSeconds();
    for (int i = 0; i < utcStarts.length; i++) {
      int after = transitions.get(i).getOffsetAfter().getTotalSeconds();
      utcStarts[i] = transitions.get(i).toEpochSecond();
      localStarts[i] = utcStarts[i] + after;
      offsets[i + 1] = after;
    }
  }

  private static List<ZoneOffsetTransition> transitions(ZoneRules rules) {
    var transitions = new ArrayList<>(rules.getTransitions());
    if (!rules.getTransitionRules().isEmpty()) {
      Instant last = transitions.isEmpty() ? Instant.EPOCH : transitions.getLast().getInstant();
      var next = rules.nextTransition(last);
      while (next != null && next.toEpochSecond() <= TABLE_SECONDS_MAX) {
        transitions.add(next);
        next = rules.nextTransition(next.getInstant());
      }
    }
    return transitions;
  }

  /** The offsets of a zone. */
  public static ZoneOffsets of(ZoneId zone) {
    if (zone.equals(ZoneOffset.UTC)) {
      return UTC;
    }
    if (zone instanceof ZoneOffset) {
      return new ZoneOffsets(zone.getRules());
    }
    ZoneOffsets known = REGIONS.get(zone.getId());
    return known != null
        ? known
        : REGIONS.computeIfAbsent(zone.getId(), _ -> new ZoneOffsets(zone.getRules()));
  }

  /** Seconds east of UTC in force at a UTC timestamp. */
  public int offsetSeconds(long utcMicros) {
    long seconds = Math.floorDiv(utcMicros, Dates.MICROS_PER_SECOND);
    if (seconds > TABLE_SECONDS_MAX && !rules.isFixedOffset()) {
      return rules.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
    }
    return offsets[find(utcStarts, seconds)];
  }

  /** Whether daylight saving time is in force at a UTC timestamp. Allocates. */
  public boolean isDaylight(long utcMicros) {
    return rules.isDaylightSavings(
        Instant.ofEpochSecond(Math.floorDiv(utcMicros, Dates.MICROS_PER_SECOND)));
  }

  /** Whether a UTC timestamp lies before the zone's first known standard time. */
  public boolean isLocalMeanTime(long utcMicros) {
    return utcStarts.length > 0 && Math.floorDiv(utcMicros, Dates.MICROS_PER_SECOND) < utcStarts[0];
  }

  /**
   * Seconds east of UTC that a local timestamp means. A time that a change of the clocks skips is
   * read with the offset before the change, one that occurs twice with the offset after it, as
   * PostgreSQL does.
   */
  public int localOffsetSeconds(long localMicros) {
    long seconds = Math.floorDiv(localMicros, Dates.MICROS_PER_SECOND);
    if (seconds > TABLE_SECONDS_MAX && !rules.isFixedOffset()) {
      return lateLocalOffset(seconds);
    }
    return offsets[find(localStarts, seconds)];
  }

  private int lateLocalOffset(long localSeconds) {
    var before = rules.previousTransition(Instant.ofEpochSecond(localSeconds + 2 * 86_400));
    while (before.toEpochSecond() + before.getOffsetAfter().getTotalSeconds() > localSeconds) {
      int offset = before.getOffsetBefore().getTotalSeconds();
      before = rules.previousTransition(before.getInstant());
      if (before.toEpochSecond() + before.getOffsetAfter().getTotalSeconds() <= localSeconds) {
        return offset;
      }
    }
    return before.getOffsetAfter().getTotalSeconds();
  }

  /** The local timestamp of a UTC one. Both are finite. */
  public long toLocal(long utcMicros) {
    return utcMicros + offsetSeconds(utcMicros) * Dates.MICROS_PER_SECOND;
  }

  /** The UTC timestamp of a local one. Both are finite. */
  public long toUtc(long localMicros) {
    return localMicros - localOffsetSeconds(localMicros) * Dates.MICROS_PER_SECOND;
  }

  /** The number of {@code starts} that are not after {@code seconds}. */
  private int find(long[] starts, long seconds) {
    int guess = hint;
    if ((guess == 0 || starts[guess - 1] <= seconds)
        && (guess == starts.length || seconds < starts[guess])) {
      return guess;
    }
    int low = 0;
    int high = starts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= seconds) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    hint = low;
    return low;
  }
}
