package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;

/**
 * An index. The first usable one says what sealed rows are sorted by; for the others storage keeps
 * files beside the sealed rows that name rows by the indexed columns.
 *
 * @param tableOid the table it is on
 * @param method its access method as it was asked for; storage has one structure for all
 * @param keys its columns, in order
 * @param included attribute numbers of the columns that INCLUDE names
 * @param predicateSql the condition of the rows that are in it; null for all rows
 * @param isUnique whether it enforces uniqueness
 * @param nullsNotDistinct whether NULLs are equal to each other in a unique index
 * @param isPrimary whether it is the primary key's
 * @param constraintOid OID of the PRIMARY KEY or UNIQUE constraint it belongs to, 0 for none
 */
public record IndexEntry(
    int oid,
    int schemaOid,
    String name,
    int tableOid,
    String method,
    List<Key> keys,
    List<Integer> included,
    @Nullable String predicateSql,
    boolean isUnique,
    boolean nullsNotDistinct,
    boolean isPrimary,
    int constraintOid)
    implements CatalogEntry {

  /** The access method when none is asked for. */
  public static final String BTREE = "btree";

  public IndexEntry {
    keys = List.copyOf(keys);
    included = List.copyOf(included);
  }

  /** A B-tree index over all rows. */
  public IndexEntry(
      int oid,
      int schemaOid,
      String name,
      int tableOid,
      List<Key> keys,
      boolean isUnique,
      boolean isPrimary,
      int constraintOid) {
    this(
        oid,
        schemaOid,
        name,
        tableOid,
        BTREE,
        keys,
        List.of(),
        null,
        isUnique,
        false,
        isPrimary,
        constraintOid);
  }

  /** Attribute numbers of the keys, 0 for expressions. */
  public List<Integer> columns() {
    return keys.stream().map(Key::column).toList();
  }

  /** What storage calls the columns of the keys, 0 for an expression that it does not keep. */
  public List<Integer> storedColumns() {
    return keys.stream().map(key -> key.storedAs() == 0 ? key.column() : key.storedAs()).toList();
  }

  /** Whether it holds all rows of the table, by columns alone. */
  public boolean isPlain() {
    return predicateSql == null && !columns().contains(0);
  }

  /** The same under another name or in another schema. */
  public IndexEntry withPlace(int newSchemaOid, String newName) {
    return new IndexEntry(
        oid,
        newSchemaOid,
        newName,
        tableOid,
        method,
        keys,
        included,
        predicateSql,
        isUnique,
        nullsNotDistinct,
        isPrimary,
        constraintOid);
  }

  /** The same as that of a PRIMARY KEY or UNIQUE constraint, which it gets the name of. */
  public IndexEntry withConstraint(String newName, boolean isOfPrimary, int newConstraintOid) {
    return new IndexEntry(
        oid,
        schemaOid,
        newName,
        tableOid,
        method,
        keys,
        included,
        predicateSql,
        isUnique,
        nullsNotDistinct,
        isOfPrimary,
        newConstraintOid);
  }

  /** The same with columns that INCLUDE names. */
  public IndexEntry withIncluded(List<Integer> numbers) {
    return new IndexEntry(
        oid,
        schemaOid,
        name,
        tableOid,
        method,
        keys,
        numbers,
        predicateSql,
        isUnique,
        nullsNotDistinct,
        isPrimary,
        constraintOid);
  }

  /** The same with other keys and another condition. */
  public IndexEntry withKeys(List<Key> newKeys, @Nullable String newPredicateSql) {
    return new IndexEntry(
        oid,
        schemaOid,
        name,
        tableOid,
        method,
        newKeys,
        included,
        newPredicateSql,
        isUnique,
        nullsNotDistinct,
        isPrimary,
        constraintOid);
  }

  /** The same with its expressions and condition changed. */
  public IndexEntry withExpressions(UnaryOperator<String> changed) {
    var changedKeys = new ArrayList<Key>();
    for (Key key : keys) {
      String sql = key.expressionSql();
      changedKeys.add(sql == null ? key : key.withExpression(changed.apply(sql), key.type()));
    }
    return withKeys(changedKeys, predicateSql == null ? null : changed.apply(predicateSql));
  }

  /**
   * A key column.
   *
   * @param column attribute number, 0 for an expression
   * @param expressionSql the expression; null for a column
   * @param type of the expression; null for a column, and where the catalog is older than types
   * @param operatorClass the operator class asked for; null for the type's own
   * @param storedAs of a unique index the storage column that keeps the key's values beside the
   *     row, NULL outside the index; 0 for none
   */
  public record Key(
      int column,
      @Nullable String expressionSql,
      @Nullable SqlType type,
      @Nullable String operatorClass,
      boolean isDescending,
      boolean nullsFirst,
      int storedAs) {

    /** A key of the type's own operator class. */
    public Key(
        int column, @Nullable String expressionSql, boolean isDescending, boolean nullsFirst) {
      this(column, expressionSql, null, null, isDescending, nullsFirst, 0);
    }

    /** The same kept under the number of a storage column. */
    public Key withStoredAs(int number) {
      return new Key(column, expressionSql, type, operatorClass, isDescending, nullsFirst, number);
    }

    /** The same by another expression, or by one of another type. */
    public Key withExpression(String sql, @Nullable SqlType newType) {
      return new Key(column, sql, newType, operatorClass, isDescending, nullsFirst, storedAs);
    }
  }
}
