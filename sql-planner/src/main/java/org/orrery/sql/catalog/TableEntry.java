package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;

/**
 * A table.
 *
 * @param storageId where its rows are; TRUNCATE gives a new one
 * @param version grows with each change of columns or keys
 * @param columns live columns, by number
 * @param lastColumnNumber highest number ever used
 * @param checks its CHECK constraints
 * @param hypertable its partitioning; null for a plain table
 */
public record TableEntry(
    int oid,
    int schemaOid,
    String name,
    int ownerOid,
    long storageId,
    int version,
    List<ColumnEntry> columns,
    int lastColumnNumber,
    List<CheckEntry> checks,
    @Nullable Hypertable hypertable)
    implements CatalogEntry, Relation {

  public TableEntry {
    columns = List.copyOf(columns);
    checks = List.copyOf(checks);
  }

  /** A CHECK constraint; its condition as SQL text over the table's columns. */
  public record CheckEntry(int oid, String name, String conditionSql) {}

  /**
   * What makes a table a hypertable.
   *
   * @param id TimescaleDB's number for it, from 1
   * @param dimensionId number of its time dimension
   * @param timeColumn attribute number of the time column
   * @param chunkInterval width of new chunks: µs for date and timestamp types, else the integer's
   *     unit
   * @param chunkSchema schema its chunks appear in
   * @param chunkPrefix prefix of their names
   * @param columnstore how sealed rows are sorted
   * @param further its dimensions beside time, the oldest first
   * @param integerNow OID of the function that says what time it is in the unit of an integer time
   *     column; 0 for none
   */
  public record Hypertable(
      int id,
      int dimensionId,
      int timeColumn,
      long chunkInterval,
      String chunkSchema,
      String chunkPrefix,
      Columnstore columnstore,
      List<Dimension> further,
      int integerNow) {

    public Hypertable {
      further = List.copyOf(further);
    }

    /** The same with chunks of another width from now on. */
    public Hypertable withInterval(long interval) {
      return new Hypertable(
          id,
          dimensionId,
          timeColumn,
          interval,
          chunkSchema,
          chunkPrefix,
          columnstore,
          further,
          integerNow);
    }

    /** The same with other settings. */
    public Hypertable withColumnstore(Columnstore settings) {
      return new Hypertable(
          id,
          dimensionId,
          timeColumn,
          chunkInterval,
          chunkSchema,
          chunkPrefix,
          settings,
          further,
          integerNow);
    }

    /** The same with other dimensions beside time. */
    public Hypertable withFurther(List<Dimension> dimensions) {
      return new Hypertable(
          id,
          dimensionId,
          timeColumn,
          chunkInterval,
          chunkSchema,
          chunkPrefix,
          columnstore,
          dimensions,
          integerNow);
    }

    /** The same with another clock. */
    public Hypertable withIntegerNow(int functionOid) {
      return new Hypertable(
          id,
          dimensionId,
          timeColumn,
          chunkInterval,
          chunkSchema,
          chunkPrefix,
          columnstore,
          further,
          functionOid);
    }

    /** All dimensions, that of time first: it has OID 0. */
    public List<Dimension> dimensions() {
      var all = new ArrayList<Dimension>();
      all.add(new Dimension(dimensionId, 0, timeColumn, 0, chunkInterval));
      all.addAll(further);
      return all;
    }

    /** Attribute numbers of the partitioning columns, the time column first. */
    public List<Integer> partitioningColumns() {
      return dimensions().stream().map(Dimension::column).toList();
    }

    /** Whether rows are cut into chunks by a column. */
    public boolean isPartitionedBy(int column) {
      return partitioningColumns().contains(column);
    }
  }

  /**
   * A dimension beside time.
   *
   * @param id TimescaleDB's number for it
   * @param oid what storage knows it by; of an object that never was another
   * @param column attribute number of its column
   * @param partitions number of parts that hashes are cut into; 0 for a dimension by range
   * @param interval width of ranges in the unit of {@link Hypertable#chunkInterval}; 0 for a
   *     dimension by hash
   */
  public record Dimension(int id, int oid, int column, int partitions, long interval) {

    /** Whether it is by hash. */
    public boolean isSpace() {
      return partitions > 0;
    }
  }

  /** The same with the version that follows; what else changes of a table comes with one. */
  public TableEntry nextVersion() {
    return new TableEntry(
        oid,
        schemaOid,
        name,
        ownerOid,
        storageId,
        version + 1,
        columns,
        lastColumnNumber,
        checks,
        hypertable);
  }

  /** The same under another name, in another schema or of another owner. */
  public TableEntry withPlace(int newSchemaOid, String newName, int newOwnerOid) {
    return new TableEntry(
        oid,
        newSchemaOid,
        newName,
        newOwnerOid,
        storageId,
        version,
        columns,
        lastColumnNumber,
        checks,
        hypertable);
  }

  /** The same with its rows elsewhere. */
  public TableEntry withStorage(long newStorageId) {
    return new TableEntry(
        oid,
        schemaOid,
        name,
        ownerOid,
        newStorageId,
        version,
        columns,
        lastColumnNumber,
        checks,
        hypertable);
  }

  /** The same with other columns and constraints. */
  public TableEntry with(List<ColumnEntry> newColumns, int lastNumber, List<CheckEntry> newChecks) {
    return new TableEntry(
        oid,
        schemaOid,
        name,
        ownerOid,
        storageId,
        version,
        newColumns,
        lastNumber,
        newChecks,
        hypertable);
  }

  /** The same with other columns, none of them new. */
  public TableEntry withColumns(List<ColumnEntry> newColumns) {
    return with(newColumns, lastColumnNumber, checks);
  }

  /** The same with {@code changed} in the place of the column of its number. */
  public TableEntry withColumn(ColumnEntry changed) {
    return withColumns(
        columns.stream()
            .map(column -> column.number() == changed.number() ? changed : column)
            .toList());
  }

  /** The same as another hypertable. */
  public TableEntry withHypertable(Hypertable changed) {
    return new TableEntry(
        oid,
        schemaOid,
        name,
        ownerOid,
        storageId,
        version,
        columns,
        lastColumnNumber,
        checks,
        changed);
  }

  /** A live column by its number, which must be one of a live column. */
  public ColumnEntry column(int number) {
    for (ColumnEntry column : columns) {
      if (column.number() == number) {
        return column;
      }
    }
    throw Invariant.broken("no column " + number + " in " + name);
  }

  /** A live column by name, or null. */
  public @Nullable ColumnEntry column(String columnName) {
    for (ColumnEntry column : columns) {
      if (column.name().equals(columnName)) {
        return column;
      }
    }
    return null;
  }
}
