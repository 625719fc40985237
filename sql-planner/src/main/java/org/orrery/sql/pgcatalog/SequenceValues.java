package org.orrery.sql.pgcatalog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that {@code nextval} gave a session, for {@code currval}. Thread: the session's. */
public final class SequenceValues {

  private final Map<Integer, Long> values = new HashMap<>();
  private int lastSequence;

  /** Remembers a value of a sequence; {@code isNext} when it is the session's last one too. */
  public void put(int sequenceOid, long value, boolean isNext) {
    values.put(sequenceOid, value);
    if (isNext) {
      lastSequence = sequenceOid;
    }
  }

  /** The value a sequence gave last in this session; null for none. */
  public @Nullable Long of(int sequenceOid) {
    return values.get(sequenceOid);
  }

  /** OID of the sequence that gave a value last; 0 for none. */
  public int lastSequence() {
    return lastSequence;
  }
}
