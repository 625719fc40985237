package org.orrery.storage.chunk;

/** Says whether a transaction's rows in memory are to be sealed. */
public interface ToSeal {

  /** Whether so many rows of so many bytes are. */
  boolean isWanted(int rows, long bytes);
}
