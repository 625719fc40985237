package org.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.base.seam.system.SystemClock;
import org.orrery.base.seam.system.SystemScheduler;
import org.orrery.cluster.meta.SyntheticCatalog;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.data.PhysicalKind;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.chunk.SegmentFiles;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.Manifest;
import org.orrery.storage.manifest.ManifestEdit;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.mvcc.DeleteSet;

/**
 * A node with the metadata of 100,000 chunks of 10 MB, whose files are not there: neither a start
 * nor a scan's planning may look at the files of chunks that nobody reads.
 */
class ManyChunksTest {

  private static final int CHUNKS = 100_000;
  private static final long HEAP_BYTES_MAX = 256L << 20;
  private static final long DAY = 86_400_000_000L;
  private static final int COLUMNS = 12;
  private static final long STORAGE = 16_500;

  private static TableSchema schema() {
    List<ColumnSchema> columns = new ArrayList<>();
    columns.add(new ColumnSchema(1, "time", PhysicalKind.LONG, true, null));
    columns.add(new ColumnSchema(2, "host", PhysicalKind.BYTES, false, null));
    for (int id = 3; id <= COLUMNS; id++) {
      columns.add(new ColumnSchema(id, "value" + id, PhysicalKind.DOUBLE, false, null));
    }
    return new TableSchema(
        16_384,
        STORAGE,
        1,
        "public",
        "cpu",
        columns,
        List.of(),
        new TableSchema.Partitioning(1, DAY),
        List.of(2, 1),
        List.of());
  }

  /** A store of a node with one chunk for each day. */
  private static FileStore store(int chunks) throws IOException {
    var files = new SimFileStore();
    files.createDirectories(LocalNode.MANIFESTS);
    List<ChunkPlace> places = new ArrayList<>();
    List<List<ManifestEdit>> edits = new ArrayList<>();
    IntStream.range(0, NodeOptions.SHARDS).forEach(_ -> edits.add(new ArrayList<>()));
    for (int day = 0; day < chunks; day++) {
      int shard = 1 + day % NodeOptions.SHARDS;
      var info = new ChunkInfo(day + 1L, STORAGE, day * DAY, (day + 1) * DAY, 0);
      places.add(new ChunkPlace(info, shard));
      var file =
          new SegmentFile(
              1, SegmentFiles.nameOf(info.chunkId(), 1), 2_500_000, 10 << 20, day, 1, 50);
      edits.get(shard - 1).add(new ManifestEdit.PutChunk(state(info, file)));
    }
    SyntheticCatalog.write(files, LocalNode.MANIFESTS, STORAGE, places, NodeOptions.SHARDS);
    for (int shard = 1; shard <= NodeOptions.SHARDS; shard++) {
      try (Manifest manifest = Manifest.open(files, LocalNode.manifestOf(shard))) {
        manifest.append(edits.get(shard - 1));
      }
    }
    return files;
  }

  private static ChunkState state(ChunkInfo info, SegmentFile file) {
    return new ChunkState(
        info,
        schema(),
        List.of(new ChunkState.Segment(file, DeleteSet.EMPTY, false)),
        List.of(),
        0,
        0,
        1,
        2_500_000,
        2,
        1);
  }

  private static LocalNode open(FileStore store) {
    var clock = new SystemClock();
    return LocalNode.open(store, new SystemScheduler(), clock, NodeOptions.DEFAULT, _ -> {});
  }

  private static long heapBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** What finding the chunks of one day allocates, which grows with the chunks it looks at. */
  private static long planningBytes(LocalNode node) {
    var range = new ScanRequest.ColumnRange(0, 0L, DAY - 1);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (int round = 0; round < 20; round++) {
      try (Transaction transaction = node.tables().begin(Transaction.Isolation.READ_COMMITTED)) {
        var request =
            new ScanRequest(schema(), new int[] {0}, transaction.snapshot(), List.of(range), null);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(node.tables().rowsEstimate(STORAGE)).isPositive();
        assertThat(node.tables().splits(request)).hasSize(1);
        bytes = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    return bytes;
  }

  @Test
  void aHundredThousandChunksFitIntoTheHeapAndAScanOfADayLooksAtOne() throws IOException {
    long few;
    try (LocalNode node = open(store(100))) {
      few = planningBytes(node);
    }
    FileStore store = store(CHUNKS);
    long before = heapBytes();

    try (LocalNode node = open(store)) {
      assertThat(heapBytes() - before).isLessThan(HEAP_BYTES_MAX);
      assertThat(planningBytes(node)).isLessThan(few * 3 / 2);
    }
  }
}
