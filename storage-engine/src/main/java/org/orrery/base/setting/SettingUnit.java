package org.orrery.base.setting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one step of a number means, and the larger and smaller units in which it may be given.
 *
 * <p>Spellings are case-sensitive: {@code MB} is a size, {@code mb} an error.
 */
public enum SettingUnit {
  BYTES("B", true, 1),
  KILOBYTES("kB", true, 1024),
  /** Pages of 8 kB, the unit of PostgreSQL's buffers. */
  BLOCKS("8kB", true, 8192),
  MEGABYTES("MB", true, 1024 * 1024),
  MILLISECONDS("ms", false, 1000),
  SECONDS("s", false, 1_000_000),
  MINUTES("min", false, 60_000_000);

  private static final String BYTES_HINT =
      "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".";
  private static final String TIME_HINT =
      "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".";

  /** Largest first, in bytes. */
  private static final List<Spelling> BYTES_SPELLINGS =
      List.of(
          new Spelling("TB", 1L << 40),
          new Spelling("GB", 1L << 30),
          new Spelling("MB", 1L << 20),
          new Spelling("kB", 1L << 10),
          new Spelling("B", 1));

  /** Largest first, in microseconds. */
  private static final List<Spelling> TIME_SPELLINGS =
      List.of(
          new Spelling("d", 86_400_000_000L),
          new Spelling("h", 3_600_000_000L),
          new Spelling("min", 60_000_000),
          new Spelling("s", 1_000_000),
          new Spelling("ms", 1000),
          new Spelling("us", 1));

  private final String text;
  private final boolean isSize;
  private final long step;

  SettingUnit(String text, boolean isSize, long step) {
    this.text = text;
    this.isSize = isSize;
    this.step = step;
  }

  /** The text in {@code pg_settings.unit}. */
  public String text() {
    return text;
  }

  static SettingUnit of(String text) {
    for (SettingUnit unit : values()) {
      if (unit.text.equals(text)) {
        return unit;
      }
    }
    throw new IllegalArgumentException("no unit \"" + text + "\"");
  }

  String hint() {
    return isSize ? BYTES_HINT : TIME_HINT;
  }

  /**
   * A number given in some unit, in this one; null when {@code spelling} is no unit of its kind. As
   * in PostgreSQL a fraction counts in whole steps of the next smaller unit: 0.1 GB is 102 MB.
   */
  @Nullable Double toBase(double value, String spelling) {
    List<Spelling> spellings = spellings();
    for (int i = 0; i < spellings.size(); i++) {
      Spelling given = spellings.get(i);
      if (given.text.equals(spelling)) {
        double converted = value * given.size / step;
        if (i + 1 < spellings.size()) {
          double smaller = (double) spellings.get(i + 1).size / step;
          converted = Math.rint(converted / smaller) * smaller;
        }
        return converted;
      }
    }
    return null;
  }

  /** A number of this unit in the largest unit that shows it whole; the smallest if none does. */
  Shown show(double value) {
    List<Spelling> spellings = spellings();
    for (Spelling spelling : spellings) {
      double shown = value * step / spelling.size;
      if (shown >= 1 && Math.abs(Math.rint(shown) / shown - 1) <= 1e-8) {
        return new Shown(shown, spelling.text);
      }
    }
    Spelling smallest = spellings.getLast();
    return new Shown(value * step / smallest.size, smallest.text);
  }

  private List<Spelling> spellings() {
    return isSize ? BYTES_SPELLINGS : TIME_SPELLINGS;
  }

  private record Spelling(String text, long size) {}

  /** A number and the unit it is shown in. */
  record Shown(double value, String unit) {}
}
