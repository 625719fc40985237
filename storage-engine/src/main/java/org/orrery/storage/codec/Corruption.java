package org.orrery.storage.codec;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Errors of bytes that no encoder wrote. */
final class Corruption {

  private Corruption() {}

  static OrreryException of(String what) {
    return OrreryException.of(SqlState.DATA_CORRUPTED, "corrupted column block: %s", what);
  }

  static void check(boolean condition, String what) {
    if (!condition) {
      throw of(what);
    }
  }
}
