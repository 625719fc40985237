package org.orrery.cluster.tso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.sim.SimClock;

class TimestampOracleTest {

  private final TimestampOracle oracle = new TimestampOracle(new SimClock());

  @Test
  void timestampsGrowAndNeverFallBelowWhatWasRaised() {
    long first = oracle.next();
    assertThat(oracle.next()).isGreaterThan(first);
    oracle.raise(1L << 60);
    assertThat(oracle.next()).isGreaterThan(1L << 60);
  }

  @Test
  void aSnapshotSeesNoCommitUntilAllEarlierOnesHaveEnded() {
    TimestampOracle.Commit early = oracle.beginCommit();
    TimestampOracle.Commit late = oracle.beginCommit();

    oracle.endCommit(late);
    assertThat(oracle.visibleTimestamp()).isLessThan(early.timestamp());
    assertThat(late.visible()).isNotDone();

    oracle.endCommit(early);
    assertThat(oracle.visibleTimestamp()).isGreaterThanOrEqualTo(late.timestamp());
    assertThat(late.visible()).isDone();
  }

  @Test
  void theHorizonWaitsForTheOldestSnapshot() {
    oracle.next();
    long snapshot = oracle.openSnapshot();
    oracle.next();
    oracle.advanceHorizon();
    assertThat(oracle.horizon().timestamp()).isEqualTo(snapshot);

    oracle.closeSnapshot(snapshot);
    oracle.advanceHorizon();
    assertThat(oracle.horizon().timestamp()).isEqualTo(oracle.last());
  }

  @Test
  void afterAFailureNoCommitBeginsAndThoseUnderWayFail() {
    TimestampOracle.Commit commit = oracle.beginCommit();
    oracle.fail(OrreryException.of(SqlState.IO_ERROR, "gone"));

    assertThat(commit.visible()).isCompletedExceptionally();
    assertThatThrownBy(oracle::beginCommit).isInstanceOf(OrreryException.class);
  }
}
