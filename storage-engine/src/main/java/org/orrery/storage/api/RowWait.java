package org.orrery.storage.api;

/** What becomes of a row to lock that another transaction holds. */
public enum RowWait {
  /** It is waited for. */
  BLOCK,
  /** {@code 55P03}. */
  NOWAIT,
  /** It is left out. */
  SKIP_LOCKED
}
