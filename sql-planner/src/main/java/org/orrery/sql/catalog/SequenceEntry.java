package org.orrery.sql.catalog;

import java.util.List;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.storage.api.SequenceStore;

/**
 * A sequence.
 *
 * @param type int2, int4 or int8
 * @param start its START value
 * @param first the first value it gives, or where it was restarted
 * @param cache its CACHE, which is shown only: a node takes values in blocks of its own
 * @param storageId under which its position is kept; a restart gives a new one
 * @param tableOid the table whose column owns it; 0 for none
 * @param column attribute number of the owning column
 * @param identity {@code a} or {@code d} when it is an identity column's (ALWAYS, BY DEFAULT), else
 *     a blank
 */
public record SequenceEntry(
    int oid,
    int schemaOid,
    String name,
    int ownerOid,
    SqlType type,
    long start,
    long first,
    long increment,
    long min,
    long max,
    long cache,
    boolean isCycling,
    long storageId,
    int tableOid,
    int column,
    char identity)
    implements CatalogEntry, Relation {

  /** What belongs to no identity column. */
  public static final char NO_IDENTITY = ' ';

  private static final List<ColumnEntry> COLUMNS =
      List.of(
          new ColumnEntry(1, "last_value", BuiltinTypes.INT8, -1, true, null, null),
          new ColumnEntry(2, "log_cnt", BuiltinTypes.INT8, -1, true, null, null),
          new ColumnEntry(3, "is_called", BuiltinTypes.BOOL, -1, true, null, null));

  @Override
  public List<ColumnEntry> columns() {
    return COLUMNS;
  }

  /** Whether it is an identity column's. */
  public boolean isIdentity() {
    return identity != NO_IDENTITY;
  }

  /** How it goes on. */
  public SequenceStore.Range range() {
    return new SequenceStore.Range(first, increment, min, max, isCycling);
  }

  /** Where it is. */
  public SequenceStore.State state(SequenceStore store) {
    SequenceStore.State state = store.state(storageId);
    return state == null ? new SequenceStore.State(first, false) : state;
  }

  /** The same with another name. */
  public SequenceEntry withName(String newName) {
    return new SequenceEntry(
        oid, schemaOid, newName, ownerOid, type, start, first, increment, min, max, cache,
        isCycling, storageId, tableOid, column, identity);
  }

  /** The same owned by another column, or by none when {@code newTable} is 0. */
  public SequenceEntry ownedBy(int newTable, int newColumn) {
    return new SequenceEntry(
        oid, schemaOid, name, ownerOid, type, start, first, increment, min, max, cache, isCycling,
        storageId, newTable, newColumn, identity);
  }

  /** The same of an identity column of the other sort. */
  public SequenceEntry withIdentity(char newIdentity) {
    return new SequenceEntry(
        oid,
        schemaOid,
        name,
        ownerOid,
        type,
        start,
        first,
        increment,
        min,
        max,
        cache,
        isCycling,
        storageId,
        tableOid,
        column,
        newIdentity);
  }

  /** The same begun anew at a value. */
  public SequenceEntry restarted(long value, long newStorageId) {
    return new SequenceEntry(
        oid,
        schemaOid,
        name,
        ownerOid,
        type,
        start,
        value,
        increment,
        min,
        max,
        cache,
        isCycling,
        newStorageId,
        tableOid,
        column,
        identity);
  }
}
