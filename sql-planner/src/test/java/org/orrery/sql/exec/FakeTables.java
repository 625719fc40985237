package org.orrery.sql.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.Split;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;

/** Tables as lists of blocks in memory. Counts what is opened, closed and decoded. */
public final class FakeTables extends TablesDouble {

  public static final Snapshot SNAPSHOT = new Snapshot(1, 0);

  /** Rows of a block, of which only {@code visible} count (null for all). */
  public record Block(Vector[] columns, int rowCount, int @Nullable [] visible, long firstRowId) {}

  private record Chunk(ChunkInfo info, List<Block> blocks) {}

  private final Map<Long, List<Chunk>> chunks = new LinkedHashMap<>();
  private final Map<Vector, ScanCursor.BlockStatistics> summaries =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private boolean hasStatistics = true;
  public final AtomicInteger opened = new AtomicInteger();
  public final AtomicInteger closed = new AtomicInteger();
  public final AtomicInteger blocksRead = new AtomicInteger();
  public final AtomicInteger columnsDecoded = new AtomicInteger();
  public final List<String> written = new ArrayList<>();

  /**
   * A table's schema; its storage id is its oid. Columns are nullable but for names ending in !.
   */
  public static TableSchema schema(int oid, String name, List<String> names, List<SqlType> types) {
    var columns = new ArrayList<ColumnSchema>();
    for (int i = 0; i < names.size(); i++) {
      boolean isNotNull = names.get(i).endsWith("!");
      String plain =
          isNotNull ? names.get(i).substring(0, names.get(i).length() - 1) : names.get(i);
      columns.add(new ColumnSchema(i + 1, plain, types.get(i).kind(), isNotNull, null));
    }
    return new TableSchema(
        oid, oid, 1, "public", name, columns, List.of(), null, List.of(), List.of());
  }

  /** Blocks without statistics, as hot rows are. */
  public void withoutStatistics() {
    hasStatistics = false;
  }

  /** Adds a chunk of blocks; returns its number. */
  public long addChunk(TableSchema table, List<Block> blocks) {
    List<Chunk> all = chunks.computeIfAbsent(table.storageId(), _ -> new ArrayList<>());
    long id = table.storageId() * 1_000 + all.size();
    all.add(
        new Chunk(new ChunkInfo(id, table.storageId(), Long.MIN_VALUE, Long.MAX_VALUE, 0), blocks));
    return id;
  }

  /** Adds batches as one chunk, each as a block with its selection as the visible rows. */
  public long add(TableSchema table, List<Batch> batches) {
    var blocks = new ArrayList<Block>();
    long firstRowId = 0;
    for (Batch batch : batches) {
      int[] selection = batch.selection();
      blocks.add(
          new Block(
              batch.columns(),
              batch.rowCount(),
              selection == null ? null : Arrays.copyOf(selection, batch.size()),
              firstRowId));
      firstRowId += batch.rowCount();
    }
    return addChunk(table, blocks);
  }

  @Override
  public Transaction begin(Transaction.Isolation isolation, SessionLocks locks) {
    return new FakeTransaction(this);
  }

  @Override
  public List<ChunkInfo> chunks(long storageId, Snapshot snapshot) {
    return chunks.getOrDefault(storageId, List.of()).stream().map(Chunk::info).toList();
  }

  @Override
  public List<Split> splits(ScanRequest request) {
    return chunks.getOrDefault(request.schema().storageId(), List.of()).stream()
        .filter(
            chunk ->
                request.chunkIds() == null || request.chunkIds().contains(chunk.info().chunkId()))
        .map(
            chunk ->
                new Split(chunk.info(), chunk.blocks().stream().mapToLong(Block::rowCount).sum()))
        .toList();
  }

  @Override
  public ScanCursor open(ScanRequest request, Split split) {
    opened.incrementAndGet();
    return chunks.getOrDefault(request.schema().storageId(), List.of()).stream()
        .filter(chunk -> chunk.info().equals(split.chunk()))
        .findFirst()
        .map(chunk -> new Cursor(request.columns(), chunk.blocks()))
        .orElseThrow();
  }

  private final class Cursor implements ScanCursor {
    private final int[] columns;
    private final List<Block> blocks;
    private int next;
    private Block block;
    private boolean isClosed;

    Cursor(int[] columns, List<Block> blocks) {
      this.columns = columns;
      this.blocks = List.copyOf(blocks);
      this.block = blocks.getFirst();
    }

    @Override
    public boolean next() {
      if (next == blocks.size()) {
        return false;
      }
      block = blocks.get(next++);
      blocksRead.incrementAndGet();
      return true;
    }

    @Override
    public int rowCount() {
      return block.rowCount();
    }

    @Override
    public int @Nullable [] visible() {
      return block.visible();
    }

    @Override
    public int visibleCount() {
      int[] visible = block.visible();
      return visible == null ? block.rowCount() : visible.length;
    }

    @Override
    public Vector column(int index) {
      columnsDecoded.incrementAndGet();
      return block.columns()[columns[index]];
    }

    @Override
    public @Nullable BlockStatistics statistics(int index) {
      return hasStatistics && block.visible() == null
          ? summaries.computeIfAbsent(
              block.columns()[columns[index]], column -> summary(column, block.rowCount()))
          : null;
    }

    @Override
    public long[] rowIds() {
      var ids = new long[block.rowCount()];
      Arrays.setAll(ids, i -> block.firstRowId() + i);
      return ids;
    }

    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        closed.incrementAndGet();
      }
    }
  }

  private static ScanCursor.BlockStatistics summary(Vector column, int rowCount) {
    int nulls = 0;
    Object min = null;
    Object max = null;
    for (int row = 0; row < rowCount; row++) {
      if (column.isNull(row)) {
        nulls++;
        continue;
      }
      Object value = Objects.requireNonNull(column.get(row));
      min = min == null || compare(column, value, min) < 0 ? value : min;
      max = max == null || compare(column, value, max) > 0 ? value : max;
    }
    return new ScanCursor.BlockStatistics(nulls, min, max);
  }

  private static int compare(Vector column, Object a, Object b) {
    return switch (column) {
      case LongVector _ -> Long.compare((Long) a, (Long) b);
      case DoubleVector _ -> Double.compare((Double) a, (Double) b);
      case BytesVector _ -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
      default -> 0;
    };
  }
}
