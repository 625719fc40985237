package org.orrery.sql.plan;

import java.util.function.Consumer;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.exec.plan.RowSource;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.TableAccess;

/** The one row that reading a sequence as a table gives: last_value, log_cnt, is_called. */
record SequenceSource(SequenceEntry sequence) implements RowSource {

  @Override
  public void produce(EvaluationContext context, Consumer<Batch> output) {
    SequenceStore.State state = sequence.state(context.session(TableAccess.class).sequences());
    var lastValue = new LongVector(new long[] {state.lastValue()});
    var logCount = new LongVector(new long[] {0});
    var isCalled = new LongVector(new long[] {state.isCalled() ? 1 : 0});
    output.accept(new Batch(new Vector[] {lastValue, logCount, isCalled}, 1));
  }
}
