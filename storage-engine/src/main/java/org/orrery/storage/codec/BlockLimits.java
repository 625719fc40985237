package org.orrery.storage.codec;

import org.orrery.data.Batch;

/** Limits of one block. */
public final class BlockLimits {

  /** Most rows a block holds; also the size of every scratch array. */
  public static final int BLOCK_ROWS_MAX = Batch.ROWS_MAX;

  /** Most bytes all values of one variable-length block may have together. */
  public static final int BLOCK_BYTES_MAX = 1 << 30;

  private BlockLimits() {}
}
