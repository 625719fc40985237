package org.orrery.sql.pgcatalog.relation;

import org.orrery.sql.catalog.ChunkNames;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.storage.api.LockInfo;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.TableAccess;

/** {@code pg_locks}. A session's transaction is {@code pid/1}: there is one at a time. */
final class LockRows {

  /** Transactions have 64 bits, {@code xid} has 32. */
  private static final long TRANSACTION_MASK = 0xffff_ffffL;

  private LockRows() {}

  static void addTo(Fillers to) {
    to.session("pg_catalog.pg_locks", LockRows::fill);
  }

  private static void fill(EvaluationContext context, RowWriter rows) {
    for (LockInfo lock : context.session(TableAccess.class).locks().list()) {
      rows.row()
          .set("virtualtransaction", lock.processId() + "/1")
          .set("pid", lock.processId())
          .set("mode", lock.mode().shown())
          .set("granted", lock.isGranted())
          .set("fastpath", false)
          .set("waitstart", lock.isGranted() ? null : lock.waitStartMicros());
      tag(lock.tag(), rows);
    }
  }

  private static void tag(LockTag tag, RowWriter row) {
    switch (tag) {
      case LockTag.Relation(int oid) ->
          row.set("locktype", "relation")
              .set("database", SystemSchemas.POSTGRES_DATABASE)
              .set("relation", oid);
      case LockTag.Chunk(long chunkId) ->
          row.set("locktype", "relation")
              .set("database", SystemSchemas.POSTGRES_DATABASE)
              .set("relation", ChunkNames.oid(chunkId));
      case LockTag.Transaction(long id) ->
          row.set("locktype", "transactionid")
              .set("transactionid", Long.toString(id & TRANSACTION_MASK));
      case LockTag.Row _ ->
          row.set("locktype", "tuple").set("database", SystemSchemas.POSTGRES_DATABASE);
      case LockTag.Advisory(int classId, int objectId, int form) ->
          row.set("locktype", "advisory")
              .set("database", SystemSchemas.POSTGRES_DATABASE)
              .set("classid", classId)
              .set("objid", objectId)
              .set("objsubid", form);
    }
  }
}
