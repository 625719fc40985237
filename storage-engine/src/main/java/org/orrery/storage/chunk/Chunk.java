package org.orrery.storage.chunk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess.ChunkSize;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.mvcc.GcHorizon;
import org.orrery.storage.mvcc.StagedDeletes;
import org.orrery.storage.mvcc.StagedRows;

/**
 * The rows of one chunk. Methods named {@code apply…} and those that seal run on the shard's apply
 * thread, in log order; all others on any thread, against the version published last.
 *
 * <p>Each apply method takes the index of its log entry. An entry may call several. On replay after
 * a restart all entries from {@link #minReplayIndex()} on are applied again: what the recovered
 * segments and delete sets hold already is skipped by index, intents are always staged again, and
 * the resolution of a transaction that the segments hold just drops its intents.
 *
 * <p>Sealing: {@link #rotate}, then {@link Sealer#seal} on another thread, {@link #prepareSeal},
 * write that state to the manifest, {@link #publishSegment}. In this order a row's new name is
 * durable before anyone can learn it. Chunks are sealed oldest hot table first. Compaction goes the
 * same way: {@link #planMerge}, {@link Compactor#merge} on another thread, {@link #prepareMerge},
 * manifest, {@link #publishMerge}.
 */
public final class Chunk implements AutoCloseable {

  private final ChunkInfo info;
  private final GcHorizon horizon;
  private final Deque<FrozenHot> frozen = new ArrayDeque<>();
  private final PendingRows pending = new PendingRows();
  private volatile ChunkVersion version;
  private volatile long minReplayIndex;
  private volatile long firstCsn = Long.MAX_VALUE;
  private volatile long rowCount;
  private volatile long hotBytes;

  /** The schema of a scan that looked for an index which a segment does not have. */
  private volatile @Nullable TableSchema missed;

  /** Whether the manifest has maps of names from before the last restart. */
  private volatile boolean hasRecoveredMaps;

  private long coveredIndex;
  private long deletesIndex;
  private long sealedArrivals;
  private int nextContainer = 1;

  /**
   * A new, empty chunk.
   *
   * @param index index of the log entry that creates it
   */
  public Chunk(ChunkInfo info, TableSchema schema, GcHorizon horizon, long index) {
    this.info = info;
    this.horizon = horizon;
    this.coveredIndex = index - 1;
    this.deletesIndex = index - 1;
    this.minReplayIndex = index;
    this.version = ChunkVersion.empty(schema, 0);
  }

  private Chunk(ChunkState state, GcHorizon horizon, SegmentOpener opener) {
    this.info = state.info();
    this.horizon = horizon;
    this.coveredIndex = state.coveredIndex();
    this.deletesIndex = state.deletesIndex();
    this.minReplayIndex = state.replayFrom();
    this.sealedArrivals = state.sealedArrivals();
    this.nextContainer = state.nextContainer();
    this.firstCsn = state.firstCsn();
    HotView active = HotView.empty(state.schema(), sealedArrivals);
    this.version = Sealing.recovered(state, active, opener);
    this.hasRecoveredMaps = version.translations().length > 0;
    for (ChunkState.Intents each : state.intents()) {
      if (each.endIndex() != ChunkState.Intents.OPEN) {
        pending.ended(staged(each.transactionId()), each.endIndex());
      }
    }
    for (ChunkState.Segment segment : state.segments()) {
      addRows(segment.file().rowCount() - segment.deletes().cardinality());
    }
  }

  /**
   * A chunk as the manifest has it. Apply the log from {@link #minReplayIndex()} on, then call
   * {@link #finishReplay}.
   *
   * @throws OrreryException {@code XX001} when former names of rows are missing or damaged
   */
  public static Chunk recover(ChunkState state, GcHorizon horizon, SegmentOpener opener) {
    return new Chunk(state, horizon, opener);
  }

  /** Identity and range. */
  public ChunkInfo info() {
    return info;
  }

  /** The schema that batches must have now. */
  public TableSchema schema() {
    return version.schema();
  }

  // ---------------------------------------------------------------- apply: rows

  /** Whether segments hold an entry's rows: those a transaction staged; with 0, committed ones. */
  public boolean isSealed(long index, long transactionId) {
    return index <= (transactionId == 0 ? coveredIndex : staged(transactionId).sealedIndex());
  }

  /** Adds committed rows: the selected rows of a batch of {@link #schema()}. */
  public void applyAppend(long index, long csn, Batch rows) {
    if (isSealed(index, 0) || rows.size() == 0) {
      return;
    }
    HotView active = version.active();
    active.rows().append(rows);
    publishAppended(version, csn);
  }

  /** Written by the apply thread alone. */
  private void addRows(long more) {
    long count = rowCount;
    rowCount = count + more;
  }

  /** Makes rows that were appended to the active slabs visible. */
  private void publishAppended(ChunkVersion base, long csn) {
    HotView active = base.active();
    int count = active.rows().rowCount();
    addRows(count - active.rowCount());
    firstCsn = Math.min(firstCsn, csn);
    version = base.withActive(active.appended(count, csn).fold(horizon.timestamp()));
    hotBytes = active.rows().bytes();
  }

  /** Deletes rows that are committed; their names may be old ones. */
  public void applyDelete(long index, long csn, long[] rowIds) {
    if (index <= coveredIndex) {
      return;
    }
    long[] current = presentNames(index, rowIds, 0);
    if (current.length > 0) {
      version = deleted(version, StagedDeletes.EMPTY.with(current, 0, index), csn);
    }
  }

  private ChunkVersion deleted(ChunkVersion base, StagedDeletes deletes, long csn) {
    ChunkVersion next = DeleteBatch.apply(base, info.chunkId(), deletes, csn);
    addRows(-DeleteBatch.count(deletes));
    return next.fold(horizon.timestamp());
  }

  /**
   * Present names of rows, without those whose deletion the recovered state holds already.
   *
   * @param sealedRows how many of the transaction's staged rows are in pending segments
   */
  private long[] presentNames(long index, long[] rowIds, int sealedRows) {
    long[] current = new long[rowIds.length];
    int count = 0;
    for (long rowId : rowIds) {
      boolean isSealed =
          RowIds.isHot(rowId)
              ? RowIds.arrival(rowId) < sealedArrivals
              : !RowIds.isStaged(rowId) || RowIds.ordinal(rowId) < sealedRows;
      if (isSealed && index <= deletesIndex) {
        continue;
      }
      long name = version.translate(rowId);
      if (isSealed && RowIds.isHot(name)) {
        throw OrreryException.of(
            SqlState.DATA_CORRUPTED, "former names of rows of chunk %d are lost", info.chunkId());
      }
      if (name != RowIds.NONE) {
        current[count++] = name;
      }
    }
    return Arrays.copyOf(current, count);
  }

  // ---------------------------------------------------------------- apply: intents

  /** Stages the selected rows of a batch of {@link #schema()} for a transaction. */
  public void applyStage(long index, long transactionId, int sub, Batch rows) {
    StagedRows staged = staged(transactionId);
    if (index > staged.sealedIndex()) {
      version = version.with(staged.with(sub, index, rows, version.schema()));
    }
  }

  /** Stages deletions; names of rows the transaction itself staged are fine too. */
  public void applyStageDelete(long index, long transactionId, int sub, long[] rowIds) {
    StagedRows staged = staged(transactionId);
    long[] names = presentNames(index, rowIds, staged.sealedRows());
    version = version.with(staged.withDeletes(sub, index, names));
  }

  /** Undoes what a transaction staged under sub-transactions from {@code firstSub} on. */
  public void applyHideSub(long index, long transactionId, int firstSub) {
    StagedRows staged = version.stagedOf(transactionId);
    if (staged != null) {
      version = version.with(staged.hide(firstSub, index));
    }
  }

  /** Commits a transaction's intents in this chunk, all at once. */
  public void applyResolve(long index, long transactionId, long csn) {
    StagedRows staged = version.stagedOf(transactionId);
    if (staged == null) {
      return;
    }
    pending.ended(staged, index);
    ChunkVersion next = version.without(transactionId);
    if (index <= coveredIndex) {
      version = next;
      return;
    }
    next = next.withSegments(StagedCommit.segments(version, staged, csn));
    for (int i = version.segments().length; i < next.segments().length; i++) {
      addRows(next.segments()[i].remaining());
      firstCsn = Math.min(firstCsn, csn);
    }
    next = next.withActive(StagedCommit.adopt(staged, version.schema(), next.active()));
    if (DeleteBatch.count(staged.deletes()) > 0) {
      firstCsn = Math.min(firstCsn, csn);
      next = deleted(next, staged.deletes(), csn);
    }
    if (next.active().rows().rowCount() > next.active().rowCount()) {
      publishAppended(next, csn);
    } else {
      version = next;
    }
  }

  /** Drops a transaction's intents. */
  public void applyAbort(long index, long transactionId) {
    StagedRows staged = version.stagedOf(transactionId);
    if (staged != null) {
      pending.ended(staged, index);
      pending.drop(version.pendingOf(transactionId));
      version = version.without(transactionId);
    }
  }

  private StagedRows staged(long transactionId) {
    StagedRows staged = version.stagedOf(transactionId);
    return staged == null ? StagedRows.begin(transactionId) : staged;
  }

  /** Changes the schema; an older or equal version is ignored. */
  public void applySchema(long index, TableSchema schema) {
    if (schema.version() <= version.schema().version()) {
      return;
    }
    version.active().rows().setSchema(schema);
    StagedRows[] staged = version.staged().clone();
    Arrays.setAll(staged, i -> staged[i].withSchema(schema));
    version = version.withSchema(schema).withStaged(staged);
  }

  // ---------------------------------------------------------------- indexes

  /**
   * Makes the indexes durable that the segments should have by {@code schema} and have not.
   *
   * @throws OrreryException {@code 53100}, {@code 58030}; {@code XX001} when a segment is damaged
   */
  public void buildIndexes(TableSchema schema) {
    SegmentIndexes.build(version.segments(), schema);
  }

  /** Builds the indexes that scans have missed. */
  public void buildMissedIndexes() {
    TableSchema schema = missed;
    if (schema != null) {
      missed = null;
      buildIndexes(schema);
    }
  }

  /** See {@link org.orrery.storage.api.TableAccess#edge}. */
  public @Nullable Long edge(TableSchema schema, int column, boolean isDescending, int count) {
    return new ColumnEdge(schema, column, isDescending, count).of(version);
  }

  /** Removes the index by some columns. */
  public void dropIndex(List<Integer> columnIds) {
    SegmentIndexes.drop(version.segments(), columnIds);
  }

  // ---------------------------------------------------------------- sealing

  /**
   * Freezes the active hot table and starts a new one.
   *
   * @param index the log index applied last
   * @return what to seal; null when there are no rows
   */
  public @Nullable FrozenHot rotate(long index) {
    HotView active = version.active();
    if (active.rowCount() == 0) {
      return null;
    }
    TableSchema schema = version.schema();
    var table =
        new FrozenHot(
            info.chunkId(), nextContainer++, active, schema, index, replayFrom(version, index));
    frozen.add(table);
    HotView[] hot = Arrays.copyOf(version.hot(), version.hot().length + 1);
    hot[hot.length - 1] = HotView.empty(schema, active.firstArrival() + active.rowCount());
    version = version.withHot(hot);
    hotBytes = 0;
    return table;
  }

  /** What replay needs when all rows up to {@code index} are sealed. */
  private static long replayFrom(ChunkVersion of, long index) {
    long from = index + 1;
    for (StagedRows staged : of.staged()) {
      from = Math.min(from, staged.firstIndex());
    }
    return from;
  }

  /**
   * The chunk's state with {@code sealed} (of the oldest frozen hot table) in it, to be written to
   * the manifest before {@link #publishSegment}.
   *
   * @param index the log index applied last
   */
  public ChunkState prepareSeal(SealedHot sealed, long index) {
    FrozenHot source = requireOldest(sealed);
    ChunkVersion after =
        Sealing.replaceOldest(version, sealed, Long.MAX_VALUE, horizon.timestamp());
    return state(after, source.index(), index, source.replayFrom());
  }

  private FrozenHot requireOldest(SealedHot sealed) {
    FrozenHot oldest = frozen.peekFirst();
    Invariant.check(
        oldest != null && oldest.container() == sealed.source().container(),
        "hot tables are sealed oldest first");
    return sealed.source();
  }

  private ChunkState state(ChunkVersion of, long covered, long deletes, long replayFrom) {
    return new ChunkState(
        info,
        of.schema(),
        Sealing.segments(of),
        intents(of, replayFrom),
        covered,
        deletes,
        replayFrom,
        of.hot()[0].firstArrival(),
        nextContainer,
        firstCsn);
  }

  private List<ChunkState.Intents> intents(ChunkVersion of, long replayFrom) {
    var intents = new ArrayList<>(Sealing.intents(of));
    intents.addAll(pending.endedFrom(replayFrom));
    return intents;
  }

  /**
   * Puts a segment in the place of the hot table it was made from. The manifest must hold {@link
   * #prepareSeal}'s state durably.
   *
   * @param latest the newest timestamp that any snapshot may have; the former names of the rows are
   *     known until the horizon has passed what it says once they have new ones
   */
  public void publishSegment(SealedHot sealed, LongSupplier latest) {
    FrozenHot source = requireOldest(sealed);
    version =
        Sealing.replaceOldest(version, sealed, Long.MAX_VALUE, horizon.timestamp())
            .fold(horizon.timestamp());
    // Asked only now: who has met an old name has a snapshot that is not newer.
    version = version.withTranslations(Sealing.dated(version.translations(), latest.getAsLong()));
    hasRecoveredMaps = false;
    frozen.removeFirst();
    sealedArrivals = source.table().firstArrival() + source.table().rowCount();
    coveredIndex = source.index();
    deletesIndex = source.index();
    minReplayIndex = source.replayFrom();
    pending.forget(minReplayIndex);
  }

  /**
   * The chunk's state now, for the manifest: with it the log keeps less. Covers everything when no
   * row is hot.
   *
   * @param index the log index applied last
   */
  public ChunkState checkpoint(long index) {
    version =
        version
            .withTranslations(Sealing.live(version.translations(), horizon.timestamp()))
            .fold(horizon.timestamp());
    return checkpoint(version, index);
  }

  private ChunkState checkpoint(ChunkVersion of, long index) {
    boolean hasHotRows = of.hot().length > 1 || of.active().rowCount() > 0;
    return state(
        of,
        hasHotRows ? coveredIndex : index,
        index,
        hasHotRows ? minReplayIndex : replayFrom(of, index));
  }

  /** Told once {@link #checkpoint}'s state is durable. */
  public void checkpointed(ChunkState state) {
    hasRecoveredMaps = false;
    coveredIndex = Math.max(coveredIndex, state.coveredIndex());
    minReplayIndex = Math.max(minReplayIndex, state.replayFrom());
    pending.forget(minReplayIndex);
  }

  /** Whether a {@link #checkpoint} would rid the manifest of names that nobody knows any more. */
  public boolean hasRetiredNames() {
    Translation[] known = version.translations();
    return hasRecoveredMaps || Sealing.live(known, horizon.timestamp()).length < known.length;
  }

  /** Told once the log was replayed: names from before the restart are not used any more. */
  public void finishReplay() {
    version = version.withTranslations(new Translation[0]);
  }

  // ---------------------------------------------------------------- sealing of staged rows

  /**
   * Takes rows out that open transactions have staged, for {@link #nextStaged}.
   *
   * @param index the log index applied last
   */
  public void freezeStaged(long index, ToSeal toSeal) {
    version = PendingRows.freeze(version, index, toSeal);
  }

  /** The next staged rows to seal; null when there are none. Others follow once it is published. */
  public @Nullable FrozenStaged nextStaged() {
    FrozenStaged next = PendingRows.next(version, info.chunkId(), nextContainer);
    nextContainer += next == null ? 0 : 1;
    return next;
  }

  /**
   * The chunk's state with staged rows in a pending segment, to be written to the manifest before
   * {@link #publishStaged}. Nothing may be applied between the two: a commit gives the rows names
   * that depend on where they are.
   *
   * @param index the log index applied last
   * @return null when the transaction has ended
   */
  public @Nullable ChunkState prepareStaged(SealedStaged sealed, long index) {
    StagedRows staged = version.stagedOf(sealed.source().transactionId());
    return staged == null ? null : checkpoint(PendingRows.put(version, staged, sealed), index);
  }

  /** Puts a pending segment in the place of the rows in memory. */
  public void publishStaged(SealedStaged sealed, ChunkState state) {
    version = PendingRows.put(version, staged(sealed.source().transactionId()), sealed);
    checkpointed(state);
  }

  /** Whether open transactions have rows in memory. */
  public boolean hasStagedInMemory() {
    return Arrays.stream(version.staged()).anyMatch(each -> each.parts().length > 0);
  }

  /** Heap that open transactions' rows take. */
  public long stagedBytes() {
    return Arrays.stream(version.staged()).mapToLong(StagedRows::bytes).sum();
  }

  /** Whether there are files of transactions that were undone. */
  public boolean hasDropped() {
    return pending.hasDropped();
  }

  /** The files of transactions that were undone, which no state taken from now on names. */
  public List<SealedRows> dropped() {
    return pending.dropped();
  }

  /** Removes such files; the manifest must not name them any more. */
  public void removeDropped(List<SealedRows> rows) {
    rows.forEach(SealedRows::discard);
    pending.removed(rows);
  }

  // ---------------------------------------------------------------- compaction

  /**
   * Chooses segments to merge.
   *
   * @param isQuiet whether nothing was written for a while, so that few are worth it too
   * @return null when none are worth it
   */
  public @Nullable MergeInput planMerge(CompactionLimits limits, boolean isQuiet) {
    if (Arrays.stream(version.segments()).anyMatch(each -> each.isOldBy(horizon.timestamp()))) {
      version = version.fold(horizon.timestamp());
    }
    return mergeOf(
        new CompactionPolicy(limits, isQuiet).choose(version, horizon.timestamp()),
        horizon.timestamp());
  }

  /**
   * Chooses segments to merge on the way to as few as the limits allow, in order throughout.
   *
   * @return null when there is nothing left to do, or snapshots are in the way
   */
  public @Nullable MergeInput planFullMerge(CompactionLimits limits) {
    long timestamp = horizon.timestamp();
    version = version.fold(horizon.timestamp());
    return mergeOf(new CompactionPolicy(limits, true).chooseAny(version, timestamp), timestamp);
  }

  private @Nullable MergeInput mergeOf(List<SegmentView> sources, long timestamp) {
    if (sources.isEmpty()) {
      return null;
    }
    TableSchema schema = version.schema();
    int container = nextContainer;
    nextContainer += 1 + MergeInput.scratchCount(sources, schema);
    Translation[] names = Sealing.live(version.translations(), timestamp);
    return new MergeInput(info.chunkId(), container, schema, sources, List.of(names), timestamp);
  }

  /**
   * The chunk's state with {@code merged} in the place of its sources, to be written to the
   * manifest before {@link #publishMerge}.
   *
   * @param index the log index applied last
   */
  public ChunkState prepareMerge(MergedSegments merged, long index) {
    return checkpoint(
        Sealing.replaceMerged(version, merged, Long.MAX_VALUE, horizon.timestamp()), index);
  }

  /**
   * Puts a segment in the place of those it was made from, whose files may be discarded then. The
   * manifest must hold {@code state}, of {@link #prepareMerge}, durably.
   *
   * @param latest as for {@link #publishSegment}
   */
  public void publishMerge(MergedSegments merged, ChunkState state, LongSupplier latest) {
    version =
        Sealing.replaceMerged(version, merged, Long.MAX_VALUE, horizon.timestamp())
            .fold(horizon.timestamp());
    version = version.withTranslations(Sealing.dated(version.translations(), latest.getAsLong()));
    checkpointed(state);
  }

  // ---------------------------------------------------------------- reading

  /** Opens a scan of the rows that the request's snapshot sees now. */
  public ScanCursor cursor(ScanRequest request) {
    ChunkVersion seen = version;
    RowLookup lookup = RowLookup.of(request);
    ScanCursor cursor = ChunkScan.open(seen, request, lookup);
    while (cursor == null) {
      seen = newerThan(seen);
      cursor = ChunkScan.open(seen, request, lookup);
    }
    if (lookup != null && lookup.hasMissed()) {
      missed = request.schema();
    }
    return cursor;
  }

  /**
   * The version now, for who met a segment in {@code seen} that was let go.
   *
   * @throws OrreryException {@code 55000} when there is no newer one
   */
  ChunkVersion newerThan(ChunkVersion seen) {
    ChunkVersion now = version;
    if (now.equals(seen)) {
      throw OrreryException.of(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "chunk was dropped by another transaction");
    }
    return now;
  }

  /** What stands in the way of deleting a row that {@code snapshot} saw. */
  public DeleteConflict checkDelete(long rowId, Snapshot snapshot) {
    return version.checkDelete(rowId, snapshot);
  }

  /** The present name of a row, -1 when it is gone. */
  public long translate(long rowId) {
    return version.translate(rowId);
  }

  /** Another object whenever rows may have got other names. */
  public Object naming() {
    return version.translations();
  }

  /**
   * Rows by their names, whatever a snapshot sees; in the names' order, of which the first {@code
   * count} are used. None may have gone for good.
   *
   * @param transactionId whose staged rows may be among them, 0 for none
   */
  public Batch read(List<ColumnSchema> columns, long transactionId, long[] rowIds, int count) {
    ChunkVersion seen = version;
    Batch rows = RowFetch.read(seen, columns, transactionId, rowIds, count);
    while (rows == null) {
      seen = newerThan(seen);
      rows = RowFetch.read(seen, columns, transactionId, rowIds, count);
    }
    return rows;
  }

  /** Whether a name is that of a row staged by the transaction that uses the name. */
  public static boolean isStaged(long rowId) {
    return RowIds.isStaged(rowId);
  }

  /** Whether a snapshot sees that a row, which exists, was committed or is its own. */
  public boolean isVisible(long rowId, Snapshot snapshot) {
    return RowFetch.isVisible(version, rowId, snapshot);
  }

  /** The version to look at; one per operation. */
  ChunkVersion version() {
    return version;
  }

  /** Whether any row was committed that a snapshot at {@code readTimestamp} may see. */
  public boolean hasCommittedRows(long readTimestamp) {
    return firstCsn <= readTimestamp;
  }

  /** Whether a transaction has intents here. */
  public boolean hasIntents(long transactionId) {
    return version.stagedOf(transactionId) != null;
  }

  /** Whether any transaction has intents here. */
  public boolean hasAnyIntents() {
    return version.staged().length > 0;
  }

  /** How big it is. */
  public ChunkSize size() {
    long segmentBytes =
        Arrays.stream(version.segments()).mapToLong(each -> each.file().bytes()).sum();
    return new ChunkSize(rowCount, hotBytes, segmentBytes);
  }

  /** Rows in the active hot table. */
  public int hotRows() {
    return version.active().rowCount();
  }

  /** Memory of the active hot table. */
  public long hotBytes() {
    return hotBytes + version.active().indexes().bytes();
  }

  /** The first log index this chunk needs after a restart. */
  public long minReplayIndex() {
    return minReplayIndex;
  }

  /** Removes the chunk's files once its readers are done; the manifest must have dropped it. */
  public void drop() {
    version.files().forEach(SealedRows::discard);
    removeDropped(dropped());
  }

  @Override
  public void close() {
    version.files().forEach(SealedRows::release);
    dropped().forEach(SealedRows::release);
  }
}
