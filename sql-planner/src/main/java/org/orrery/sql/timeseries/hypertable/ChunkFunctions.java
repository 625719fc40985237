package org.orrery.sql.timeseries.hypertable;

import static org.orrery.data.type.BuiltinTypes.ANY;
import static org.orrery.data.type.BuiltinTypes.BOOL;
import static org.orrery.data.type.BuiltinTypes.REGCLASS;
import static org.orrery.data.type.BuiltinTypes.TEXT;
import static org.orrery.sql.timeseries.hypertable.FunctionList.optional;
import static org.orrery.sql.timeseries.hypertable.FunctionList.required;
import static org.orrery.sql.timeseries.hypertable.HypertableFunctions.isTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.cagg.AggregateChanges;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.session.SessionAccess;
import org.orrery.sql.timeseries.hypertable.ChunkSelection.Bound;
import org.orrery.storage.api.LockMode;

/** {@code show_chunks} and {@code drop_chunks}. */
final class ChunkFunctions {

  private ChunkFunctions() {}

  static void declare(FunctionList list) {
    list.set(
        "show_chunks",
        List.of(
            required("relation", REGCLASS),
            optional("older_than", ANY, "NULL"),
            optional("newer_than", ANY, "NULL"),
            optional("created_before", ANY, "NULL"),
            optional("created_after", ANY, "NULL")),
        REGCLASS,
        Volatility.STABLE,
        (context, a, types) -> {
          var rows = new RowsOf(List.of(REGCLASS));
          ChunkSelection selection =
              selection(
                  context,
                  a[0],
                  bound(a, types, 1),
                  bound(a, types, 2),
                  bound(a, types, 3),
                  bound(a, types, 4));
          for (ChunkRelation chunk : selection.chunks()) {
            rows.add(Integer.toUnsignedLong(chunk.oid()));
          }
          return rows.rows();
        });
    list.set(
        "drop_chunks",
        List.of(
            required("relation", REGCLASS),
            optional("older_than", ANY, "NULL"),
            optional("newer_than", ANY, "NULL"),
            optional("verbose", BOOL, "false"),
            optional("created_before", ANY, "NULL"),
            optional("created_after", ANY, "NULL")),
        TEXT,
        Volatility.VOLATILE,
        ChunkFunctions::dropChunks);
  }

  private static Bound bound(@Nullable Object[] arguments, SqlType[] types, int index) {
    return new Bound(arguments[index], types[index]);
  }

  private static ChunkSelection selection(
      EvaluationContext context,
      @Nullable Object relation,
      Bound olderThan,
      Bound newerThan,
      Bound createdBefore,
      Bound createdAfter) {
    TableEntry table = Hypertables.withChunks(context.session(SessionAccess.class), relation);
    return new ChunkSelection(context, table, olderThan, newerThan, createdBefore, createdAfter);
  }

  private static SetFunction.Rows dropChunks(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    SessionAccess session = context.session(SessionAccess.class);
    session.checkWritable("drop_chunks()");
    Hypertables.locked(session, a[0], LockMode.SHARE_UPDATE_EXCLUSIVE);
    ChunkSelection selection =
        selection(
            context,
            a[0],
            bound(a, types, 1),
            bound(a, types, 2),
            bound(a, types, 4),
            bound(a, types, 5));
    if (!selection.hasRange() && !selection.hasCreation()) {
      throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE, "invalid time range for dropping chunks")
          .withHint(
              "At least one of older_than/newer_than or created_before/created_after must be"
                  + " provided.");
    }
    var names = new ArrayList<String>();
    for (ChunkRelation chunk : selection.chunks()) {
      session.lockChunk(chunk.info().chunkId());
    }
    var change = new CatalogChange(session.catalog());
    for (ChunkRelation chunk : selection.chunks()) {
      names.add(chunk.qualifiedName());
      change.dropChunk(chunk.info().chunkId());
      new AggregateChanges(session)
          .lost(chunk.table(), chunk.info().rangeStart(), chunk.info().rangeEnd() - 1);
      if (isTrue(a[3])) {
        context.notice(
            new Notice(
                Notice.Severity.INFO,
                SqlState.SUCCESSFUL_COMPLETION,
                "dropping chunk " + chunk.qualifiedName(),
                null,
                null));
      }
    }
    if (!names.isEmpty()) {
      session.apply(change);
    }
    var rows = new RowsOf(List.of(TEXT));
    names.forEach(rows::add);
    return rows.rows();
  }
}
