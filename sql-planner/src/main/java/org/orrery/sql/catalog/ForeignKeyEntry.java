package org.orrery.sql.catalog;

import java.util.List;

/**
 * A FOREIGN KEY constraint. Its name is unique among the constraints of its table.
 *
 * @param oid of the constraint
 * @param tableOid the table that references
 * @param columns attribute numbers of its columns
 * @param referencedOid the table referenced, which may be the same
 * @param referencedColumns attribute numbers there, one for each of {@code columns}
 * @param indexOid the unique index over {@code referencedColumns}, in whatever order
 * @param isFull MATCH FULL: all columns or none are NULL
 * @param onUpdate what happens when a referenced key changes
 * @param onDelete what happens when a referenced row goes
 * @param setColumns of {@code columns} those that SET NULL and SET DEFAULT of a DELETE set; empty
 *     for all
 * @param isDeferrable whether checks may wait for the transaction's end
 * @param isDeferred whether they do unless SET CONSTRAINTS says otherwise
 * @param isValidated whether rows from before the constraint were checked
 */
public record ForeignKeyEntry(
    int oid,
    String name,
    int tableOid,
    List<Integer> columns,
    int referencedOid,
    List<Integer> referencedColumns,
    int indexOid,
    boolean isFull,
    Action onUpdate,
    Action onDelete,
    List<Integer> setColumns,
    boolean isDeferrable,
    boolean isDeferred,
    boolean isValidated)
    implements CatalogEntry {

  public ForeignKeyEntry {
    columns = List.copyOf(columns);
    referencedColumns = List.copyOf(referencedColumns);
    setColumns = List.copyOf(setColumns);
  }

  /** What happens to rows whose referenced key changes or goes. */
  public enum Action {
    NO_ACTION('a', "NO ACTION"),
    RESTRICT('r', "RESTRICT"),
    CASCADE('c', "CASCADE"),
    SET_NULL('n', "SET NULL"),
    SET_DEFAULT('d', "SET DEFAULT");

    private final char code;
    private final String sql;

    Action(char code, String sql) {
      this.code = code;
      this.sql = sql;
    }

    /** The letter in {@code pg_constraint}. */
    public char code() {
      return code;
    }

    /** As in SQL. */
    public String sql() {
      return sql;
    }

    /** The action of a letter. */
    static Action of(char code) {
      for (Action each : values()) {
        if (each.code == code) {
          return each;
        }
      }
      throw new IllegalArgumentException("no action is called " + code);
    }
  }

  /** The columns that a DELETE's SET NULL or SET DEFAULT sets. */
  public List<Integer> columnsSetOnDelete() {
    return setColumns.isEmpty() ? columns : setColumns;
  }

  /** The same under another name. */
  public ForeignKeyEntry withName(String newName) {
    return with(newName, isDeferrable, isDeferred, isValidated);
  }

  /** The same once all rows were checked. */
  public ForeignKeyEntry validated() {
    return with(name, isDeferrable, isDeferred, true);
  }

  /** The same with other times of checking. */
  public ForeignKeyEntry withTimes(boolean deferrable, boolean deferred) {
    return with(name, deferrable, deferred, isValidated);
  }

  private ForeignKeyEntry with(
      String newName, boolean deferrable, boolean deferred, boolean validated) {
    return new ForeignKeyEntry(
        oid,
        newName,
        tableOid,
        columns,
        referencedOid,
        referencedColumns,
        indexOid,
        isFull,
        onUpdate,
        onDelete,
        setColumns,
        deferrable,
        deferred,
        validated);
  }
}
