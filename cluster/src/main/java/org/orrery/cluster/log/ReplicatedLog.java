package org.orrery.cluster.log;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.orrery.base.error.OrreryException;

/** One log carrying several groups (meta and data shards). Safe for all threads. */
public interface ReplicatedLog extends AutoCloseable {

  /** Bytes an entry may have. */
  int ENTRY_BYTES_MAX = 512 * 1024;

  /**
   * Registers the state machine of a group and replays the durable entries with {@code index >
   * fromIndex} in order on the calling thread; then the group accepts proposals.
   *
   * @param fromIndex the last index that the group's durable manifest covers; 0 for none
   * @throws OrreryException {@code XX001} when entries after {@code fromIndex} are missing
   */
  void open(GroupId group, long fromIndex, LogStateMachine machine);

  /**
   * Proposes an entry. Waits while too many bytes are on their way; otherwise returns at once.
   *
   * <p>The future completes with the entry's index when what {@code durability} says has happened.
   * It fails with {@code 53100} when the disk is full (nothing was logged; later appends may work
   * again) and with {@code 58030} when the log has failed (the entry's fate is unknown until
   * recovery). Entries of a group are logged in the order of the calls; a failed one does not stop
   * those after it, so whoever pipelines entries that depend on each other must stop at a failure.
   * What depends on the future runs on the log's threads and must be short.
   *
   * @param entry its remaining bytes; must not change until it has been applied
   * @throws OrreryException {@code 54000} when too large, {@code 53000} when the log is overloaded,
   *     {@code 58030} when it has failed, {@code 57P01} when it is closed
   */
  CompletableFuture<Long> append(GroupId group, ByteBuffer entry, Durability durability);

  /** Everything of the group up to and including {@code index} is covered by a durable manifest. */
  void purge(GroupId group, long index);

  /**
   * To be asked before what was applied is written down elsewhere. What a failed log refused may be
   * found by the recovery all the same, and needs all that is known now.
   *
   * @throws OrreryException {@code 58030} when the log has failed
   */
  void requireIntact();

  /** The log's size and the groups that keep its oldest file. */
  LogUsage usage();

  /** Makes durable and applies what was accepted, then stops. */
  @Override
  void close();
}
