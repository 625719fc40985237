package org.orrery.sql.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.exec.KeyChanges;

/** What a transaction has yet to check, and when: its SET CONSTRAINTS. Thread: the session's. */
public final class DeferredChecks {

  /** Changes to check, the newest first. */
  private record Pending(KeyChanges changes, @Nullable Pending before) {}

  /**
   * A moment of the transaction, to go back to.
   *
   * @param all what SET CONSTRAINTS ALL said; null for nothing
   * @param named what it said of constraints by OID since
   */
  public record State(
      @Nullable Pending pending, @Nullable Boolean all, Map<Integer, Boolean> named) {}

  private static final State NONE = new State(null, null, Map.of());

  private State state = NONE;

  /** The state to return to by {@link #restore}. */
  public State state() {
    return state;
  }

  /** Undoes what happened since {@link #state}. */
  public void restore(State earlier) {
    state = earlier;
  }

  /** The transaction has ended. */
  public void clear() {
    state = NONE;
  }

  /** Whether checks of a constraint wait. */
  boolean isDeferred(ForeignKeyEntry key) {
    if (!key.isDeferrable()) {
      return false;
    }
    Boolean named = state.named.get(key.oid());
    Boolean said = named == null ? state.all : named;
    return said == null ? key.isDeferred() : said;
  }

  /** SET CONSTRAINTS ALL. */
  void setAll(boolean isDeferred) {
    state = new State(state.pending, isDeferred, Map.of());
  }

  /** SET CONSTRAINTS of some. */
  void set(List<Integer> oids, boolean isDeferred) {
    var named = new HashMap<>(state.named);
    oids.forEach(oid -> named.put(oid, isDeferred));
    state = new State(state.pending, state.all, Map.copyOf(named));
  }

  /** Puts changes off. */
  void add(KeyChanges changes) {
    state = new State(new Pending(changes, state.pending), state.all, state.named);
  }

  /** Whether nothing is put off. */
  boolean isEmpty() {
    return state.pending == null;
  }

  /** Takes out those changes that are due, the oldest first. */
  List<KeyChanges> take(Predicate<KeyChanges> isDue) {
    var due = new ArrayList<KeyChanges>();
    var kept = new ArrayList<KeyChanges>();
    for (Pending each = state.pending; each != null; each = each.before) {
      (isDue.test(each.changes) ? due : kept).add(each.changes);
    }
    Collections.reverse(due);
    Collections.reverse(kept);
    Pending pending = null;
    for (KeyChanges each : kept) {
      pending = new Pending(each, pending);
    }
    state = new State(pending, state.all, state.named);
    return due;
  }
}
