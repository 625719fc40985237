package org.orrery.storage.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.kernel.PartitionHash;

/**
 * A table as storage and chunk owners know it: no types, defaults or expressions. Batches written
 * to and scanned from the table have their columns in the order of {@link #columns()}.
 *
 * @param tableOid the relation's OID, for error fields
 * @param storageId where the rows are; positive, from {@link CatalogStore#allocateOids}
 * @param version grows with every change of the schema
 * @param schemaName its schema, for error fields
 * @param name its name, for error messages
 * @param columns live columns, in attribute order, then those that are kept for unique keys only
 * @param uniqueKeys enforced keys
 * @param partitioning how rows are cut into chunks; null for a plain table
 * @param sortColumnIds what sealed rows are sorted by; with partitioning the time column comes last
 * @param indexes the columns of each index, in its order, without duplicates: what rows are looked
 *     up by beside their order
 */
public record TableSchema(
    int tableOid,
    long storageId,
    int version,
    String schemaName,
    String name,
    List<ColumnSchema> columns,
    List<UniqueKey> uniqueKeys,
    @Nullable Partitioning partitioning,
    List<Integer> sortColumnIds,
    List<List<Integer>> indexes) {

  /** The numbers of columns that are kept for unique keys only begin here. */
  public static final int KEPT_ID_MIN = 16_384;

  public TableSchema {
    columns = List.copyOf(columns);
    uniqueKeys = List.copyOf(uniqueKeys);
    sortColumnIds = List.copyOf(sortColumnIds);
    indexes = indexes.stream().map(List::copyOf).distinct().toList();
  }

  /** Position of a column in {@link #columns()}, or -1. */
  public int indexOf(int columnId) {
    for (int index = 0; index < columns.size(); index++) {
      if (columns.get(index).columnId() == columnId) {
        return index;
      }
    }
    return -1;
  }

  /**
   * The first key of columns of the table that are never NULL, by which a row is known also after
   * an update that leaves keys alone; null when there is none.
   */
  public @Nullable UniqueKey identity() {
    for (UniqueKey key : uniqueKeys) {
      if (isOfColumns(key)
          && key.columnIds().stream().allMatch(id -> columns.get(indexOf(id)).isNotNull())) {
        return key;
      }
    }
    return null;
  }

  /** Whether a key is one of the table's own columns, none of which is kept for keys only. */
  public boolean isOfColumns(UniqueKey key) {
    return key.columnIds().stream().allMatch(id -> id > 0 && id < KEPT_ID_MIN);
  }

  /** Schema and name, for people. */
  public String qualifiedName() {
    return schemaName + "." + name;
  }

  /**
   * A hypertable's dimensions. Chunks are {@code [k × interval, (k + 1) × interval)} of time for
   * whole {@code k}, in the physical unit of the time column, and a slice of each further
   * dimension.
   *
   * @param timeColumnId the time column, of kind LONG, never NULL
   * @param chunkInterval width of new chunks, positive; µs, days or the integer's own unit
   * @param further the other dimensions; a chunk may be older than some of them
   */
  public record Partitioning(int timeColumnId, long chunkInterval, List<Dimension> further) {
    public Partitioning {
      further = List.copyOf(further);
    }

    /** The time dimension alone. */
    public Partitioning(int timeColumnId, long chunkInterval) {
      this(timeColumnId, chunkInterval, List.of());
    }

    /** Whether rows are cut by ranges of a column, so that it is never NULL. */
    public boolean isByRange(int columnId) {
      return timeColumnId == columnId
          || further.stream().anyMatch(each -> each.columnId() == columnId && each.hash() == null);
    }
  }

  /**
   * A dimension beside time. NULL goes where 0 does.
   *
   * @param id its number, which no other dimension ever has or had; positive
   * @param columnId its column
   * @param hash how values are hashed, which makes it a space dimension; null for one by range,
   *     whose column is of kind LONG and never NULL
   * @param size number of equal parts that the hashes are cut into, or width of the ranges
   */
  public record Dimension(long id, int columnId, @Nullable PartitionHash hash, long size) {

    /** The default slice of a new chunk for a coordinate: a hash, or a value of the column. */
    public Slice slice(long coordinate) {
      if (hash == null) {
        return Slice.around(id, coordinate, size);
      }
      long width = Integer.MAX_VALUE / size;
      long part = Math.min(coordinate / width, size - 1);
      return new Slice(
          id,
          part == 0 ? Long.MIN_VALUE : part * width,
          part == size - 1 ? Long.MAX_VALUE : (part + 1) * width);
    }
  }
}
