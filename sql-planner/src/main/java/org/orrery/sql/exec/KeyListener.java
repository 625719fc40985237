package org.orrery.sql.exec;

import java.util.List;

/**
 * Is told which keys of foreign keys a statement has changed; found by {@link
 * org.orrery.sql.function.EvaluationContext#session}.
 */
public interface KeyListener {

  /**
   * A statement has written its rows.
   *
   * @param changes in the order of the foreign keys
   * @throws org.orrery.base.error.OrreryException {@code 23503}, or what actions raise
   */
  void changed(List<KeyChanges> changes);
}
