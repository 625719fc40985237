package org.orrery.storage.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.manifest.AtomicFiles;
import org.orrery.storage.manifest.ChunkState;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.segment.SegmentColumn;
import org.orrery.storage.segment.SegmentMeta;
import org.orrery.storage.segment.SegmentWriter;
import org.orrery.storage.segment.SortColumn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard's segment files in one directory: {@code <chunk>-<container>.oseg}, and beside a young
 * one {@code .map}, its rows' former names ({@link NameMap}).
 */
public final class SegmentFiles implements SegmentOpener {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);

  private final FileStore files;
  private final Path directory;

  public SegmentFiles(FileStore files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /** The name of a segment's file. */
  public static String nameOf(long chunkId, int container) {
    return chunkId + "-" + container + ".oseg";
  }

  /** The name of the file with the former names of a segment's rows. */
  public static String mapNameOf(String segmentName) {
    return segmentName.replace(".oseg", ".map");
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  FileStore files() {
    return files;
  }

  Path directory() {
    return directory;
  }

  @Override
  public SealedRows reopen(long chunkId, SegmentFile file) {
    return new RecoveredRows(this, chunkId, file);
  }

  /** Opens a segment; one that is missing or damaged fails whoever reads it. */
  SealedRows openOrDamaged(long chunkId, SegmentFile file) {
    try {
      return open(chunkId, file);
    } catch (OrreryException e) {
      if (e.state() != SqlState.DATA_CORRUPTED) {
        throw e;
      }
      LOG.error("segment.damaged chunk={} file={}", chunkId, file.fileName(), e);
      return new DamagedRows(file, this, e);
    }
  }

  /** Removes a segment's files. */
  void remove(SegmentFile file) {
    AtomicFiles.delete(files, path(file.fileName()));
    AtomicFiles.delete(files, path(mapNameOf(file.fileName())));
    removeIndexes(file.fileName());
  }

  /** Removes the indexes of a segment. */
  void removeIndexes(String segmentName) {
    for (String name : indexesOf(segmentName)) {
      AtomicFiles.delete(files, path(name));
    }
  }

  /** The names of the indexes of a segment. */
  List<String> indexesOf(String segmentName) {
    String start = segmentName.replace("oseg", "");
    return names().stream()
        .filter(name -> name.startsWith(start) && name.endsWith(SegmentIndexes.SUFFIX))
        .toList();
  }

  /** The names of all files. */
  private List<String> names() {
    try {
      return files.list(directory).stream().map(Path::toString).toList();
    } catch (IOException e) {
      throw AtomicFiles.error("list", e);
    }
  }

  /** Whether there is a file. */
  boolean exists(Path path) {
    try (StoredFile _ = files.open(path, FileStore.Mode.READ)) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw AtomicFiles.error("open", e);
    }
  }

  @Override
  public SealedRows open(long chunkId, SegmentFile file) {
    try {
      try (StoredFile stored = files.open(path(file.fileName()), FileStore.Mode.READ)) {
        if (stored.length() != file.bytes()) {
          throw OrreryException.of(SqlState.DATA_CORRUPTED, "length of the file");
        }
      } catch (NoSuchFileException e) {
        throw OrreryException.of(SqlState.DATA_CORRUPTED, "it is missing").causedBy(e);
      } catch (IOException e) {
        throw OrreryException.of(SqlState.IO_ERROR, "could not read it").causedBy(e);
      }
      return new SegmentRows(this, file);
    } catch (OrreryException e) {
      throw OrreryException.of(
              e.state(),
              "segment %d of chunk %d cannot be opened: %s",
              file.container(),
              chunkId,
              e.message())
          .causedBy(e);
    }
  }

  /** Opens a new segment and makes its indexes durable. */
  SealedRows openIndexed(long chunkId, SegmentFile file, TableSchema schema) {
    SealedRows rows = open(chunkId, file);
    boolean isIndexed = false;
    try {
      SegmentIndexes.build(rows, schema);
      isIndexed = true;
      return rows;
    } finally {
      if (!isIndexed) {
        rows.release();
      }
    }
  }

  /**
   * Where a segment's rows come from.
   *
   * @param indexFirst first and
   * @param indexLast last index of the log entries that brought them
   * @param csnMin least and
   * @param csnMax greatest csn of them
   */
  record Origin(long indexFirst, long indexLast, long csnMin, long csnMax) {}

  /** What a new segment with the columns and the order of {@code schema} says of itself. */
  static SegmentMeta metaOf(
      long chunkId, int container, TableSchema schema, int level, Origin origin) {
    return metaOf(chunkId, container, schema, sortColumns(schema), level, origin);
  }

  /** As the other, of rows that are in the order of {@code sorted}. */
  static SegmentMeta metaOf(
      long chunkId,
      int container,
      TableSchema schema,
      List<SortColumn> sorted,
      int level,
      Origin origin) {
    TableSchema.Partitioning partitioning = schema.partitioning();
    return new SegmentMeta(
        new UUID(chunkId, container),
        schema.storageId(),
        chunkId,
        schema.version(),
        level,
        origin.indexFirst(),
        origin.indexLast(),
        origin.csnMin(),
        origin.csnMax(),
        sorted,
        partitioning == null ? SegmentMeta.NO_TIME_COLUMN : partitioning.timeColumnId());
  }

  /** The order of a table's sealed rows. */
  static List<SortColumn> sortColumns(TableSchema schema) {
    return schema.sortColumnIds().stream().map(id -> new SortColumn(id, false, false)).toList();
  }

  /** Whether a segment's rows are in the order that the table has now. */
  static boolean isInOrder(SegmentView segment, TableSchema schema) {
    return segment.rows().meta().sortColumns().equals(sortColumns(schema));
  }

  /**
   * Makes a segment and its map durable under their names.
   *
   * @param names former names of its rows, asked for once they are written; without any there is no
   *     map
   * @param rows appends at least one row
   */
  SegmentFile create(
      SegmentMeta meta,
      TableSchema schema,
      Supplier<List<Translation>> names,
      Consumer<SegmentWriter> rows) {
    int container = (int) meta.segmentId().getLeastSignificantBits();
    String name = nameOf(meta.chunkId(), container);
    Path temporary = AtomicFiles.temporary(path(name));
    AtomicFiles.delete(files, temporary);
    var columns = new ArrayList<SegmentColumn>();
    for (ColumnSchema column : schema.columns()) {
      columns.add(new SegmentColumn(column.columnId(), column.kind()));
    }
    long rowCount;
    try (var writer = new SegmentWriter(files, temporary, meta, columns)) {
      rows.accept(writer);
      rowCount = writer.finish().rows();
    }
    AtomicFiles.rename(files, temporary, path(name));
    SegmentFile file = describe(meta, container, name, Math.toIntExact(rowCount));
    List<Translation> former = names.get();
    if (!former.isEmpty()) {
      AtomicFiles.replace(files, path(mapNameOf(name)), NameMap.encode(former));
    }
    AtomicFiles.syncDirectory(files, directory);
    return file;
  }

  private SegmentFile describe(SegmentMeta meta, int container, String name, int rows) {
    Checksum checksum = checksum(name);
    return new SegmentFile(
        container, name, rows, checksum.bytes(), checksum.crc(), meta.level(), meta.csnMax());
  }

  /** A file's length and its CRC-32C. */
  record Checksum(long bytes, int crc) {}

  /** Reads a whole file. */
  Checksum checksum(String name) {
    var crc = new CRC32C();
    long bytes = 0;
    try (StoredFile file = files.open(path(name), FileStore.Mode.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      while (file.read(bytes, buffer) > 0) {
        bytes += buffer.flip().remaining();
        crc.update(buffer);
        buffer.clear();
      }
    } catch (NoSuchFileException e) {
      throw OrreryException.of(SqlState.DATA_CORRUPTED, "it is missing").causedBy(e);
    } catch (IOException e) {
      throw AtomicFiles.error("read", e);
    }
    return new Checksum(bytes, (int) crc.getValue());
  }

  /** Removes the maps that a chunk's state, durable now, has no more. */
  public void removeMaps(ChunkState before, ChunkState now) {
    Set<String> kept = maps(now);
    for (String name : maps(before)) {
      if (!kept.contains(name)) {
        AtomicFiles.delete(files, path(name));
      }
    }
  }

  private static Set<String> maps(ChunkState state) {
    return state.segments().stream()
        .filter(ChunkState.Segment::hasMap)
        .map(each -> mapNameOf(each.file().fileName()))
        .collect(Collectors.toSet());
  }

  @Override
  public List<Translation> openMap(long chunkId, SegmentFile file) {
    byte[] bytes = AtomicFiles.read(files, path(mapNameOf(file.fileName())));
    List<Translation> names = NameMap.decode(bytes, file);
    if (names == null) {
      throw OrreryException.of(
          SqlState.DATA_CORRUPTED,
          "former names of the rows of segment %d of chunk %d are corrupted",
          file.container(),
          chunkId);
    }
    return names;
  }
}
