package org.orrery.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.Scheduler;
import org.orrery.cluster.log.GroupId;
import org.orrery.cluster.log.LocalLog;
import org.orrery.cluster.log.Proposals;
import org.orrery.cluster.log.ReplicatedLog;
import org.orrery.cluster.meta.MetaShard;
import org.orrery.cluster.owner.ShardOwners;
import org.orrery.cluster.shard.DataShard;
import org.orrery.cluster.shard.HotMemory;
import org.orrery.cluster.shard.ShardCheckpoint;
import org.orrery.cluster.shard.ShardCompactor;
import org.orrery.cluster.shard.ShardManifest;
import org.orrery.cluster.shard.ShardSealer;
import org.orrery.cluster.tso.TimestampOracle;
import org.orrery.cluster.txn.ClusterContext;
import org.orrery.cluster.txn.LockTable;
import org.orrery.cluster.txn.TransactionRecovery;
import org.orrery.cluster.txn.WriteMemory;
import org.orrery.cluster.txn.WriterPool;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.OrphanSweeper;
import org.orrery.storage.chunk.SegmentFiles;
import org.orrery.storage.manifest.AtomicFiles;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.Manifest;
import org.orrery.storage.resource.DiskWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node on its own: the meta group and four data shards over one {@link LocalLog}.
 *
 * <pre>
 * log/                       the log
 * manifest/meta.snapshot     the catalog and the places of chunks
 * manifest/shard-N.manifest  what segments the chunks of a shard have
 * manifest/shard-N.checkpoint  from where its log is replayed
 * segments/shard-N/          the segments
 * </pre>
 *
 * <p>After an I/O error of the log or a manifest everything fails with {@code 58030}; only a new
 * node over the same files, which recovers, may go on.
 */
public final class LocalNode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalNode.class);

  static final Path LOG_DIRECTORY = Path.of("log");
  static final Path MANIFESTS = Path.of("manifest");
  private static final Path SEGMENTS = Path.of("segments");

  private final ReplicatedLog log;
  private final TimestampOracle oracle;
  private final List<ShardOwners> owners;
  private final List<ShardManifest> manifests;
  private final Maintenance maintenance;
  private final Compaction compaction;
  private final TableAccess tables;
  private final AtomicBoolean hasFailed;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private LocalNode(
      ReplicatedLog log,
      TimestampOracle oracle,
      List<ShardOwners> owners,
      List<ShardManifest> manifests,
      Maintenance maintenance,
      Compaction compaction,
      TableAccess tables,
      AtomicBoolean hasFailed) {
    this.log = log;
    this.oracle = oracle;
    this.owners = owners;
    this.manifests = manifests;
    this.maintenance = maintenance;
    this.compaction = compaction;
    this.tables = tables;
    this.hasFailed = hasFailed;
  }

  /**
   * Recovers what is in the store and starts.
   *
   * @param fatal told once, on a thread of its own, when the node has failed and must be opened
   *     anew
   * @throws OrreryException {@code XX001} when files are damaged; {@code 53100}, {@code 58030}
   */
  public static LocalNode open(
      FileStore files,
      Scheduler scheduler,
      Clock clock,
      NodeOptions options,
      Consumer<OrreryException> fatal) {
    return new Opening(files, scheduler, clock, options, fatal).run();
  }

  /** The steps of {@link #open}. */
  private static final class Opening {
    private final FileStore files;
    private final Scheduler scheduler;
    private final Clock clock;
    private final NodeOptions options;
    private final TimestampOracle oracle;
    private final HotMemory memory;
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private final Consumer<OrreryException> failed;

    /** What there is of each shard so far, by its number: they are opened side by side. */
    private final Map<Integer, DataShard> shards = new ConcurrentSkipListMap<>();

    private final Map<Integer, ShardManifest> manifests = new ConcurrentSkipListMap<>();
    private final Map<Integer, ShardSealer> sealers = new ConcurrentSkipListMap<>();
    private final Map<Integer, ShardCompactor> compactors = new ConcurrentSkipListMap<>();

    Opening(
        FileStore files,
        Scheduler scheduler,
        Clock clock,
        NodeOptions options,
        Consumer<OrreryException> fatal) {
      this.files = files;
      this.scheduler = scheduler;
      this.clock = clock;
      this.options = options;
      this.oracle = new TimestampOracle(clock);
      this.memory = new HotMemory(options.hotBytesMax(), clock);
      this.failed =
          error -> {
            oracle.fail(error);
            if (hasFailed.compareAndSet(false, true)) {
              LOG.error("node.failed state={}", error.state(), error);
              scheduler.spawn("node-failure", () -> fatal.accept(error));
            }
          };
    }

    LocalNode run() {
      createDirectories();
      var meta = new MetaShard(files, MANIFESTS, NodeOptions.SHARDS);
      LocalLog log = LocalLog.open(files, LOG_DIRECTORY, options.log(), clock, scheduler, failed);
      try {
        return recover(log, meta);
      } catch (RuntimeException e) {
        manifests.values().forEach(ShardManifest::close);
        shards.values().forEach(DataShard::close);
        log.close();
        throw e;
      }
    }

    private void createDirectories() {
      try {
        files.createDirectories(MANIFESTS);
        // What a node that failed has renamed may be seen and not be durable.
        files.syncDirectory(MANIFESTS);
        for (int shard = 1; shard <= NodeOptions.SHARDS; shard++) {
          files.createDirectories(segmentsOf(shard));
          files.syncDirectory(segmentsOf(shard));
        }
      } catch (IOException e) {
        throw AtomicFiles.error("create", e);
      }
    }

    private LocalNode recover(LocalLog log, MetaShard meta) {
      long start = clock.nanos();
      meta.open(log);
      oracle.raise(meta.timestamp());
      openShards(log);
      List<ShardOwners> owners = new ArrayList<>();
      for (DataShard shard : shards.values()) {
        owners.add(
            new ShardOwners(
                shard,
                log,
                oracle,
                clock,
                scheduler,
                options.keyFormatter(),
                chunkId -> meta.place(chunkId) != null));
      }
      DiskWatch disk =
          options.volumeBytes() == 0 ? null : new DiskWatch(files, clock, options.volumeBytes());
      var locks = new LockTable(clock, scheduler);
      var context =
          new ClusterContext(
              meta,
              owners,
              oracle,
              clock,
              new WriterPool(),
              locks,
              memory,
              new WriteMemory(options.writeBytesMax()),
              disk);
      try {
        new TransactionRecovery(context).run();
      } catch (RuntimeException e) {
        owners.forEach(ShardOwners::close);
        throw e;
      }
      var maintenance =
          new Maintenance(
              log,
              meta,
              List.copyOf(sealers.values()),
              oracle,
              clock,
              scheduler,
              options.maintenanceNanos(),
              failed);
      maintenance.start();
      var compaction =
          new Compaction(
              List.copyOf(compactors.values()),
              maintenance,
              disk,
              clock,
              scheduler,
              options.maintenanceNanos(),
              failed);
      compaction.start();
      LOG.info("node.recovered micros={}", (clock.nanos() - start) / 1000);
      return new LocalNode(
          log,
          oracle,
          owners,
          List.copyOf(manifests.values()),
          maintenance,
          compaction,
          new LocalTables(context, maintenance, compaction),
          hasFailed);
    }

    /** Opens all shards, each on a thread, and waits for all of them even when one fails. */
    private void openShards(LocalLog log) {
      List<CompletableFuture<Void>> opened = new ArrayList<>();
      for (int shard = 1; shard <= NodeOptions.SHARDS; shard++) {
        int number = shard;
        opened.add(
            CompletableFuture.runAsync(
                () -> openShard(number, log), body -> scheduler.spawn("open-" + number, body)));
      }
      opened.forEach(each -> each.exceptionally(_ -> null).join());
      opened.forEach(Proposals::await);
      shards.values().forEach(shard -> oracle.raise(shard.timestamp()));
    }

    private void openShard(int number, LocalLog log) {
      Path segments = segmentsOf(number);
      var manifest =
          new ShardManifest(
              Manifest.open(files, manifestOf(number)), new SegmentFiles(files, segments), log);
      manifests.put(number, manifest);
      ShardCheckpoint checkpoint =
          ShardCheckpoint.read(files, MANIFESTS, ShardSealer.checkpointName(number));
      var shard =
          new DataShard(
              new GroupId(number),
              oracle,
              clock,
              memory,
              checkpoint.index(),
              checkpoint.timestamp());
      shards.put(number, shard);
      sealers.put(
          number,
          new ShardSealer(
              shard, manifest, files, MANIFESTS, oracle, clock, memory, options.limits()));
      compactors.put(
          number, new ShardCompactor(shard, manifest, oracle, clock, options.compaction()));
      OrphanSweeper.sweep(files, segments, manifest.chunks());
      for (ChunkState state : manifest.chunks()) {
        shard.addRecovered(Chunk.recover(state, oracle.horizon(), manifest.segments()), state);
      }
      log.open(shard.group(), checkpoint.index(), shard);
      shard.finishReplay();
    }
  }

  static Path segmentsOf(int shard) {
    return SEGMENTS.resolve("shard-" + shard);
  }

  static Path manifestOf(int shard) {
    return MANIFESTS.resolve("shard-" + shard + ".manifest");
  }

  /** The tables; usable until {@link #close}. */
  public TableAccess tables() {
    return tables;
  }

  /** Seals all hot rows; for tests, measurements and backups. */
  public void sealAll() {
    maintenance.sealAll();
  }

  /** Seals what is hot, so that the next start has nothing to replay, and stops. Idempotent. */
  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    compaction.close();
    maintenance.close();
    owners.forEach(ShardOwners::close);
    if (!hasFailed.get()) {
      try {
        maintenance.giveBackSequences();
        maintenance.sealAll();
      } catch (OrreryException e) {
        // All that was acknowledged is in the log.
        LOG.warn("node.close.unsealed state={}", e.state(), e);
      }
    }
    log.close();
    oracle.fail(OrreryException.of(SqlState.ADMIN_SHUTDOWN, "the node is closed"));
    manifests.forEach(ShardManifest::close);
    owners.forEach(each -> each.shard().close());
  }
}
