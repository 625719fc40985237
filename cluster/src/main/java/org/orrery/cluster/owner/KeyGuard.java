package org.orrery.cluster.owner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.ErrorSubject;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;
import org.orrery.storage.chunk.BatchEntryCodec;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.KeyEncoder;
import org.orrery.storage.chunk.KeyMatches;
import org.orrery.storage.chunk.KeyProbe;

/**
 * Enforces the unique keys of one chunk, for its owner alone. Keys of proposals on their way are
 * known by their hashes: if one is met again, those proposals are waited for and the key is looked
 * up among applied rows. Rows later than all rows so far (as series come) are in no need of a look.
 */
final class KeyGuard implements AutoCloseable {

  /** Instead of a row's name. */
  static final long NO_CONFLICT = -1;

  /** Key hashes of a proposal that may not be applied yet, one set per key. */
  private record InFlight(CompletableFuture<?> applied, List<LongSet> hashes) {}

  private final Chunk chunk;
  private final TableSchema schema;
  private final KeyFormatter formatter;
  private final List<KeyProbe> probes = new ArrayList<>();
  private final List<KeyEncoder> encoders = new ArrayList<>();
  private final boolean[] hasTime;
  private final int timeColumn;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private final BatchEntryCodec.Reader reader = new BatchEntryCodec.Reader();

  /** No row proposed so far is later than this. */
  private long highWater;

  private List<LongSet> hashes = List.of();

  /** Whether others may have the keys of the rows that are being checked. */
  private boolean mayBeTaken = true;

  KeyGuard(Chunk chunk, TableSchema schema, KeyFormatter formatter) {
    this.chunk = chunk;
    this.schema = schema;
    this.formatter = formatter;
    TableSchema.Partitioning partitioning = schema.partitioning();
    int timeId = partitioning == null ? -1 : partitioning.timeColumnId();
    this.timeColumn = partitioning == null ? -1 : schema.indexOf(timeId);
    this.hasTime = new boolean[schema.uniqueKeys().size()];
    for (UniqueKey key : schema.uniqueKeys()) {
      hasTime[probes.size()] = key.columnIds().contains(timeId);
      probes.add(new KeyProbe(chunk, key));
      encoders.add(new KeyEncoder(schema, key));
    }
    this.highWater = timeColumn < 0 ? Long.MAX_VALUE : latest();
  }

  /** The table it was made for. */
  TableSchema schema() {
    return schema;
  }

  /** The latest committed row; {@code Long.MAX_VALUE} while there may be others. */
  private long latest() {
    if (chunk.hasAnyIntents()) {
      return Long.MAX_VALUE;
    }
    var request =
        new ScanRequest(
            schema, new int[] {timeColumn}, new Snapshot(Long.MAX_VALUE, 0), List.of(), null);
    long latest = Long.MIN_VALUE;
    try (ScanCursor cursor = chunk.cursor(request)) {
      while (cursor.next()) {
        ScanCursor.BlockStatistics known = cursor.statistics(0);
        if (known != null && known.max() instanceof Long max) {
          latest = Math.max(latest, max);
          continue;
        }
        long[] times = ((LongVector) cursor.column(0)).values();
        for (int row = 0; row < cursor.rowCount(); row++) {
          latest = Math.max(latest, times[row]);
        }
      }
    }
    return latest;
  }

  /**
   * Checks the rows of a write; {@link #proposed} must follow when it is proposed.
   *
   * @param transactionId the writer's transaction, 0 for a commit of its own
   * @param areSuccessors whether each row has the keys of one that the writer has deleted, so that
   *     nobody else can have them
   * @throws OrreryException {@code 23505}, {@code 40001}
   */
  void check(byte[] rows, long transactionId, boolean areSuccessors) {
    mayBeTaken = !areSuccessors;
    try {
      check(rows, transactionId, Set.of());
    } finally {
      mayBeTaken = true;
    }
  }

  /**
   * Checks the rows of a write, of which only those without conflict will be proposed. Their keys
   * must differ in each arbiter.
   *
   * @param arbiters indexes of the keys for which a row may have a conflict
   * @return for each row the name of one that has one of these keys, {@link #NO_CONFLICT} for none;
   *     empty without arbiters
   * @throws OrreryException {@code 23505} for the other keys, {@code 40001}
   */
  long[] check(byte[] rows, long transactionId, Set<Integer> arbiters) {
    while (!inFlight.isEmpty() && inFlight.getFirst().applied.isDone()) {
      inFlight.removeFirst();
    }
    hashes = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      hashes.add(new LongSet());
    }
    long latest = highWater;
    boolean hasTwins = false;
    long[] conflicts = {};
    reader.open(rows, 0, rows.length, schema);
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      long[] found = new long[arbiters.isEmpty() ? 0 : batch.rowCount()];
      Arrays.fill(found, NO_CONFLICT);
      for (int key : arbiters) {
        hasTwins |= check(batch, key, transactionId, found);
        selectFree(batch, found);
      }
      for (int key = 0; key < probes.size(); key++) {
        hasTwins |= !arbiters.contains(key) && check(batch, key, transactionId, null);
      }
      conflicts = concat(conflicts, found);
      if (timeColumn >= 0) {
        long[] times = ((LongVector) batch.column(timeColumn)).values();
        for (int row = 0; row < batch.rowCount(); row++) {
          latest = Math.max(latest, times[row]);
        }
      }
    }
    if (hasTwins) {
      checkTwins(rows, conflicts);
    }
    highWater = latest;
    return conflicts;
  }

  /**
   * What holds keys for a reader of the newest rows; see {@link KeyProbe#find}.
   *
   * @param indexOid the key's index
   * @param keys the key's columns, in its order
   */
  KeyMatches find(int indexOid, Batch keys, long transactionId) {
    int number = number(indexOid);
    return probes.get(number).find(placed(number, keys), transactionId);
  }

  /** The hash of the {@code index}th selected key, as of {@link KeyEncoder#hash64}. */
  long hash(int indexOid, Batch keys, int index) {
    int number = number(indexOid);
    KeyEncoder encoder = encoders.get(number);
    return encoder.encode(placed(number, keys), keys.position(index)) ? encoder.hash64() : 0;
  }

  private int number(int indexOid) {
    for (int i = 0; i < probes.size(); i++) {
      if (schema.uniqueKeys().get(i).indexOid() == indexOid) {
        return i;
      }
    }
    throw OwnerErrors.concurrentUpdate();
  }

  /** Columns of a key in their places among the table's. */
  private Batch placed(int number, Batch keys) {
    UniqueKey key = schema.uniqueKeys().get(number);
    var columns = new Vector[schema.columns().size()];
    for (int column = 0; column < key.columnIds().size(); column++) {
      columns[schema.indexOf(key.columnIds().get(column))] = keys.column(column);
    }
    var rows = new Batch(columns, keys.rowCount());
    rows.select(keys.selection(), keys.size());
    return rows;
  }

  private static void selectFree(Batch batch, long[] conflicts) {
    int[] free = new int[batch.rowCount()];
    int count = 0;
    for (int row = 0; row < conflicts.length; row++) {
      if (conflicts[row] == NO_CONFLICT) {
        free[count++] = row;
      }
    }
    batch.select(free, count);
  }

  private static long[] concat(long[] first, long[] second) {
    long[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** The write that was checked last is on its way. */
  void proposed(CompletableFuture<?> applied) {
    inFlight.addLast(new InFlight(applied, hashes));
  }

  /**
   * Whether two rows of the write may have the same key.
   *
   * @param conflicts takes the names of rows that have a row's key; null to refuse such rows
   */
  private boolean check(Batch batch, int key, long transactionId, long @Nullable [] conflicts) {
    KeyEncoder encoder = encoders.get(key);
    LongSet own = hashes.get(key);
    long[] times = hasTime[key] ? ((LongVector) batch.column(timeColumn)).values() : null;
    int[] suspects = new int[batch.rowCount()];
    int count = 0;
    boolean isInFlight = false;
    boolean hasTwins = false;
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.position(i);
      if (encoder.encode(batch, row)) {
        long hash = encoder.hash64();
        hasTwins |= !own.add(hash);
        if (mayBeTaken && (times == null || times[row] <= highWater)) {
          suspects[count++] = row;
          isInFlight = isInFlight || isInFlight(key, hash);
        }
      }
    }
    if (isInFlight) {
      inFlight.forEach(each -> each.applied.exceptionally(_ -> null).join());
      inFlight.clear();
    }
    if (count > 0) {
      var suspected = new Batch(batch.columns(), batch.rowCount());
      suspected.select(suspects, count);
      judgeTaken(suspected, key, transactionId, conflicts);
    }
    return hasTwins;
  }

  private boolean isInFlight(int key, long hash) {
    for (InFlight each : inFlight) {
      if (each.hashes.get(key).contains(hash)) {
        return true;
      }
    }
    return false;
  }

  private void judgeTaken(Batch batch, int key, long transactionId, long @Nullable [] conflicts) {
    KeyMatches matches = probes.get(key).probe(batch, transactionId);
    if (matches.isEmpty()) {
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      switch (matches.kind(i)) {
        case NONE -> {}
        case COMMITTED, OWN -> {
          if (conflicts == null) {
            throw duplicate(batch, batch.position(i), key);
          }
          conflicts[batch.position(i)] = matches.value(i);
        }
        case INTENT -> throw OwnerErrors.keyHeld(matches.value(i));
      }
    }
  }

  /** Looks for equal keys among the rows of the write that have no conflict. */
  private void checkTwins(byte[] rows, long[] conflicts) {
    List<Set<Key>> seen = new ArrayList<>();
    probes.forEach(_ -> seen.add(new HashSet<>()));
    reader.open(rows, 0, rows.length, schema);
    int first = 0;
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      for (int row = 0; row < batch.rowCount(); row++) {
        boolean isWritten = conflicts.length == 0 || conflicts[first + row] == NO_CONFLICT;
        for (int key = 0; isWritten && key < probes.size(); key++) {
          KeyEncoder encoder = encoders.get(key);
          if (encoder.encode(batch, row) && !seen.get(key).add(new Key(encoder.toByteArray()))) {
            throw duplicate(batch, row, key);
          }
        }
      }
      first += batch.rowCount();
    }
  }

  /** A key's bytes, by value. */
  private record Key(byte[] bytes) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key(byte[] others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  private OrreryException duplicate(Batch batch, int row, int keyNumber) {
    UniqueKey key = schema.uniqueKeys().get(keyNumber);
    OrreryException error =
        OrreryException.of(
                SqlState.UNIQUE_VIOLATION,
                "duplicate key value violates unique constraint \"%s\"",
                key.name())
            .about(ErrorSubject.constraint(schema.schemaName(), schema.name(), key.name()));
    String shown = formatter.format(schema, key, batch, row);
    return shown == null ? error : error.withDetail("Key " + shown + " already exists.");
  }

  @Override
  public void close() {
    probes.forEach(KeyProbe::close);
  }
}
