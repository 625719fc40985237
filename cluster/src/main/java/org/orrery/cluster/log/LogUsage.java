package org.orrery.cluster.log;

import java.util.List;

/**
 * How much disk the log takes, and who keeps it from taking less.
 *
 * @param totalBytes bytes of the files that hold entries
 * @param capBytes beyond this the pinning groups must be sealed and purged
 * @param pinning groups with entries in the oldest full file that are not purged; empty when there
 *     is only the file being written
 */
public record LogUsage(long totalBytes, long capBytes, List<GroupId> pinning) {

  public LogUsage {
    pinning = List.copyOf(pinning);
  }

  /** Whether the pinning groups must be sealed now. */
  public boolean isOverCap() {
    return totalBytes > capBytes && !pinning.isEmpty();
  }
}
