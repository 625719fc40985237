package org.orrery.storage.api;

/** How SELECT … FOR locks rows, weakest first. */
public enum RowLock {
  KEY_SHARE("FOR KEY SHARE"),
  SHARE("FOR SHARE"),
  NO_KEY_UPDATE("FOR NO KEY UPDATE"),
  UPDATE("FOR UPDATE");

  private final String sql;

  RowLock(String sql) {
    this.sql = sql;
  }

  /** As in SQL. */
  public String sql() {
    return sql;
  }

  /** Whether two transactions may not lock a row in the two ways at the same time. */
  @SuppressWarnings("EnumOrdinal") // from the weakest to the strongest, in memory only
  public boolean conflictsWith(RowLock other) {
    return ordinal() + other.ordinal() >= UPDATE.ordinal();
  }
}
