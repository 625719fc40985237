package org.orrery.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What transactions read and wrote, and a search for what snapshot isolation rules out. Every write
 * gives its key a value that no other write gives any key.
 *
 * @see <a href="https://pmg.csail.mit.edu/papers/adya-phd.pdf">Adya, Weak consistency, 1999</a>
 */
final class History {

  /** What must not be found, and write skew, which may. */
  enum Anomaly {
    DIRTY_READ,
    INTERMEDIATE_READ,
    NON_REPEATABLE_READ,
    LOST_UPDATE,
    LONG_FORK,
    WRITE_SKEW
  }

  /** The value a key has before anybody wrote it. */
  static final double INITIAL = 0;

  /** A transaction; filled as it goes. */
  static final class Entry {
    private final Map<Integer, List<Double>> reads = new HashMap<>();
    private final Map<Integer, List<Double>> writes = new HashMap<>();
    private boolean isCommitted;

    /** A read of what others have written. */
    Entry read(int key, double value) {
      if (!writes.containsKey(key)) {
        reads.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
      }
      return this;
    }

    Entry write(int key, double value) {
      writes.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
      return this;
    }

    Entry committed() {
      isCommitted = true;
      return this;
    }

    private double firstRead(int key) {
      return reads.getOrDefault(key, List.of(Double.NaN)).getFirst();
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  Entry begin() {
    var entry = new Entry();
    entries.add(entry);
    return entry;
  }

  /** Finds what there is. */
  Set<Anomaly> anomalies() {
    Set<Anomaly> found = new TreeSet<>();
    Map<Double, Entry> writers = writers();
    for (Entry each : entries) {
      each.reads.forEach((key, values) -> judgeReads(each, key, values, writers, found));
    }
    for (Entry a : entries) {
      for (Entry b : entries) {
        if (a != b) {
          judgePair(a, b, found);
        }
      }
    }
    return found;
  }

  private Map<Double, Entry> writers() {
    Map<Double, Entry> writers = new HashMap<>();
    for (Entry each : entries) {
      each.writes.values().forEach(values -> values.forEach(value -> writers.put(value, each)));
    }
    return writers;
  }

  private static void judgeReads(
      Entry reader, int key, List<Double> values, Map<Double, Entry> writers, Set<Anomaly> found) {
    if (new HashSet<>(values).size() > 1) {
      found.add(Anomaly.NON_REPEATABLE_READ);
    }
    for (double value : values) {
      Entry writer = writers.get(value);
      if (value == INITIAL || reader.equals(writer)) {
        continue;
      }
      if (writer == null || !writer.isCommitted) {
        found.add(Anomaly.DIRTY_READ);
      } else if (!Objects.equals(
          writer.writes.getOrDefault(key, List.of(INITIAL)).getLast(), value)) {
        found.add(Anomaly.INTERMEDIATE_READ);
      }
    }
  }

  private void judgePair(Entry a, Entry b, Set<Anomaly> found) {
    Set<Integer> both = new HashSet<>(a.reads.keySet());
    both.retainAll(b.reads.keySet());
    if (a.isCommitted && b.isCommitted) {
      for (int key : both) {
        if (a.writes.containsKey(key)
            && b.writes.containsKey(key)
            && a.firstRead(key) == b.firstRead(key)) {
          found.add(Anomaly.LOST_UPDATE);
        }
      }
      if (isSkew(a, b)) {
        found.add(Anomaly.WRITE_SKEW);
      }
    }
    boolean isBefore = false;
    boolean isAfter = false;
    for (int key : both) {
      isBefore |= isOlder(key, a.firstRead(key), b.firstRead(key));
      isAfter |= isOlder(key, b.firstRead(key), a.firstRead(key));
    }
    if (isBefore && isAfter) {
      found.add(Anomaly.LONG_FORK);
    }
  }

  /** Each read what the other overwrote, and they wrote no key in common. */
  private static boolean isSkew(Entry a, Entry b) {
    return a.writes.keySet().stream().noneMatch(b.writes::containsKey)
        && overwritesWhatIsRead(a, b)
        && overwritesWhatIsRead(b, a);
  }

  private static boolean overwritesWhatIsRead(Entry writer, Entry reader) {
    return writer.writes.keySet().stream()
        .anyMatch(
            key ->
                reader.reads.containsKey(key)
                    && writer.reads.containsKey(key)
                    && reader.firstRead(key) == writer.firstRead(key));
  }

  /** Whether a version of a key comes before another: writers read what they overwrite. */
  private boolean isOlder(int key, double version, double than) {
    double at = than;
    Set<Double> seen = new HashSet<>();
    while (at != INITIAL && seen.add(at)) {
      double before = predecessor(key, at);
      if (before == version) {
        return true;
      }
      at = before;
    }
    return false;
  }

  private double predecessor(int key, double version) {
    for (Entry each : entries) {
      List<Double> written = each.writes.get(key);
      if (written != null && written.contains(version)) {
        return each.reads.containsKey(key) ? each.firstRead(key) : INITIAL;
      }
    }
    return INITIAL;
  }
}
