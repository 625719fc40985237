package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.parser.Deparser;
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

    /** The condition of the constraint as SQL; null when every row meets it. */
    @Nullable String condition() {
      String value = Deparser.identifier(column.name());
      if (dimension.isSpace()) {
        value = "_timescaledb_functions.get_partition_hash(" + value + ")";
      }
      var conditions = new ArrayList<String>();
      if (start != Long.MIN_VALUE) {
        conditions.add("(" + value + " >= " + bound(start) + ")");
      }
      if (end != Long.MAX_VALUE) {
        conditions.add("(" + value + " < " + bound(end) + ")");
      }
      return switch (conditions.size()) {
        case 0 -> null;
        case 1 -> conditions.getFirst();
        default -> "(" + String.join(" AND ", conditions) + ")";
      };
    }

    private String bound(long value) {
      SqlType type = dimension.isSpace() ? BuiltinTypes.INT4 : column.type();
      Vector vector = Vector.allocate(type.kind(), 1);
      vector.set(0, value);
      var text = new ByteSink(32);
      type.codec().formatText(vector, 0, FormatSettings.DEFAULT, text);
      boolean isNumber = type.category() == 'N';
      return isNumber ? text.toString() : "'" + text + "'::" + TypeNames.format(type, Typmods.NONE);
    }
  }

  /**
   * The CHECK constraints that keep rows of other chunks out of a chunk.
   *
   * @param first how many others the chunk has
   */
  public static List<TableEntry.CheckEntry> checks(ChunkRelation chunk, int first) {
    var checks = new ArrayList<TableEntry.CheckEntry>();
    for (Named slice : of(chunk)) {
      String condition = slice.condition();
      if (condition != null) {
        checks.add(
            new TableEntry.CheckEntry(
                ChunkNames.checkOid(chunk.info().chunkId(), first + checks.size()),
                slice.constraintName(),
                condition));
      }
    }
    return checks;
  }

  /** One slice for each dimension, that of time first. */
  public static List<Named> of(ChunkRelation chunk) {
    TableEntry table = chunk.table();
    ChunkInfo info = chunk.info();
    var slices = new ArrayList<Named>();
    for (TableEntry.Dimension dimension : chunk.hypertable().dimensions()) {
      boolean isTime = dimension.oid() == 0;
      long storageId = Integer.toUnsignedLong(dimension.oid());
      Slice slice =
          isTime ? Slice.ofTime(info.rangeStart(), info.rangeEnd()) : Slice.all(storageId);
      for (Slice each : chunk.slices()) {
        slice = !isTime && each.dimensionId() == storageId ? each : slice;
      }
      long id = info.chunkId() + slices.size() * ID_STEP;
      slices.add(
          new Named(id, dimension, table.column(dimension.column()), slice.start(), slice.end()));
    }
    return slices;
  }
}
