package org.orrery.base.seam.sim;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which call of a {@link FaultyFileStore} goes wrong, and how. Calls are counted from 1 over all
 * operations of the store and its files, closing and unlocking excepted.
 *
 * @param call the number of the first faulty call; {@link Long#MAX_VALUE} for never
 * @param kind what happens
 * @param operations which operations can meet it; the first of them at or after {@code call} does
 */
public record FaultPlan(long call, Kind kind, Set<Operation> operations) {

  /** No faults; calls are still counted. */
  public static final FaultPlan NONE =
      new FaultPlan(Long.MAX_VALUE, Kind.FAIL, EnumSet.allOf(Operation.class));

  /** What happens at the faulty call. */
  public enum Kind {
    /** It throws and does nothing; later calls work. */
    FAIL,
    /** A write stores only the first half, then throws; other operations just throw. */
    SHORT_WRITE,
    /** It throws as on a full disk. */
    DISK_FULL,
    /** A read returns one flipped bit; other operations work. */
    BIT_FLIP,
    /** The node stops here: this and all later calls throw and do nothing. */
    STOP
  }

  /** What a call does. */
  public enum Operation {
    OPEN,
    READ,
    WRITE,
    SYNC,
    LENGTH,
    PREALLOCATE,
    MAP,
    DIRECTORY,
    LIST,
    RENAME,
    DELETE,
    SYNC_DIRECTORY,
    LOCK,
    FREE_BYTES
  }

  /** The node stops at {@code call}. */
  public static FaultPlan stopAt(long call) {
    return new FaultPlan(call, Kind.STOP, EnumSet.allOf(Operation.class));
  }

  /** The first {@code operation} at or after {@code call} meets {@code kind}. */
  public static FaultPlan of(long call, Kind kind, Operation operation) {
    return new FaultPlan(call, kind, EnumSet.of(operation));
  }
}
