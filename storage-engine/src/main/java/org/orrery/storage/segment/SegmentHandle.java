package org.orrery.storage.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.orrery.base.error.Invariant;
import org.orrery.base.seam.FileStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the users of one mapped segment. The opener holds the first reference; every scan acquires
 * one and releases it; the mapping goes with the last. Safe for use by several threads.
 */
public final class SegmentHandle {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentHandle.class);

  private final FileStore files;
  private final Path path;
  private final SegmentReader reader;
  private final AtomicInteger references = new AtomicInteger(1);
  private final AtomicBoolean isObsolete = new AtomicBoolean();

  private SegmentHandle(FileStore files, Path path, SegmentReader reader) {
    this.files = files;
    this.path = path;
    this.reader = reader;
  }

  /** Opens a segment; the caller holds one reference. */
  public static SegmentHandle open(FileStore files, Path path) {
    return new SegmentHandle(files, path, SegmentReader.open(files, path));
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** The reader; valid while the caller holds a reference. */
  public SegmentReader reader() {
    return reader;
  }

  /** Takes a reference; false when the last one is gone. */
  public boolean tryAcquire() {
    int count = references.get();
    while (count > 0) {
      if (references.compareAndSet(count, count + 1)) {
        return true;
      }
      count = references.get();
    }
    return false;
  }

  /** Gives a reference back. */
  public void release() {
    int left = references.decrementAndGet();
    Invariant.check(left >= 0, "a segment was released too often");
    if (left > 0) {
      return;
    }
    reader.close();
    if (isObsolete.get()) {
      try {
        files.delete(path);
      } catch (IOException e) {
        // Nobody needs it: the next start removes it.
        LOG.warn("segment.left file={}", path, e);
      }
    }
  }

  /** Has the file removed when the last reference goes; call while holding one. */
  public void markObsolete() {
    isObsolete.set(true);
  }
}
