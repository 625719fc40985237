package org.orrery.sql.session;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.Transaction.Isolation;

/** SQL's isolation levels. */
enum IsolationLevel {
  READ_UNCOMMITTED(Isolation.READ_COMMITTED),
  READ_COMMITTED(Isolation.READ_COMMITTED),
  REPEATABLE_READ(Isolation.REPEATABLE_READ),
  /** Snapshot isolation, if the user says that this will do. */
  SERIALIZABLE(Isolation.REPEATABLE_READ);

  private final Isolation storage;

  IsolationLevel(Isolation storage) {
    this.storage = storage;
  }

  /** What storage does. */
  Isolation storage() {
    return storage;
  }

  /** As in settings: {@code read committed}. */
  String shown() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The level of a setting's text, or null. */
  static @Nullable IsolationLevel of(String text) {
    for (IsolationLevel level : values()) {
      if (level.shown().equalsIgnoreCase(text)) {
        return level;
      }
    }
    return null;
  }
}
