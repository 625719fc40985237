package org.orrery.cluster.log;

/**
 * One sequence of entries with its own indexes: the meta group or a data shard.
 *
 * @param value not negative
 */
public record GroupId(int value) implements Comparable<GroupId> {

  public GroupId {
    if (value < 0) {
      throw new IllegalArgumentException("negative group id");
    }
  }

  @Override
  public int compareTo(GroupId other) {
    return Integer.compare(value, other.value);
  }
}
