package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.TablesDouble;
import org.orrery.sql.exec.TransactionDouble;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.api.CatalogStore;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.Split;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.UniqueKey;

/** Tables as lists of rows in memory, with snapshots, savepoints and catalog conflicts. */
public final class FakeTables extends TablesDouble implements CatalogStore {

  private static final long NEVER = Long.MAX_VALUE;

  /** A row's version. Timestamps of open transactions are {@code NEVER} until commit. */
  private static final class Row {
    final long id;
    final long transaction;
    final Map<Integer, @Nullable Object> values;
    long created = NEVER;
    long deleted = NEVER;
    long deleter;

    Row(long id, long transaction, Map<Integer, @Nullable Object> values) {
      this.id = id;
      this.transaction = transaction;
      this.values = values;
    }

    boolean isVisible(Snapshot snapshot) {
      long own = snapshot.transactionId();
      boolean isThere = created <= snapshot.readTimestamp() || (own != 0 && transaction == own);
      boolean isGone = deleted <= snapshot.readTimestamp() || (own != 0 && deleter == own);
      return isThere && !isGone;
    }
  }

  private static final class Chunk {
    final ChunkInfo info;
    final List<Row> rows = new ArrayList<>();

    Chunk(ChunkInfo info) {
      this.info = info;
    }
  }

  private final Map<Long, Chunk> chunks = new LinkedHashMap<>();
  private final Map<CatalogObject.Key, CatalogObject> objects = new LinkedHashMap<>();
  private @Nullable Listener listener;
  private long timestamp = 1;
  private long catalogVersion;
  private long nextOid = 16_384;
  private long nextTransaction = 1;
  private long nextRow = 1;
  private @Nullable OrreryException commitError;

  /** Makes the next commit fail. */
  public void failNextCommit(OrreryException error) {
    commitError = error;
  }

  /** Rows that the newest snapshot sees, over all tables. */
  public long rowCount() {
    var now = new Snapshot(timestamp, 0);
    return chunks.values().stream()
        .flatMap(chunk -> chunk.rows.stream())
        .filter(row -> row.isVisible(now))
        .count();
  }

  @Override
  public CatalogStore catalog() {
    return this;
  }

  @Override
  public void subscribe(Listener newListener) {
    listener = newListener;
    newListener.onChange(catalogVersion, List.copyOf(objects.values()), List.of());
  }

  @Override
  public long allocateOids(int count) {
    long first = nextOid;
    nextOid += count;
    return first;
  }

  @Override
  public Transaction begin(Transaction.Isolation isolation, SessionLocks locks) {
    return new FakeTransaction(isolation);
  }

  @Override
  public List<ChunkInfo> chunks(long storageId, Snapshot snapshot) {
    return chunks.values().stream()
        .filter(chunk -> chunk.info.storageId() == storageId)
        .filter(chunk -> chunk.rows.stream().anyMatch(row -> row.isVisible(snapshot)))
        .map(chunk -> chunk.info)
        .sorted(Comparator.comparingLong(ChunkInfo::rangeStart))
        .toList();
  }

  @Override
  public @Nullable ChunkInfo chunk(long chunkId) {
    Chunk chunk = chunks.get(chunkId);
    return chunk == null ? null : chunk.info;
  }

  @Override
  public List<Split> splits(ScanRequest request) {
    List<Long> wanted = request.chunkIds();
    return chunks(request.schema().storageId(), request.snapshot()).stream()
        .filter(info -> wanted == null || wanted.contains(info.chunkId()))
        .map(info -> new Split(info, known(info.chunkId()).rows.size()))
        .toList();
  }

  private Chunk known(long id) {
    Chunk chunk = chunks.get(id);
    if (chunk == null) {
      throw new IllegalStateException("no chunk " + id);
    }
    return chunk;
  }

  @Override
  public ScanCursor open(ScanRequest request, Split split) {
    List<Row> rows =
        known(split.chunk().chunkId()).rows.stream()
            .filter(row -> row.isVisible(request.snapshot()))
            .toList();
    return new FakeCursor(request, rows);
  }

  @Override
  public ChunkSize size(long chunkId) {
    long rows =
        known(chunkId).rows.stream().filter(r -> r.isVisible(new Snapshot(timestamp, 0))).count();
    return new ChunkSize(rows, 100 * rows, 0);
  }

  private Chunk chunkFor(TableSchema schema, Map<Integer, @Nullable Object> row) {
    TableSchema.Partitioning partitioning = schema.partitioning();
    long start = Long.MIN_VALUE;
    long end = Long.MAX_VALUE;
    if (partitioning != null) {
      long time = (Long) java.util.Objects.requireNonNull(row.get(partitioning.timeColumnId()));
      start = Math.floorDiv(time, partitioning.chunkInterval()) * partitioning.chunkInterval();
      end = start + partitioning.chunkInterval();
    }
    for (Chunk chunk : chunks.values()) {
      if (chunk.info.storageId() == schema.storageId() && chunk.info.rangeStart() == start) {
        return chunk;
      }
    }
    long id = chunks.size() + 1L;
    var chunk = new Chunk(new ChunkInfo(id, schema.storageId(), start, end, 0));
    chunks.put(id, chunk);
    return chunk;
  }

  private static final class FakeCursor implements ScanCursor {
    private final ScanRequest request;
    private final List<Row> rows;
    private int next;
    private int count;

    FakeCursor(ScanRequest request, List<Row> rows) {
      this.request = request;
      this.rows = rows;
    }

    @Override
    public boolean next() {
      next += count;
      count = Math.min(Batch.ROWS_MAX, rows.size() - next);
      return count > 0;
    }

    @Override
    public int rowCount() {
      return count;
    }

    @Override
    public int @Nullable [] visible() {
      return null;
    }

    @Override
    public int visibleCount() {
      return count;
    }

    @Override
    public Vector column(int index) {
      ColumnSchema column = request.schema().columns().get(request.columns()[index]);
      Vector vector = Vector.allocate(column.kind(), Batch.ROWS_MAX);
      for (int i = 0; i < count; i++) {
        Map<Integer, @Nullable Object> values = rows.get(next + i).values;
        boolean isKnown = values.containsKey(column.columnId());
        vector.set(i, isKnown ? values.get(column.columnId()) : column.missingValue());
      }
      return vector;
    }

    @Override
    public @Nullable BlockStatistics statistics(int index) {
      return null;
    }

    @Override
    public long[] rowIds() {
      var ids = new long[count];
      for (int i = 0; i < count; i++) {
        ids[i] = rows.get(next + i).id;
      }
      return ids;
    }

    @Override
    public void close() {}
  }

  private final class FakeTransaction extends TransactionDouble {
    private final long id = nextTransaction++;
    private final Isolation isolation;
    private final List<Runnable> undo = new ArrayList<>();
    private final List<Row> created = new ArrayList<>();
    private final List<Row> deleted = new ArrayList<>();
    private final List<CatalogEdit> edits = new ArrayList<>();
    private final List<LongConsumer> actions = new ArrayList<>();
    private @Nullable Snapshot fixed;
    private boolean isEnded;

    FakeTransaction(Isolation isolation) {
      this.isolation = isolation;
    }

    @Override
    public Snapshot snapshot() {
      if (isolation == Isolation.READ_COMMITTED) {
        return new Snapshot(timestamp, id);
      }
      if (fixed == null) {
        fixed = new Snapshot(timestamp, id);
      }
      return fixed;
    }

    @Override
    public void append(TableSchema schema, Batch batch) {
      for (int i = 0; i < batch.size(); i++) {
        Map<Integer, @Nullable Object> values = new HashMap<>();
        for (int column = 0; column < schema.columns().size(); column++) {
          values.put(
              schema.columns().get(column).columnId(), batch.column(column).get(batch.position(i)));
        }
        Chunk chunk = chunkFor(schema, values);
        checkUnique(schema, values);
        var row = new Row(nextRow++, id, values);
        chunk.rows.add(row);
        created.add(row);
        undo.add(
            () -> {
              chunk.rows.remove(row);
              created.remove(row);
            });
      }
    }

    private void checkUnique(TableSchema schema, Map<Integer, @Nullable Object> values) {
      for (UniqueKey key : schema.uniqueKeys()) {
        for (Chunk chunk : chunks.values()) {
          boolean isSame =
              chunk.info.storageId() == schema.storageId()
                  && chunk.rows.stream()
                      .filter(row -> row.isVisible(new Snapshot(timestamp, id)))
                      .anyMatch(row -> matches(key, row.values, values));
          if (isSame) {
            throw OrreryException.of(
                SqlState.UNIQUE_VIOLATION,
                "duplicate key value violates unique constraint \"%s\"",
                key.name());
          }
        }
      }
    }

    private boolean matches(
        UniqueKey key, Map<Integer, @Nullable Object> a, Map<Integer, @Nullable Object> b) {
      return key.columnIds().stream()
          .allMatch(
              column ->
                  a.get(column) != null
                      && java.util.Objects.deepEquals(a.get(column), b.get(column)));
    }

    @Override
    public int delete(
        TableSchema schema, Snapshot snapshot, long chunkId, long[] rowIds, int count) {
      int done = 0;
      for (Row row : known(chunkId).rows) {
        for (int i = 0; i < count; i++) {
          if (row.id == rowIds[i] && row.deleter == 0) {
            row.deleter = id;
            deleted.add(row);
            undo.add(
                () -> {
                  row.deleter = 0;
                  deleted.remove(row);
                });
            done++;
          }
        }
      }
      return done;
    }

    @Override
    public void change(CatalogEdit edit) {
      edits.add(edit);
      undo.add(() -> edits.remove(edit));
    }

    @Override
    public int savepoint() {
      return undo.size();
    }

    @Override
    public void rollbackTo(int savepoint) {
      while (undo.size() > savepoint) {
        undo.removeLast().run();
      }
    }

    @Override
    public void commit() {
      if (commitError != null) {
        OrreryException error = commitError;
        commitError = null;
        throw error;
      }
      edits.forEach(this::checkVersions);
      long now = ++timestamp;
      created.forEach(row -> row.created = now);
      deleted.forEach(row -> row.deleted = now);
      applyEdits();
      isEnded = true;
      actions.forEach(action -> action.accept(now));
    }

    private void checkVersions(CatalogEdit edit) {
      edit.readVersions()
          .forEach(
              (key, version) -> {
                CatalogObject object = objects.get(key);
                if ((object == null ? 0 : object.version()) != version) {
                  throw OrreryException.of(
                      SqlState.SERIALIZATION_FAILURE,
                      "could not serialize access due to concurrent update");
                }
              });
    }

    private void applyEdits() {
      if (edits.isEmpty()) {
        return;
      }
      long version = ++catalogVersion;
      Map<CatalogObject.Key, CatalogObject> upserts = new LinkedHashMap<>();
      List<CatalogObject.Key> removals = new ArrayList<>();
      for (CatalogEdit edit : edits) {
        for (CatalogObject object : edit.upserts()) {
          upserts.put(
              object.key(),
              new CatalogObject(
                  object.key(), object.namespace(), object.name(), object.body(), version));
          removals.remove(object.key());
        }
        for (CatalogObject.Key key : edit.removals()) {
          upserts.remove(key);
          removals.add(key);
        }
        edit.droppedChunks().forEach(chunks::remove);
        chunks.values().removeIf(c -> edit.droppedStorages().contains(c.info.storageId()));
      }
      checkNames(upserts.values(), removals);
      removals.forEach(objects::remove);
      objects.putAll(upserts);
      if (listener != null) {
        listener.onChange(version, List.copyOf(upserts.values()), removals);
      }
    }

    private void checkNames(Collection<CatalogObject> upserts, List<CatalogObject.Key> removals) {
      for (CatalogObject object : upserts) {
        for (CatalogObject other : objects.values()) {
          boolean isSame =
              other.key().kind() == object.key().kind()
                  && other.namespace() == object.namespace()
                  && other.name().equals(object.name())
                  && other.key().oid() != object.key().oid()
                  && !removals.contains(other.key());
          if (isSame) {
            throw OrreryException.of(
                SqlState.DUPLICATE_OBJECT, "\"%s\" already exists", object.name());
          }
        }
      }
    }

    @Override
    public void rollback() {
      if (!isEnded) {
        rollbackTo(0);
        isEnded = true;
      }
    }

    @Override
    public void onCommit(LongConsumer action) {
      actions.add(action);
    }
  }
}
