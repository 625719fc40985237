package org.orrery.cluster.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orrery.base.actor.Credits;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Scheduler;

/**
 * A group of a {@link LocalLog} while it is open: hands durable entries to the state machine, on a
 * thread of its own, so that a slow one holds up neither the commits nor the other groups.
 */
final class LogGroup {

  /** Ends the applier; an empty list is never queued otherwise. */
  private static final List<Proposal> END = List.of();

  private final GroupId id;
  private final LogStateMachine machine;
  private final Credits credits;
  private final Consumer<OrreryException> failure;
  private final LinkedBlockingQueue<List<Proposal>> durable = new LinkedBlockingQueue<>();
  private Scheduler.@Nullable Task applier;
  private @Nullable OrreryException broken;

  /** Index of the last record written; the writer's. */
  private long lastIndex;

  /** Written and not yet handed over; the writer's. */
  private List<Proposal> batch = new ArrayList<>();

  LogGroup(
      GroupId id,
      long lastIndex,
      LogStateMachine machine,
      Credits credits,
      Consumer<OrreryException> failure) {
    this.id = id;
    this.lastIndex = lastIndex;
    this.machine = machine;
    this.credits = credits;
    this.failure = failure;
  }

  GroupId id() {
    return id;
  }

  void start(Scheduler scheduler) {
    applier = scheduler.spawn("log-apply-" + id.value(), this::run);
  }

  /** Gives the proposal its index. Called by the writer. */
  long assignIndex(Proposal proposal) {
    lastIndex++;
    proposal.setIndex(lastIndex);
    batch.add(proposal);
    return lastIndex;
  }

  /**
   * Passes on what {@link #assignIndex} collected, now that it is durable. Called by the writer.
   */
  void handOver() {
    if (!batch.isEmpty()) {
      durable.add(batch);
      batch = new ArrayList<>();
    }
  }

  private void run() {
    while (true) {
      List<Proposal> proposals;
      try {
        proposals = durable.take();
      } catch (InterruptedException _) {
        // Only stop() ends an applier.
        continue;
      }
      if (proposals.isEmpty()) {
        return;
      }
      for (Proposal proposal : proposals) {
        apply(proposal);
      }
    }
  }

  private void apply(Proposal proposal) {
    if (broken == null) {
      try {
        machine.apply(proposal.index(), proposal.entry().duplicate());
      } catch (RuntimeException | Error e) {
        broken =
            OrreryException.of(
                    SqlState.INTERNAL_ERROR,
                    "log entry %d of group %d could not be applied",
                    proposal.index(),
                    id.value())
                .causedBy(e);
        failure.accept(broken);
      }
    }
    credits.release(proposal.credit());
    if (broken == null) {
      proposal.future().complete(proposal.index());
    } else {
      proposal.future().completeExceptionally(broken);
    }
  }

  /** Applies what was handed over, then ends the thread. Idempotent. */
  void stop() throws InterruptedException {
    durable.add(END);
    if (applier != null) {
      applier.join();
    }
  }
}
