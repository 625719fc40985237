package org.orrery.storage.chunk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.PhysicalKind;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.manifest.AtomicFiles;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.segment.SegmentColumn;
import org.orrery.storage.segment.SegmentHandle;
import org.orrery.storage.segment.SegmentMeta;
import org.orrery.storage.segment.SegmentWriter;
import org.orrery.storage.segment.SortColumn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of one segment: files beside its own, {@code <chunk>-<container>.<columns>.oidx},
 * which no manifest names, since what is in them follows from the segment. A missing one makes
 * reads slower and nothing else; a damaged one is logged, removed and not used. Files are opened
 * when they are first asked for. Any thread.
 */
public final class SegmentIndexes {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentIndexes.class);

  static final String SUFFIX = ".oidx";

  private final SegmentFiles files;
  private final SegmentFile segment;
  private final Map<List<Integer>, Optional<SegmentIndex>> known = new ConcurrentHashMap<>();

  /** Held while files are written, by one thread at a time. */
  private final ReentrantLock building = new ReentrantLock();

  /** Held while {@link #known} changes. */
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private boolean isClosed;

  SegmentIndexes(SegmentFiles files, SegmentFile segment) {
    this.files = files;
    this.segment = segment;
  }

  /** The name of the file with a segment's rows by some columns. */
  static String nameOf(String segmentName, List<Integer> columnIds) {
    String columns = String.join("_", columnIds.stream().map(String::valueOf).toList());
    return segmentName.replace(".oseg", "." + columns + SUFFIX);
  }

  /** The name of the segment that an index's file is about. */
  static String segmentOf(String indexName) {
    return indexName.substring(0, indexName.indexOf('.')) + ".oseg";
  }

  /**
   * The column lists of the indexes that a segment should have: it is not sorted by them, and has
   * the columns.
   */
  static List<List<Integer>> wanted(SealedRows rows, TableSchema schema) {
    List<Integer> order = rows.meta().sortColumns().stream().map(SortColumn::columnId).toList();
    var wanted = new ArrayList<List<Integer>>();
    for (List<Integer> columns : schema.indexes()) {
      boolean isSorted =
          columns.size() <= order.size() && order.subList(0, columns.size()).equals(columns);
      if (!isSorted && columns.stream().allMatch(rows::hasColumn)) {
        wanted.add(columns);
      }
    }
    return wanted;
  }

  /** The index by some columns; null when there is none. */
  @Nullable SegmentIndex by(List<Integer> columnIds) {
    Optional<SegmentIndex> index = known.get(columnIds);
    if (index == null) {
      index = installed(columnIds, open(columnIds));
    }
    return index.orElse(null);
  }

  /** Keeps what was opened, unless another thread was first or the segment is let go. */
  private Optional<SegmentIndex> installed(List<Integer> columnIds, @Nullable SegmentIndex opened) {
    lock.lock();
    try {
      Optional<SegmentIndex> first = known.get(columnIds);
      boolean isKept = !isClosed && (first == null || first.isEmpty());
      if (opened != null && !isKept) {
        opened.release();
      }
      Optional<SegmentIndex> index =
          isKept ? Optional.ofNullable(opened) : Optional.ofNullable(first).flatMap(each -> each);
      known.put(columnIds, index);
      return index;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable SegmentIndex open(List<Integer> columnIds) {
    Path path = path(columnIds);
    if (!files.exists(path)) {
      return null;
    }
    try {
      return SegmentIndex.of(SegmentHandle.open(files.files(), path), segment);
    } catch (OrreryException e) {
      if (e.state() != SqlState.DATA_CORRUPTED) {
        throw e;
      }
      LOG.error("index.damaged file={}", path.getFileName(), e);
      AtomicFiles.delete(files.files(), path);
      return null;
    }
  }

  private Path path(List<Integer> columnIds) {
    return files.path(nameOf(segment.fileName(), columnIds));
  }

  /** Removes an index that was found to be damaged. */
  void damaged(List<Integer> columnIds, OrreryException error) {
    LOG.error("index.damaged file={}", path(columnIds).getFileName(), error);
    drop(columnIds);
  }

  private void drop(List<Integer> columnIds) {
    lock.lock();
    try {
      Optional<SegmentIndex> index = known.put(columnIds, Optional.empty());
      if (index != null) {
        index.ifPresent(SegmentIndex::release);
      }
    } finally {
      lock.unlock();
    }
    AtomicFiles.delete(files.files(), path(columnIds));
  }

  /**
   * Makes the indexes of segments durable that they should have and have not.
   *
   * @throws OrreryException {@code 53100} or {@code 58030} when a file cannot be written, {@code
   *     XX001} when a segment is damaged and nobody knew
   */
  static void build(SegmentView[] segments, TableSchema schema) {
    for (SegmentView segment : segments) {
      if (!segment.rows().isDamaged()) {
        build(segment.rows(), schema);
      }
    }
  }

  /** Removes an index of segments, where it is. */
  static void drop(SegmentView[] segments, List<Integer> columnIds) {
    for (SegmentView segment : segments) {
      if (!segment.rows().isDamaged()) {
        drop(segment.rows(), columnIds);
      }
    }
  }

  /**
   * Makes the indexes of a segment durable that it should have and has not.
   *
   * @throws OrreryException {@code 53100} or {@code 58030} when a file cannot be written, {@code
   *     XX001} when the segment is damaged
   */
  static void build(SealedRows rows, TableSchema schema) {
    SealedRows.Reader reader = rows.open();
    if (reader != null) {
      try (reader) {
        rows.indexes().buildMissing(rows, schema);
      }
    }
  }

  private static void drop(SealedRows rows, List<Integer> columnIds) {
    SealedRows.Reader reader = rows.open();
    if (reader != null) {
      try (reader) {
        rows.indexes().drop(columnIds);
      }
    }
  }

  private void buildMissing(SealedRows rows, TableSchema schema) {
    building.lock();
    try {
      for (List<Integer> columns : wanted(rows, schema)) {
        if (by(columns) == null) {
          installed(columns, write(rows, schema, columns));
        }
      }
    } finally {
      building.unlock();
    }
  }

  /** Null when the segment was let go. */
  private @Nullable SegmentIndex write(
      SealedRows rows, TableSchema schema, List<Integer> columnIds) {
    SealedRows.Reader reader = rows.open();
    if (reader == null) {
      return null;
    }
    try (reader) {
      List<PhysicalKind> kinds =
          columnIds.stream().map(id -> schema.columns().get(schema.indexOf(id)).kind()).toList();
      var columns = new ArrayList<SegmentColumn>();
      for (int i = 0; i < kinds.size(); i++) {
        columns.add(new SegmentColumn(columnIds.get(i), kinds.get(i)));
      }
      columns.add(new SegmentColumn(SegmentIndex.ORDINAL, PhysicalKind.LONG));
      Path path = path(columnIds);
      Path temporary = AtomicFiles.temporary(path);
      AtomicFiles.delete(files.files(), temporary);
      try (var writer = new SegmentWriter(files.files(), temporary, metaOf(rows), columns)) {
        new SegmentIndexWriter(reader, rows.rowCount(), columnIds, kinds).write(writer);
        writer.finish();
      }
      AtomicFiles.rename(files.files(), temporary, path);
      AtomicFiles.syncDirectory(files.files(), files.directory());
      return SegmentIndex.of(SegmentHandle.open(files.files(), path), segment);
    }
  }

  private SegmentMeta metaOf(SealedRows rows) {
    SegmentMeta meta = rows.meta();
    return new SegmentMeta(
        SegmentIndex.idOf(segment),
        meta.tableId(),
        meta.chunkId(),
        meta.schemaVersion(),
        meta.level(),
        meta.logIndexFirst(),
        meta.logIndexLast(),
        0,
        0,
        List.of(),
        SegmentMeta.NO_TIME_COLUMN);
  }

  /** Lets the files go. Idempotent. */
  void release() {
    lock.lock();
    try {
      isClosed = true;
      known.replaceAll(
          (_, index) -> {
            index.ifPresent(SegmentIndex::release);
            return Optional.empty();
          });
    } finally {
      lock.unlock();
    }
  }

  /** Lets the files go and removes them. */
  void discard() {
    release();
    files.removeIndexes(segment.fileName());
  }
}
