package org.orrery.storage.api;

/**
 * PostgreSQL's eight modes of table locks, weakest first; also used for other things to lock.
 *
 * @see <a href="https://www.postgresql.org/docs/15/explicit-locking.html">Explicit Locking</a>
 */
public enum LockMode {
  ACCESS_SHARE("AccessShareLock", 0b10000000),
  ROW_SHARE("RowShareLock", 0b11000000),
  ROW_EXCLUSIVE("RowExclusiveLock", 0b11110000),
  SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock", 0b11111000),
  SHARE("ShareLock", 0b11101100),
  SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", 0b11111100),
  EXCLUSIVE("ExclusiveLock", 0b11111110),
  ACCESS_EXCLUSIVE("AccessExclusiveLock", 0b11111111);

  private final String shown;
  private final int conflicts;

  LockMode(String shown, int conflicts) {
    this.shown = shown;
    this.conflicts = conflicts;
  }

  /** As in {@code pg_locks.mode}. */
  public String shown() {
    return shown;
  }

  /** A set of modes that holds this one: bit {@link #ordinal()}. */
  @SuppressWarnings(
      "EnumOrdinal") // the order is that of PostgreSQL's lock levels, and only in memory
  public int bit() {
    return 1 << ordinal();
  }

  /** The modes that another session may not hold at the same time, as bits. */
  public int conflicts() {
    return conflicts;
  }

  /** Whether two sessions may not hold the two modes at the same time. */
  public boolean conflictsWith(LockMode other) {
    return (conflicts & other.bit()) != 0;
  }

  /** The mode of LOCK TABLE's words, such as {@code share row exclusive}. */
  public static LockMode ofWords(String words) {
    return valueOf(words.replace(' ', '_').toUpperCase(java.util.Locale.ROOT));
  }
}
