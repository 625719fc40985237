package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.TableAccess;

/**
 * Bytes that tables take, in memory before they are sealed and on disk after. Indexes take none:
 * they are the order of the rows.
 */
final class Sizes {

  private static final int DEFAULT_TABLESPACE = 1663;
  private static final int GLOBAL_TABLESPACE = 1664;
  private static final Set<String> FORKS = Set.of("main", "fsm", "vm", "init");

  private Sizes() {}

  static void addTo(Contributions to) {
    for (String name : new String[] {"relation", "table", "total_relation"}) {
      to.count(
          "pg_" + name + "_size(regclass)",
          (context, a, row) -> relation(context, (int) longAt(a, 0, row)));
    }
    to.count(
        "pg_relation_size(regclass,text)",
        (context, a, row) -> fork(context, (int) longAt(a, 0, row), textAt(a, 1, row)));
    to.count(
        "pg_indexes_size(regclass)",
        (context, a, row) -> {
          Catalog catalog = SessionInfo.of(context).catalog();
          return catalog.relation((int) longAt(a, 0, row)) == null ? null : 0L;
        });
    to.count(
        "pg_tablespace_size(oid)",
        (context, a, row) -> tablespace(context, (int) longAt(a, 0, row)));
    to.count(
        "pg_tablespace_size(name)",
        (context, a, row) ->
            tablespace(context, PrivilegeTarget.TABLESPACE.oid(textAt(a, 0, row))));
    to.count(
        "pg_database_size(oid)",
        (context, a, row) ->
            (int) longAt(a, 0, row) == SystemSchemas.POSTGRES_DATABASE ? database(context) : null);
    to.count(
        "pg_database_size(name)",
        (context, a, row) -> {
          String name = textAt(a, 0, row);
          if (!name.equals(SessionInfo.of(context).databaseName())) {
            throw OrreryException.of(
                SqlState.INVALID_CATALOG_NAME, "database \"%s\" does not exist", name);
          }
          return database(context);
        });
  }

  private static @Nullable Long relation(EvaluationContext context, int oid) {
    Catalog catalog = SessionInfo.of(context).catalog();
    Relation relation = catalog.relation(oid);
    if (relation == null) {
      return catalog.index(oid) == null ? null : 0L;
    }
    return switch (relation) {
      case TableEntry table -> table(context, table);
      case ChunkRelation chunk -> chunk(context, chunk.info());
      default -> 0L;
    };
  }

  private static @Nullable Long fork(EvaluationContext context, int oid, String fork) {
    if (!FORKS.contains(fork)) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid fork name")
          .withHint("Valid fork names are \"main\", \"fsm\", \"vm\", and \"init\".");
    }
    Long size = relation(context, oid);
    return size == null || fork.equals("main") ? size : Long.valueOf(0);
  }

  private static long table(EvaluationContext context, TableEntry table) {
    ExecutionContext execution = context.session(ExecutionContext.class);
    TableAccess access = execution.access();
    long bytes = 0;
    for (ChunkInfo chunk : access.chunks(table.storageId(), execution.snapshot())) {
      bytes += chunk(context, chunk);
    }
    return bytes;
  }

  private static long chunk(EvaluationContext context, ChunkInfo chunk) {
    TableAccess access = context.session(ExecutionContext.class).access();
    TableAccess.ChunkSize size = access.size(chunk.chunkId());
    return size.hotBytes() + size.segmentBytes();
  }

  /** All data is in the default tablespace. */
  private static @Nullable Long tablespace(EvaluationContext context, int oid) {
    return switch (oid) {
      case DEFAULT_TABLESPACE -> Long.valueOf(database(context));
      case GLOBAL_TABLESPACE -> Long.valueOf(0);
      default -> null;
    };
  }

  private static long database(EvaluationContext context) {
    long bytes = 0;
    for (Relation relation : SessionInfo.of(context).catalog().relations()) {
      if (relation instanceof TableEntry table) {
        bytes += table(context, table);
      }
    }
    return bytes;
  }
}
