package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.boolAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;

import java.util.OptionalLong;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.SequenceValues;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.TableAccess;

/** {@code nextval}, {@code currval}, {@code lastval}, {@code setval}. */
final class SequenceFunctions {

  private SequenceFunctions() {}

  static void addTo(Contributions to) {
    to.count("nextval(regclass)", (context, a, row) -> next(context, (int) longAt(a, 0, row)));
    to.count("currval(regclass)", (context, a, row) -> current(context, (int) longAt(a, 0, row)));
    to.count("lastval()", (context, _, _) -> last(context));
    to.count(
        "setval(regclass,int8)",
        (context, a, row) -> set(context, (int) longAt(a, 0, row), longAt(a, 1, row), true));
    to.count(
        "setval(regclass,int8,bool)",
        (context, a, row) ->
            set(context, (int) longAt(a, 0, row), longAt(a, 1, row), boolAt(a, 2, row)));
    to.count(
        "pg_sequence_last_value(regclass)",
        (context, a, row) -> {
          SequenceEntry sequence = find(context, (int) longAt(a, 0, row));
          SequenceStore.State state = sequence.state(store(context));
          return state.isCalled() ? (Long) state.lastValue() : null;
        });
  }

  private static SequenceStore store(EvaluationContext context) {
    return context.session(TableAccess.class).sequences();
  }

  private static SequenceValues values(EvaluationContext context) {
    return context.session(SequenceValues.class);
  }

  private static SequenceEntry find(EvaluationContext context, int oid) {
    Relation relation = SessionInfo.of(context).catalog().relation(oid);
    if (relation instanceof SequenceEntry sequence) {
      return sequence;
    }
    if (relation == null) {
      throw OrreryException.of(
          SqlState.UNDEFINED_TABLE,
          "could not open relation with OID %s",
          Integer.toUnsignedString(oid));
    }
    throw OrreryException.of(
        SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", relation.name());
  }

  private static Long next(EvaluationContext context, int oid) {
    SequenceEntry sequence = find(context, oid);
    checkWritable(context, "nextval()");
    OptionalLong value = store(context).next(sequence.storageId(), sequence.range());
    if (value.isEmpty()) {
      boolean isUp = sequence.increment() > 0;
      throw OrreryException.of(
          SqlState.SEQUENCE_GENERATOR_LIMIT_EXCEEDED,
          "nextval: reached %s value of sequence \"%s\" (%d)",
          isUp ? "maximum" : "minimum",
          sequence.name(),
          isUp ? sequence.max() : sequence.min());
    }
    values(context).put(oid, value.getAsLong(), true);
    return value.getAsLong();
  }

  private static void checkWritable(EvaluationContext context, String function) {
    if (SessionInfo.of(context).settings().text("transaction_read_only").equals("on")) {
      throw OrreryException.of(
          SqlState.READ_ONLY_SQL_TRANSACTION,
          "cannot execute %s in a read-only transaction",
          function);
    }
  }

  private static Long current(EvaluationContext context, int oid) {
    SequenceEntry sequence = find(context, oid);
    Long value = values(context).of(oid);
    if (value == null) {
      throw OrreryException.of(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "currval of sequence \"%s\" is not yet defined in this session",
          sequence.name());
    }
    return value;
  }

  private static Long last(EvaluationContext context) {
    SequenceValues values = values(context);
    Long value = values.of(values.lastSequence());
    Relation sequence = SessionInfo.of(context).catalog().relation(values.lastSequence());
    if (value == null || sequence == null) {
      throw OrreryException.of(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "lastval is not yet defined in this session");
    }
    return value;
  }

  private static Long set(EvaluationContext context, int oid, long value, boolean isCalled) {
    SequenceEntry sequence = find(context, oid);
    checkWritable(context, "setval()");
    if (value < sequence.min() || value > sequence.max()) {
      throw OrreryException.of(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "setval: value %d is out of bounds for sequence \"%s\" (%d..%d)",
          value,
          sequence.name(),
          sequence.min(),
          sequence.max());
    }
    store(context).set(sequence.storageId(), new SequenceStore.State(value, isCalled));
    if (isCalled) {
      values(context).put(oid, value, false);
    }
    return value;
  }
}
