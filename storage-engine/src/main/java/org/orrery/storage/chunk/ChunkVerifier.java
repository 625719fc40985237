package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.segment.SegmentMeta;
import org.orrery.storage.segment.SegmentReader;
import org.orrery.storage.segment.SegmentSummary;
import org.orrery.storage.segment.SegmentVerifier;

/**
 * Compares what the manifest says of chunks with their files, which are read from end to end:
 * checksums, statistics, order, ranges, deletes, former names, indexes. For chunks that nobody has
 * open. One thread.
 */
public final class ChunkVerifier {

  private final SegmentFiles files;
  private final Consumer<String> damage;

  /** A verifier that tells {@code damage} what it finds, a line each, and goes on. */
  public ChunkVerifier(SegmentFiles files, Consumer<String> damage) {
    this.files = files;
    this.damage = damage;
  }

  /** Verifies a chunk; returns how many rows its segments have. */
  public long verify(ChunkState state) {
    long rows = 0;
    Set<Integer> containers = new HashSet<>();
    for (ChunkState.Segment each : all(state)) {
      SegmentFile file = each.file();
      try {
        check(
            containers.add(file.container()) && file.container() < state.nextContainer(),
            "its number");
        verify(state.info(), each);
        rows += file.rowCount();
      } catch (OrreryException e) {
        damage.accept(
            "segment "
                + file.fileName()
                + " of chunk "
                + state.info().chunkId()
                + ": "
                + e.message());
      }
    }
    return rows;
  }

  /** The segments, those of open transactions too. */
  private static List<ChunkState.Segment> all(ChunkState state) {
    var all = new ArrayList<>(state.segments());
    for (ChunkState.Intents intents : state.intents()) {
      for (SegmentFile file : intents.pending()) {
        all.add(new ChunkState.Segment(file, DeleteSet.EMPTY, false));
      }
    }
    return all;
  }

  private void verify(ChunkInfo info, ChunkState.Segment segment) {
    SegmentFile file = segment.file();
    SegmentFiles.Checksum checksum = files.checksum(file.fileName());
    check(checksum.bytes() == file.bytes(), "length of the file");
    // First what is inside: it can say which block is damaged.
    try (var reader = SegmentReader.open(files.files(), files.path(file.fileName()))) {
      verify(info, file, reader);
      new SegmentVerifier(reader).verify();
      verifyIndexes(file, reader);
    }
    check(checksum.crc() == file.crc(), "checksum of the file");
    segment
        .deletes()
        .forEach((rows, _) -> check(rows.last() < file.rowCount(), "its deleted rows"));
    if (segment.hasMap()) {
      for (Translation each : files.openMap(info.chunkId(), file)) {
        for (int ordinal : each.ordinals()) {
          check(ordinal < file.rowCount(), "the former names of its rows");
        }
      }
    }
  }

  private void verifyIndexes(SegmentFile file, SegmentReader segment) {
    for (String name : files.indexesOf(file.fileName())) {
      try (var index = SegmentReader.open(files.files(), files.path(name))) {
        SegmentIndexVerifier.verify(index, segment, file);
      } catch (OrreryException e) {
        throw OrreryException.of(e.state(), "index %s: %s", name, e.message()).causedBy(e);
      }
    }
  }

  private static void verify(ChunkInfo info, SegmentFile file, SegmentReader reader) {
    SegmentMeta meta = reader.meta();
    check(
        meta.chunkId() == info.chunkId()
            && meta.tableId() == info.storageId()
            && meta.segmentId().getLeastSignificantBits() == file.container(),
        "it belongs to another chunk");
    check(reader.rowCount() == file.rowCount(), "number of rows");
    check(meta.level() == file.level() && meta.csnMax() <= file.maxCsn(), "its header");
    SegmentSummary summary = reader.summary();
    if (summary.timeMin() <= summary.timeMax()) {
      boolean isUnbounded = info.rangeEnd() == Long.MAX_VALUE;
      check(
          summary.timeMin() >= info.rangeStart()
              && (isUnbounded || summary.timeMax() < info.rangeEnd()),
          "rows outside of the chunk's range");
    }
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw OrreryException.of(SqlState.DATA_CORRUPTED, "%s", what);
    }
  }
}
