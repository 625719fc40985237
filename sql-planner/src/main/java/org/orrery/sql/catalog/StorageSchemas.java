package org.orrery.sql.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;
import org.orrery.storage.kernel.PartitionHash;

/** Says of a table what storage needs to know. */
final class StorageSchemas {

  private StorageSchemas() {}

  static TableSchema of(TableEntry table, String schemaName, List<IndexEntry> indexes) {
    var columns = new ArrayList<ColumnSchema>(table.columns().size());
    for (ColumnEntry column : table.columns()) {
      columns.add(
          new ColumnSchema(
              column.number(),
              column.name(),
              column.type().kind(),
              column.isNotNull(),
              missingValue(column)));
    }
    for (StoredKey key : StoredKey.of(table, indexes)) {
      columns.add(new ColumnSchema(key.number(), key.name(), key.type().kind(), false, null));
    }
    var keys = new ArrayList<UniqueKey>();
    for (IndexEntry index : indexes) {
      if (index.isUnique()) {
        keys.add(new UniqueKey(index.oid(), index.name(), index.storedColumns()));
      }
    }
    return new TableSchema(
        table.oid(),
        table.storageId(),
        table.version(),
        schemaName,
        table.name(),
        columns,
        keys,
        partitioning(table),
        sortColumns(table, indexes),
        indexes.stream()
            .flatMap(index -> Stream.of(index.columns(), index.storedColumns()))
            .filter(each -> isForLookups(table, each))
            .toList());
  }

  /**
   * Whether storage is to look rows up by an index. Of a hypertable's time chunks and blocks know
   * enough without.
   */
  private static boolean isForLookups(TableEntry table, List<Integer> columns) {
    TableEntry.Hypertable hypertable = table.hypertable();
    boolean beginsWithTime = hypertable != null && columns.getFirst() == hypertable.timeColumn();
    return !columns.contains(0) && !beginsWithTime;
  }

  private static @Nullable Object missingValue(ColumnEntry column) {
    String text = column.missingText();
    if (text == null) {
      return null;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Vector value = Vector.allocate(column.type().kind(), 1);
    column
        .type()
        .codec()
        .parseText(bytes, 0, bytes.length, column.typmod(), FormatSettings.DEFAULT, value, 0);
    return value.get(0);
  }

  private static TableSchema.@Nullable Partitioning partitioning(TableEntry table) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable == null) {
      return null;
    }
    return new TableSchema.Partitioning(
        hypertable.timeColumn(),
        width(table, hypertable.timeColumn(), hypertable.chunkInterval()),
        hypertable.further().stream().map(each -> dimension(table, each)).toList());
  }

  private static TableSchema.Dimension dimension(TableEntry table, TableEntry.Dimension dimension) {
    SqlType type = table.column(dimension.column()).type();
    return dimension.isSpace()
        ? new TableSchema.Dimension(
            Integer.toUnsignedLong(dimension.oid()),
            dimension.column(),
            PartitionHash.of(type),
            dimension.partitions())
        : new TableSchema.Dimension(
            Integer.toUnsignedLong(dimension.oid()),
            dimension.column(),
            null,
            width(table, dimension.column(), dimension.interval()));
  }

  /** An interval in the physical unit of a column. */
  private static long width(TableEntry table, int column, long interval) {
    return table.column(column).type() == BuiltinTypes.DATE
        ? Math.max(1, interval / Dates.MICROS_PER_DAY)
        : interval;
  }

  /**
   * What sealed rows are sorted by: of a hypertable what its columnstore settings say, else the
   * columns before the time column in the first index that ends in it, then the time column; of a
   * plain table the primary key, else the first index.
   */
  private static List<Integer> sortColumns(TableEntry table, List<IndexEntry> indexes) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable != null && isSet(hypertable.columnstore())) {
      return sortColumns(hypertable.columnstore(), hypertable.timeColumn());
    }
    if (hypertable != null) {
      for (IndexEntry index : indexes) {
        List<Integer> columns = index.columns();
        if (columns.size() > 1
            && columns.getLast() == hypertable.timeColumn()
            && !columns.contains(0)) {
          return columns;
        }
      }
      return List.of(hypertable.timeColumn());
    }
    IndexEntry best = null;
    for (IndexEntry index : indexes) {
      boolean isUsable = !index.columns().contains(0);
      if (isUsable && (best == null || (index.isPrimary() && !best.isPrimary()))) {
        best = index;
      }
    }
    return best == null ? List.of() : best.columns();
  }

  private static boolean isSet(Columnstore settings) {
    return settings.segmentBy() != null || settings.orderBy() != null;
  }

  /** Always ascending, which serves both directions; nothing comes after the time column. */
  private static List<Integer> sortColumns(Columnstore settings, int timeColumn) {
    var columns = new ArrayList<Integer>();
    if (settings.segmentBy() != null) {
      columns.addAll(settings.segmentBy());
    }
    if (settings.orderBy() != null) {
      settings.orderBy().forEach(each -> columns.add(each.column()));
    }
    int time = columns.indexOf(timeColumn);
    List<Integer> before = time < 0 ? columns : columns.subList(0, time);
    var sorted = new ArrayList<>(before);
    sorted.add(timeColumn);
    return sorted;
  }
}
