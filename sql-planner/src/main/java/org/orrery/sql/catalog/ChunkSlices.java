package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.Slice;

/** The slices of a chunk with the names that TimescaleDB's catalog has for them. */
public final class ChunkSlices {

  /** A chunk's slices beside time are numbered from its id up in steps of this. */
  private static final long ID_STEP = 100_000_000;

  private ChunkSlices() {}

  /**
   * A slice of a dimension.
   *
   * @param column the dimension's column
   * @param start as storage has it, inclusive
   * @param end exclusive
   */
  public record Named(
      long id, TableEntry.Dimension dimension, ColumnEntry column, long start, long end) {

    /** The name of the CHECK constraint that it is on the chunk. */
    public String constraintName() {
      return "constraint_" + id;
    }
  }

  /**
   * One slice for each dimension, that of time first.
   *
   * @param beside the chunk's slices beside time
   */
  public static List<Named> of(TableEntry table, ChunkInfo chunk, List<Slice> beside) {
    var slices = new ArrayList<Named>();
    for (TableEntry.Dimension dimension : Objects.requireNonNull(table.hypertable()).dimensions()) {
      boolean isTime = dimension.oid() == 0;
      long storageId = Integer.toUnsignedLong(dimension.oid());
      Slice slice =
          isTime ? Slice.ofTime(chunk.rangeStart(), chunk.rangeEnd()) : Slice.all(storageId);
      for (Slice each : beside) {
        slice = !isTime && each.dimensionId() == storageId ? each : slice;
      }
      long id = chunk.chunkId() + slices.size() * ID_STEP;
      slices.add(
          new Named(id, dimension, table.column(dimension.column()), slice.start(), slice.end()));
    }
    return slices;
  }
}
