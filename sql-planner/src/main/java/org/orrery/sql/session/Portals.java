package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** The session's portals and cursors. Thread: the session's. */
final class Portals {

  private record Bound(
      Portal portal,
      @Nullable PreparedStatement prepared,
      List<@Nullable Object> parameters,
      int number) {}

  private final Map<String, Bound> byName = new LinkedHashMap<>();

  /** Number of the next portal; they grow. */
  private int next = 1;

  /** Adds a portal of the protocol; the unnamed one replaces its predecessor. */
  void put(Portal portal, PreparedStatement prepared, List<@Nullable Object> parameters) {
    if (portal.name().isEmpty()) {
      close("");
    } else {
      checkFree(portal.name());
    }
    byName.put(portal.name(), new Bound(portal, prepared, parameters, next++));
  }

  /** Adds a cursor. */
  void declare(Portal cursor) {
    checkFree(cursor.name());
    byName.put(cursor.name(), new Bound(cursor, null, List.of(), next++));
  }

  private void checkFree(String name) {
    if (byName.containsKey(name)) {
      throw OrreryException.of(SqlState.DUPLICATE_CURSOR, "cursor \"%s\" already exists", name);
    }
  }

  private Bound bound(String name) {
    Bound bound = byName.get(name);
    if (bound == null) {
      throw OrreryException.of(SqlState.INVALID_CURSOR_NAME, "portal \"%s\" does not exist", name);
    }
    return bound;
  }

  Portal get(String name) {
    return bound(name).portal();
  }

  PreparedStatement prepared(String name) {
    return Objects.requireNonNull(bound(name).prepared());
  }

  List<@Nullable Object> parameters(String name) {
    return bound(name).parameters();
  }

  /** A cursor or portal for FETCH. */
  Portal cursor(String name) {
    Bound bound = byName.get(name);
    if (bound == null) {
      throw OrreryException.of(SqlState.INVALID_CURSOR_NAME, "cursor \"%s\" does not exist", name);
    }
    return bound.portal();
  }

  Collection<Portal> all() {
    return byName.values().stream().map(Bound::portal).toList();
  }

  void close(String name) {
    Bound bound = byName.remove(name);
    if (bound != null) {
      bound.portal().close();
    }
  }

  void closeAll() {
    for (String name : new ArrayList<>(byName.keySet())) {
      close(name);
    }
  }

  /** A point for {@link #closeFrom}. */
  int mark() {
    return next;
  }

  /** Closes the portals made since {@link #mark}. */
  void closeFrom(int mark) {
    for (Bound bound : new ArrayList<>(byName.values())) {
      if (bound.number() >= mark) {
        close(bound.portal().name());
      }
    }
  }

  /**
   * Keeps the rows that started portals have not given yet: they must not see what the transaction
   * writes from now on.
   */
  void beforeWrite() {
    for (Bound bound : byName.values()) {
      Portal portal = bound.portal();
      boolean isRunning = portal.execution() instanceof QueryExecution query && query.isQuery();
      if (isRunning && !portal.isDone()) {
        keep(portal);
      }
    }
  }

  private static void keep(Portal portal) {
    List<ResultColumn> columns = Objects.requireNonNull(portal.columns());
    portal.materialize(columns.stream().map(ResultColumn::type).toList());
  }

  /** Keeps the rows of cursors that outlive the transaction about to commit. */
  void beforeCommit() {
    for (Bound bound : byName.values()) {
      Portal portal = bound.portal();
      if (portal.isHeld() && !(portal.execution() instanceof UtilityExecution)) {
        keep(portal);
      }
    }
  }

  /** Closes everything that ends with its transaction. */
  void endTransaction() {
    for (Bound bound : new ArrayList<>(byName.values())) {
      Portal portal = bound.portal();
      boolean outlives = portal.isHeld() && portal.execution() instanceof UtilityExecution;
      if (!outlives) {
        close(portal.name());
      }
    }
  }
}
