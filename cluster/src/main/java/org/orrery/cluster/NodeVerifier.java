package org.orrery.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.FileStore;
import org.orrery.cluster.log.LogVerifier;
import org.orrery.cluster.meta.MetaShard;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.shard.ShardCheckpoint;
import org.orrery.cluster.shard.ShardSealer;
import org.orrery.storage.chunk.ChunkVerifier;
import org.orrery.storage.chunk.OrphanSweeper;
import org.orrery.storage.chunk.SegmentFiles;
import org.orrery.storage.manifest.AtomicFiles;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.Manifest;

/**
 * Verifies the files of a node that is not running, without changing them: the catalog's snapshot,
 * the log, each shard's manifest and checkpoint, and every segment from end to end. What a crash
 * may leave behind (files that nothing names, the torn end of the log or a manifest) is no damage.
 */
public final class NodeVerifier {

  private final FileStore files;
  private final Consumer<String> progress;
  private final Consumer<String> damage;
  private int damaged;

  /** What the catalog's snapshot says of chunks; those that came later are not in it. */
  private final Map<Long, ChunkPlace> places = new HashMap<>();

  /**
   * A verifier of the node in {@code files}.
   *
   * @param progress told what was verified, a line each
   * @param damage told what is wrong, a line each
   */
  public NodeVerifier(FileStore files, Consumer<String> progress, Consumer<String> damage) {
    this.files = files;
    this.progress = progress;
    this.damage =
        line -> {
          damaged++;
          damage.accept(line);
        };
  }

  /** Whether there is a node at all. */
  public boolean isNode() {
    return !list(LocalNode.MANIFESTS).isEmpty() || !list(LocalNode.LOG_DIRECTORY).isEmpty();
  }

  private Collection<Path> list(Path directory) {
    try {
      return files.list(directory);
    } catch (IOException e) {
      throw AtomicFiles.error("list", e);
    }
  }

  /** Verifies everything; returns how much damage there is. */
  public int verify() {
    step("catalog", this::verifyCatalog);
    step("log", this::verifyLog);
    for (int shard = 1; shard <= NodeOptions.SHARDS; shard++) {
      int number = shard;
      step("shard " + shard, () -> verifyShard(number));
    }
    return damaged;
  }

  private interface Step {
    String run();
  }

  private void step(String name, Step step) {
    try {
      progress.accept(name + ": " + step.run());
    } catch (OrreryException e) {
      damage.accept(name + ": " + e.message());
    }
  }

  private String verifyCatalog() {
    var meta = new MetaShard(files, LocalNode.MANIFESTS, NodeOptions.SHARDS);
    meta.places().forEach(place -> places.put(place.info().chunkId(), place));
    return meta.places().size() + " chunks placed";
  }

  private String verifyLog() {
    return LogVerifier.verify(files, LocalNode.LOG_DIRECTORY) + " records";
  }

  private String verifyShard(int shard) {
    ShardCheckpoint.read(files, LocalNode.MANIFESTS, ShardSealer.checkpointName(shard));
    Collection<ChunkState> chunks = Manifest.read(files, LocalNode.manifestOf(shard));
    var verifier =
        new ChunkVerifier(
            new SegmentFiles(files, LocalNode.segmentsOf(shard)),
            line -> damage.accept("shard " + shard + ": " + line));
    int segments = 0;
    long rows = 0;
    for (ChunkState chunk : chunks) {
      segments += chunk.segments().size();
      rows += verifier.verify(chunk);
      ChunkPlace place = places.get(chunk.info().chunkId());
      if (place != null && !(place.shard() == shard && place.info().equals(chunk.info()))) {
        damage.accept(
            "shard %d: chunk %d is another one in the catalog"
                .formatted(shard, chunk.info().chunkId()));
      }
    }
    int orphans = OrphanSweeper.orphans(files, LocalNode.segmentsOf(shard), chunks).size();
    return chunks.size()
        + " chunks, "
        + segments
        + " segments, "
        + rows
        + " rows"
        + (orphans == 0 ? "" : ", " + orphans + " files that the next start removes");
  }
}
