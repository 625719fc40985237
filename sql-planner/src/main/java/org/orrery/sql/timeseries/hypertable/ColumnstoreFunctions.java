package org.orrery.sql.timeseries.hypertable;

import static org.orrery.data.type.BuiltinTypes.BOOL;
import static org.orrery.data.type.BuiltinTypes.REGCLASS;
import static org.orrery.sql.timeseries.hypertable.FunctionList.optional;
import static org.orrery.sql.timeseries.hypertable.FunctionList.required;
import static org.orrery.sql.timeseries.hypertable.HypertableFunctions.isTrue;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.Columnstore;
import org.orrery.sql.catalog.CompressedChunkEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.command.ColumnstoreOptions;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.SessionLocks.Scope;

/**
 * {@code compress_chunk}, {@code decompress_chunk} and their newer names. Every chunk's rows are
 * sealed and encoded sooner or later; converting one to the columnstore does so now, in the order
 * that the settings ask for, and says so in the catalog. Converting it back changes what the
 * catalog says, not the rows.
 */
final class ColumnstoreFunctions {

  private ColumnstoreFunctions() {}

  static void declare(FunctionList list) {
    list.scalar(
        "compress_chunk",
        List.of(
            required("uncompressed_chunk", REGCLASS),
            optional("if_not_compressed", BOOL, "true"),
            optional("recompress", BOOL, "false")),
        REGCLASS,
        Volatility.VOLATILE,
        (context, a, _) -> compress(context, "compress_chunk()", a[0], isTrue(a[1]), isTrue(a[2])));
    list.scalar(
        "decompress_chunk",
        List.of(required("uncompressed_chunk", REGCLASS), optional("if_compressed", BOOL, "true")),
        REGCLASS,
        Volatility.VOLATILE,
        (context, a, _) -> decompress(context, "decompress_chunk()", a[0], isTrue(a[1])));
    list.procedure(
        "convert_to_columnstore",
        List.of(
            required("chunk", REGCLASS),
            optional("if_not_columnstore", BOOL, "true"),
            optional("recompress", BOOL, "false")),
        (context, a, _) ->
            compress(context, "convert_to_columnstore()", a[0], isTrue(a[1]), isTrue(a[2])));
    list.procedure(
        "convert_to_rowstore",
        List.of(required("chunk", REGCLASS), optional("if_columnstore", BOOL, "true")),
        (context, a, _) -> decompress(context, "convert_to_rowstore()", a[0], isTrue(a[1])));
    list.procedure(
        "recompress_chunk",
        List.of(required("chunk", REGCLASS), optional("if_not_compressed", BOOL, "true")),
        (context, a, _) -> {
          context.notice(
              Notice.warning(
                  SqlState.WARNING,
                  "procedure public.recompress_chunk(regclass,boolean) is deprecated and the"
                      + " functionality is now included in public.compress_chunk. this"
                      + " compatibility function will be removed in a future version."));
          return compress(context, "recompress_chunk()", a[0], isTrue(a[1]), false);
        });
  }

  private static @Nullable Object compress(
      EvaluationContext context,
      String command,
      @Nullable Object oid,
      boolean ifNotCompressed,
      boolean recompress) {
    ChunkRelation chunk = locked(context, command, oid);
    SessionAccess session = context.session(SessionAccess.class);
    Columnstore settings = chunk.hypertable().columnstore();
    if (!settings.isEnabled()) {
      throw ColumnstoreOptions.notEnabled(chunk.table());
    }
    boolean isAny = session.tables().compact(chunk.info().chunkId(), cancellation(context));
    CompressedChunkEntry before = session.catalog().compressedChunk(chunk.oid());
    if (before != null && !isAny && !recompress) {
      report(
          context,
          ifNotCompressed,
          SqlState.DUPLICATE_OBJECT,
          "chunk \"" + chunk.name() + "\" is already converted to columnstore");
      return oid;
    }
    var entry =
        new CompressedChunkEntry(
            chunk.oid(), chunk.table().oid(), PlainSize.of(context, chunk), settings);
    session.apply(new CatalogChange(session.catalog()).put(entry));
    return oid;
  }

  private static BooleanSupplier cancellation(EvaluationContext context) {
    return () -> {
      context.checkCancelled();
      return false;
    };
  }

  private static @Nullable Object decompress(
      EvaluationContext context, String command, @Nullable Object oid, boolean ifCompressed) {
    ChunkRelation chunk = locked(context, command, oid);
    SessionAccess session = context.session(SessionAccess.class);
    CompressedChunkEntry before = session.catalog().compressedChunk(chunk.oid());
    if (before == null) {
      report(
          context,
          ifCompressed,
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "chunk \"" + chunk.name() + "\" is not converted to columnstore");
      return oid;
    }
    session.apply(new CatalogChange(session.catalog()).remove(before));
    return oid;
  }

  private static void report(
      EvaluationContext context, boolean isNotice, SqlState state, String message) {
    if (!isNotice) {
      throw OrreryException.of(state, "%s", message);
    }
    context.notice(Notice.notice(state, message));
  }

  /** A chunk by OID, which no other conversion touches until the transaction ends. */
  private static ChunkRelation locked(
      EvaluationContext context, String command, @Nullable Object oid) {
    SessionAccess session = context.session(SessionAccess.class);
    session.checkWritable(command);
    ChunkRelation chunk = chunk(session, oid);
    Hypertables.locked(session, (long) chunk.table().oid(), LockMode.ACCESS_SHARE);
    session
        .locks()
        .acquire(
            new LockTag.Relation(chunk.oid()),
            LockMode.SHARE_UPDATE_EXCLUSIVE,
            Scope.TRANSACTION,
            true);
    return chunk(session, oid);
  }

  private static ChunkRelation chunk(SessionAccess session, @Nullable Object oid) {
    if (oid == null) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "chunk cannot be NULL");
    }
    Relation relation = Hypertables.relation(session, oid);
    if (relation instanceof ChunkRelation chunk) {
      return chunk;
    }
    throw OrreryException.of(SqlState.TS_CHUNK_NOT_EXIST, "\"%s\" is not a chunk", relation.name());
  }
}
