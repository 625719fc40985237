package org.orrery.cluster.txn;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.cluster.txn.LockTable.Waiter;
import org.orrery.storage.api.LockInfo;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;

/** Who holds one thing, and who waits for it, in order. Guarded by the table's mutex. */
@SuppressWarnings("EnumOrdinal") // counts by mode in arrays, in memory only
final class LockQueue {

  private static final LockMode[] MODES = LockMode.values();

  private final LockTag tag;

  /** The modes each session holds, as bits. */
  private final Map<LockSession, Integer> held = new LinkedHashMap<>();

  /** How many sessions hold each mode. */
  private final int[] holders = new int[MODES.length];

  private final List<Waiter> waiters = new ArrayList<>();

  LockQueue(LockTag tag) {
    this.tag = tag;
  }

  LockTag tag() {
    return tag;
  }

  boolean isEmpty() {
    return held.isEmpty() && waiters.isEmpty();
  }

  /** Whether a session may have a mode without waiting for anyone, those in the queue included. */
  boolean isFree(LockSession session, LockMode mode) {
    return isFreeOfHolders(session, mode)
        && (waiters.isEmpty() || !conflictsAhead(mode, place(session)));
  }

  private boolean isFreeOfHolders(LockSession session, LockMode mode) {
    int own = held.getOrDefault(session, 0);
    for (LockMode other : MODES) {
      int others = holders[other.ordinal()] - ((own & other.bit()) == 0 ? 0 : 1);
      if (others > 0 && mode.conflictsWith(other)) {
        return false;
      }
    }
    return true;
  }

  private boolean conflictsAhead(LockMode mode, int place) {
    return waiters.subList(0, place).stream().anyMatch(each -> each.mode.conflictsWith(mode));
  }

  /** Where a session queues: at the end, but before who waits for what it holds. */
  private int place(LockSession session) {
    int own = held.getOrDefault(session, 0);
    for (int i = 0; own != 0 && i < waiters.size(); i++) {
      if ((waiters.get(i).mode.conflicts() & own) != 0) {
        return i;
      }
    }
    return waiters.size();
  }

  void grant(LockSession session, LockMode mode) {
    int own = held.getOrDefault(session, 0);
    if ((own & mode.bit()) == 0) {
      holders[mode.ordinal()]++;
      held.put(session, own | mode.bit());
    }
  }

  /** Releases those of {@code modes} (as bits) that a session holds. */
  void release(LockSession session, int modes) {
    int own = held.getOrDefault(session, 0);
    for (LockMode mode : MODES) {
      if ((own & modes & mode.bit()) != 0) {
        holders[mode.ordinal()]--;
      }
    }
    if ((own & ~modes) == 0) {
      held.remove(session);
    } else {
      held.put(session, own & ~modes);
    }
    serve();
  }

  /**
   * A waiter that waits for what {@code waiter}'s session holds, and holds what that one wants;
   * null when there is none.
   */
  @Nullable Waiter opponent(Waiter waiter) {
    int own = held.getOrDefault(waiter.session, 0);
    for (Waiter each : waiters) {
      int theirs = held.getOrDefault(each.session, 0);
      if ((each.mode.conflicts() & own) != 0 && (waiter.mode.conflicts() & theirs) != 0) {
        return each;
      }
    }
    return null;
  }

  void enqueue(Waiter waiter) {
    waiters.add(place(waiter.session), waiter);
  }

  /** A waiter gives up. */
  void leave(Waiter waiter) {
    waiters.remove(waiter);
    serve();
  }

  /** Lets those go on who only wait. */
  void pass() {
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (waiter.isPassing) {
        each.remove();
        done(waiter);
      }
    }
  }

  /** Gives waiters what is free now, in order; nobody overtakes whom he would keep waiting. */
  private void serve() {
    int ahead = 0;
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      boolean isNext =
          (waiter.mode.conflicts() & ahead) == 0 && isFreeOfHolders(waiter.session, waiter.mode);
      if (isNext) {
        each.remove();
        if (!waiter.isPassing) {
          grant(waiter.session, waiter.mode);
        }
        done(waiter);
      } else {
        ahead |= waiter.mode.bit();
      }
    }
  }

  private static void done(Waiter waiter) {
    waiter.isDone = true;
    waiter.ready.signal();
  }

  /** Whom a waiter waits for: holders, and those before it in the queue. */
  Set<LockSession> blockers(Waiter waiter) {
    Set<LockSession> blockers = new LinkedHashSet<>();
    held.forEach(
        (session, modes) -> {
          if (!session.equals(waiter.session) && (waiter.mode.conflicts() & modes) != 0) {
            blockers.add(session);
          }
        });
    for (Waiter each : waiters) {
      if (each.equals(waiter)) {
        break;
      }
      if (each.mode.conflictsWith(waiter.mode)) {
        blockers.add(each.session);
      }
    }
    return blockers;
  }

  /** Adds what is held and waited for. */
  void list(List<LockInfo> to) {
    held.forEach(
        (session, modes) -> {
          for (LockMode mode : MODES) {
            if ((modes & mode.bit()) != 0) {
              to.add(new LockInfo(tag, mode, session.waits().processId(), true, 0));
            }
          }
        });
    for (Waiter each : waiters) {
      int processId = each.session.waits().processId();
      to.add(new LockInfo(tag, each.mode, processId, false, each.sinceMicros));
    }
  }
}
