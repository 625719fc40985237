package org.orrery.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.base.seam.sim.FaultPlan;
import org.orrery.base.seam.sim.FaultPlan.Kind;
import org.orrery.base.seam.sim.FaultPlan.Operation;
import org.orrery.base.seam.sim.FaultyFileStore;
import org.orrery.base.seam.sim.SimClock;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.base.seam.sim.SimScheduler;
import org.orrery.base.seam.system.SystemClock;
import org.orrery.base.seam.system.SystemScheduler;

/** Disks that fail, fill up and rot. */
class LocalLogFaultTest {

  private static final GroupId META = new GroupId(0);
  private static final GroupId SHARD = new GroupId(1);
  private static final int ENTRY_BYTES = 500;

  private final SystemScheduler scheduler = new SystemScheduler();
  private final Clock clock = new SystemClock();
  private final SimFileStore disk = new SimFileStore();
  private final FaultyFileStore store = new FaultyFileStore(disk, FaultPlan.NONE);

  @AfterEach
  void stopScheduler() {
    scheduler.close();
  }

  private static void appendEntries(ReplicatedLog log, GroupId group, int count) {
    for (int i = 0; i < count; i++) {
      log.append(group, ByteBuffer.allocate(ENTRY_BYTES), Durability.SYNC).join();
    }
  }

  private static SqlState stateOf(CompletableFuture<Long> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OrreryException error) {
        return error.state();
      }
    }
    return SqlState.SUCCESSFUL_COMPLETION;
  }

  private List<Long> replayed(FileStore files, GroupId group) {
    List<Long> indexes = new ArrayList<>();
    try (LocalLog log = LogWorkload.openLog(files, scheduler, clock)) {
      log.open(group, 0, (index, _) -> indexes.add(index));
    }
    return indexes;
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"WRITE", "SYNC"})
  void anErrorOfTheDiskFailsTheLogForGoodAndTellsTheNode(Operation operation) {
    var failures = new CompletableFuture<OrreryException>();
    try (LocalLog log =
        LocalLog.open(
            store,
            LogWorkload.DIRECTORY,
            LogWorkload.SMALL_FILES,
            clock,
            scheduler,
            failures::complete)) {
      log.open(META, 0, new Recorder(0));
      log.append(META, Recorder.bytes("good"), Durability.SYNC).join();
      store.setPlan(FaultPlan.of(0, Kind.SHORT_WRITE, operation));

      assertThat(stateOf(log.append(META, Recorder.bytes("lost"), Durability.SYNC)))
          .isEqualTo(SqlState.IO_ERROR);
      assertThat(failures.join().state()).isEqualTo(SqlState.IO_ERROR);
      assertThatThrownBy(() -> log.append(META, Recorder.bytes("later"), Durability.SYNC))
          .isInstanceOfSatisfying(
              OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.IO_ERROR));
    }
    // What the failed call left in the page cache may be replayed; then it must be durable, too.
    List<Long> found = replayed(disk, META);
    assertThat(found).startsWith(1L);
    assertThat(replayed(disk.crash(0), META)).isEqualTo(found);
  }

  @Test
  void afterAKillNothingIsWrittenToAFileWhoseNameIsNotDurable() {
    try (LocalLog log = LogWorkload.openLog(store, scheduler, clock)) {
      log.open(META, 0, (_, _) -> {});
      // Fills the file up to the mark of the close: the next start needs another.
      int limit = LogWorkload.SMALL_FILES.entryBytesMax();
      log.append(META, ByteBuffer.allocate(limit), Durability.SYNC).join();
    }
    SimFileStore closed = disk.crash(0);
    boolean hasStruck = true;
    for (int call = 1; hasStruck; call++) {
      SimFileStore killed = closed.crash(0);
      var stopping =
          new FaultyFileStore(killed, FaultPlan.of(call, Kind.STOP, Operation.SYNC_DIRECTORY));
      try (LocalLog log = LogWorkload.openLog(stopping, scheduler, clock)) {
        log.open(META, 0, (_, _) -> {});
      } catch (OrreryException e) {
        assertThat(e.state()).isEqualTo(SqlState.IO_ERROR);
      }
      hasStruck = stopping.hasStruck();

      try (LocalLog log = LogWorkload.openLog(killed, scheduler, clock)) {
        log.open(META, 0, (_, _) -> {});
        appendEntries(log, META, 1);
      }

      assertThat(replayed(killed.crash(0), META)).containsExactly(1L, 2L);
    }
  }

  @Test
  void aRecordBehindTheCutNeverComesBack() throws Exception {
    int bytes = LogRecord.bytesOf(ENTRY_BYTES);
    LocalLog crashed = LogWorkload.openLog(store, scheduler, clock);
    crashed.open(META, 0, (_, _) -> {});
    appendEntries(crashed, META, 1);
    SimFileStore image = disk.crash(0);
    crashed.close();
    Path name = LogWorkload.DIRECTORY.resolve(image.list(LogWorkload.DIRECTORY).getFirst());
    try (StoredFile handle = image.open(name, FileStore.Mode.WRITE)) {
      // The record after the torn one of index 2 reached the disk, as an unsynced write may.
      LogFile file = LogFile.readHeader(name, handle);
      int second = LogFile.HEADER_BYTES + bytes;
      ByteBuffer phantom = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      long synced = file.lsnAt(second);
      ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES);
      new LogRecord()
          .encode(phantom, synced + bytes, file.epoch(), synced, 0, LogRecord.ENTRY, 3, entry);
      handle.write(second + bytes, phantom.flip());
      handle.sync();
    }

    LocalLog recovered = LogWorkload.openLog(image, scheduler, clock);
    recovered.open(META, 0, (_, _) -> {});
    appendEntries(recovered, META, 1);
    SimFileStore after = image.crash(0);
    recovered.close();

    assertThat(replayed(after, META)).containsExactly(1L, 2L);
  }

  @Test
  void aFullDiskRefusesEntriesUntilThereIsRoomAgain() {
    int accepted = 0;
    try (LocalLog log = LogWorkload.openLog(store, scheduler, clock)) {
      log.open(META, 0, (_, _) -> {});
      disk.setVolumeBytes(0);
      SqlState state = SqlState.SUCCESSFUL_COMPLETION;
      while (state == SqlState.SUCCESSFUL_COMPLETION) {
        assertThat(accepted).isLessThan(100);
        state = stateOf(log.append(META, ByteBuffer.allocate(ENTRY_BYTES), Durability.SYNC));
        accepted += state == SqlState.SUCCESSFUL_COMPLETION ? 1 : 0;
      }
      assertThat(state).isEqualTo(SqlState.DISK_FULL);
      disk.setVolumeBytes(Long.MAX_VALUE);

      long index = log.append(META, Recorder.bytes("room again"), Durability.SYNC).join();

      assertThat(index).isEqualTo(accepted + 1);
    }
    assertThat(replayed(store, META)).hasSize(accepted + 1);
  }

  @Test
  void theGroupThatPinsTheOldestFileIsNamedAndItsPurgeFreesTheFiles() {
    try (LocalLog log = LogWorkload.openLog(store, scheduler, clock)) {
      log.open(META, 0, (_, _) -> {});
      log.open(SHARD, 0, (_, _) -> {});
      appendEntries(log, META, 1);
      appendEntries(log, SHARD, 40);
      assertThat(log.usage().isOverCap()).isTrue();
      assertThat(log.usage().pinning()).containsExactly(META, SHARD);

      log.purge(SHARD, 40);
      assertThat(log.usage().pinning()).containsExactly(META);
      log.purge(META, 1);

      assertThat(log.usage().totalBytes()).isEqualTo(LogWorkload.SMALL_FILES.fileBytes());
      assertThat(log.usage().pinning()).isEmpty();
      appendEntries(log, SHARD, 40);
    }
  }

  @Test
  void anOverloadedLogRefusesEntriesAtTheDeadline() {
    var time = new SimClock();
    var simulation = new SimScheduler(new SimRng(1), time);
    var options = new LocalLogOptions(4096, 16 << 10, 2_000, 1_000_000_000L, 2);
    List<SqlState> refusals = new ArrayList<>();
    simulation.spawn(
        "proposer",
        () -> {
          try (LocalLog log =
              LocalLog.open(store, LogWorkload.DIRECTORY, options, time, simulation, _ -> {})) {
            log.open(META, 0, (_, _) -> sleep(time, 60_000_000_000L));
            for (int i = 0; i < 5; i++) {
              try {
                var _ = log.append(META, ByteBuffer.allocate(ENTRY_BYTES), Durability.SYNC);
              } catch (OrreryException e) {
                refusals.add(e.state());
              }
            }
          }
        });

    simulation.run();

    assertThat(refusals)
        .containsExactly(SqlState.INSUFFICIENT_RESOURCES, SqlState.INSUFFICIENT_RESOURCES);
    assertThat(replayed(store, META)).hasSize(3);
  }

  private static void sleep(SimClock time, long deadline) {
    try {
      time.sleepUntil(deadline);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMachineThatFailsStopsTheLog() {
    try (LocalLog log = LogWorkload.openLog(store, scheduler, clock)) {
      log.open(
          META,
          0,
          (_, _) -> {
            throw new IllegalStateException("cannot apply");
          });

      assertThat(stateOf(log.append(META, Recorder.bytes("bad"), Durability.SYNC)))
          .isEqualTo(SqlState.INTERNAL_ERROR);
      assertThatThrownBy(() -> log.append(META, Recorder.bytes("later"), Durability.SYNC))
          .isInstanceOf(OrreryException.class);
    }
  }

  @Test
  void aManifestThatTheLogDoesNotJoinIsCorruption() {
    try (LocalLog log = LogWorkload.openLog(store, scheduler, clock)) {
      log.open(META, 0, (_, _) -> {});
      appendEntries(log, META, 40);
      log.purge(META, 40);
    }
    try (LocalLog log = LogWorkload.openLog(store, scheduler, clock)) {
      assertThatThrownBy(() -> log.open(META, 0, (_, _) -> {}))
          .isInstanceOfSatisfying(
              OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED));
      assertThatThrownBy(() -> log.open(META, 41, (_, _) -> {}))
          .isInstanceOfSatisfying(
              OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED));
    }
  }

  @Test
  void everyFlippedBitOfADurableRecordIsReported() throws Exception {
    try (LocalLog log = LogWorkload.openLog(store, scheduler, clock)) {
      log.open(META, 0, (_, _) -> {});
      appendEntries(log, META, 12);
    }
    SimFileStore intact = disk.crash(0);
    int reported = 0;
    for (Path name : intact.list(LogWorkload.DIRECTORY)) {
      if (!name.toString().endsWith(".log")) {
        continue;
      }
      Path file = LogWorkload.DIRECTORY.resolve(name);
      int end = endOfEntries(intact.content(file));
      for (long offset = 0; offset < LogWorkload.SMALL_FILES.fileBytes(); offset += 3) {
        SimFileStore rotten = intact.crash(0);
        rotten.flipBit(file, offset * 8 + offset % 8);
        boolean isReported = reportsOrKeepsAll(rotten);
        reported += isReported ? 1 : 0;
        if (offset >= LogFile.HEADER_BYTES && offset < end) {
          assertThat(isReported).as("%s offset %d", name, offset).isTrue();
        }
      }
    }
    assertThat(reported).isGreaterThan(1000);
  }

  /** Behind the last entry, where the mark of the close or nothing is. */
  private static int endOfEntries(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int at = LogFile.HEADER_BYTES;
    while (at + 8 <= bytes.limit() && bytes.getInt(at) > LogRecord.HEADER_BYTES) {
      at += LogRecord.bytesOf(bytes.getInt(at) - LogRecord.HEADER_BYTES);
    }
    return at;
  }

  private boolean reportsOrKeepsAll(FileStore files) {
    try {
      assertThat(replayed(files, META)).hasSize(12);
      return false;
    } catch (OrreryException e) {
      assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED);
      return true;
    }
  }

  @Test
  void afterACrashDamageBeforeTheLastBatchIsReported() {
    try (LocalLog log = LogWorkload.openLog(store, scheduler, clock)) {
      log.open(META, 0, (_, _) -> {});
      appendEntries(log, META, 4);
      SimFileStore crashed = disk.crash(1);
      Path file = LogWorkload.DIRECTORY.resolve(crashed.list(LogWorkload.DIRECTORY).getFirst());
      for (int record = 0; record < 3; record++) {
        SimFileStore rotten = crashed.crash(0);
        int at = LogFile.HEADER_BYTES + record * LogRecord.bytesOf(ENTRY_BYTES) + 60;
        rotten.flipBit(file, at * 8L);

        assertThatThrownBy(() -> LogWorkload.openLog(rotten, scheduler, clock))
            .isInstanceOfSatisfying(
                OrreryException.class,
                e -> {
                  assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED);
                  assertThat(e.message()).contains(file.toString());
                });
      }
    }
  }

  @Test
  void aBitFlippedByAReadIsReportedOrHarmless() {
    try (LocalLog log = LogWorkload.openLog(store, scheduler, clock)) {
      log.open(META, 0, (_, _) -> {});
      appendEntries(log, META, 12);
    }
    boolean hasStruck = true;
    int reported = 0;
    for (int call = 1; hasStruck; call++) {
      var faulty =
          new FaultyFileStore(disk.crash(0), FaultPlan.of(call, Kind.BIT_FLIP, Operation.READ));
      reported += reportsOrKeepsAll(faulty) ? 1 : 0;
      hasStruck = faulty.hasStruck();
    }
    assertThat(reported).isPositive();
  }
}
