package org.orrery.cluster.log;

/** What the future of {@link ReplicatedLog#append} waits for. */
public enum Durability {
  /** The entry is on stable storage and applied. */
  SYNC,
  /**
   * The entry has its place in the log and is being made durable ({@code synchronous_commit =
   * off}): it survives the process, not a crash of the machine in the next milliseconds. It is
   * applied, as every entry, once durable.
   */
  ASYNC
}
