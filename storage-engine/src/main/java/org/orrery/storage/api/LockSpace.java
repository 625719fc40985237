package org.orrery.storage.api;

import java.util.List;

/** The locks of all sessions. Thread-safe. */
public interface LockSpace {

  /** Opens the locks of a session. */
  SessionLocks open(LockWaits waits);

  /** All locks held and waited for now. */
  List<LockInfo> list();

  /** Those whom a session waits for, by process id; none when it does not wait. */
  List<Integer> blockers(int processId);
}
