package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.orrery.sql.parser.Deparser;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.Slice;

/**
 * A chunk as a relation. No entry of the catalog: chunks come and go with rows, and so does this.
 *
 * @param table its hypertable
 * @param info which chunk
 * @param slices its slices in the dimensions beside time; it has all of those that are missing
 * @param schemaOid the schema it appears in
 */
public record ChunkRelation(TableEntry table, ChunkInfo info, List<Slice> slices, int schemaOid)
    implements Relation {

  public ChunkRelation {
    slices = List.copyOf(slices);
  }

  /** What makes the table one of chunks. */
  public TableEntry.Hypertable hypertable() {
    return Objects.requireNonNull(table.hypertable());
  }

  @Override
  public int oid() {
    return ChunkNames.oid(info.chunkId());
  }

  @Override
  public String name() {
    return ChunkNames.name(hypertable(), info.chunkId());
  }

  @Override
  public List<ColumnEntry> columns() {
    return table.columns();
  }

  /** The chunk as catalogs describe a table: under its own name, with its own constraints. */
  public TableEntry described() {
    return new TableEntry(
        oid(),
        schemaOid,
        name(),
        table.ownerOid(),
        table.storageId(),
        table.version(),
        table.columns(),
        table.lastColumnNumber(),
        guarded().checks(),
        null);
  }

  /** What rows have to meet to be its rows: the hypertable's constraints and the chunk's own. */
  public TableEntry guarded() {
    var checks = new ArrayList<TableEntry.CheckEntry>();
    for (TableEntry.CheckEntry check : table.checks()) {
      checks.add(
          new TableEntry.CheckEntry(
              ChunkNames.checkOid(info.chunkId(), checks.size()),
              check.name(),
              check.conditionSql()));
    }
    checks.addAll(ChunkSlices.checks(this, checks.size()));
    return table.with(table.columns(), table.lastColumnNumber(), checks);
  }

  /** Its name with its schema, as in SQL. */
  public String qualifiedName() {
    return Deparser.identifier(hypertable().chunkSchema()) + "." + Deparser.identifier(name());
  }
}
