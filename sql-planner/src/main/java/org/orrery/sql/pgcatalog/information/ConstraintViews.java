package org.orrery.sql.pgcatalog.information;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.pgcatalog.ExpressionText;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SqlNames;
import org.orrery.sql.pgcatalog.relation.IndexColumns;

/** The views of constraints. NOT NULL counts as a CHECK here, under a made-up name. */
final class ConstraintViews {

  private ConstraintViews() {}

  private enum Kind {
    PRIMARY_KEY("PRIMARY KEY"),
    UNIQUE("UNIQUE"),
    FOREIGN_KEY("FOREIGN KEY"),
    CHECK("CHECK"),
    NOT_NULL("CHECK");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    boolean isKey() {
      return this == PRIMARY_KEY || this == UNIQUE || this == FOREIGN_KEY;
    }
  }

  /**
   * A constraint of a table.
   *
   * @param columns numbers of the columns it is about
   * @param clause the condition of a CHECK; empty for a key
   * @param foreign the foreign key that it is; null for others
   */
  private record Constraint(
      TableEntry table,
      String name,
      Kind kind,
      List<Integer> columns,
      String clause,
      @Nullable ForeignKeyEntry foreign) {

    Constraint(TableEntry table, String name, Kind kind, List<Integer> columns, String clause) {
      this(table, name, kind, columns, clause, null);
    }
  }

  static void addTo(Fillers to) {
    InformationSchema.add(to, "table_constraints", ConstraintViews::constraints);
    InformationSchema.add(to, "check_constraints", ConstraintViews::checks);
    InformationSchema.add(to, "key_column_usage", ConstraintViews::keyColumns);
    InformationSchema.add(to, "referential_constraints", ConstraintViews::references);
    InformationSchema.add(to, "constraint_column_usage", ConstraintViews::columns);
    InformationSchema.add(to, "constraint_table_usage", ConstraintViews::tables);
  }

  private static List<Constraint> all(Catalog catalog) {
    var found = new ArrayList<Constraint>();
    for (Relation relation : catalog.relations()) {
      if (!(relation instanceof TableEntry table)) {
        continue;
      }
      for (TableEntry.CheckEntry check : table.checks()) {
        String sql = check.conditionSql();
        found.add(
            new Constraint(
                table,
                check.name(),
                Kind.CHECK,
                ExpressionText.columns(sql, table),
                "(" + sql + ")"));
      }
      for (ColumnEntry column : table.columns()) {
        if (column.isNotNull()) {
          String name = table.schemaOid() + "_" + table.oid() + "_" + column.number() + "_not_null";
          found.add(
              new Constraint(
                  table, name, Kind.NOT_NULL, List.of(), column.name() + " IS NOT NULL"));
        }
      }
      for (IndexEntry index : catalog.indexes(table.oid())) {
        if (index.constraintOid() != 0) {
          Kind kind = index.isPrimary() ? Kind.PRIMARY_KEY : Kind.UNIQUE;
          var columns = index.keys().stream().map(IndexEntry.Key::column).toList();
          found.add(new Constraint(table, index.name(), kind, columns, ""));
        }
      }
      for (ForeignKeyEntry key : catalog.foreignKeys(table.oid())) {
        found.add(new Constraint(table, key.name(), Kind.FOREIGN_KEY, key.columns(), "", key));
      }
    }
    return found;
  }

  private static RowWriter named(
      RowWriter row, String database, Catalog catalog, Constraint constraint) {
    return row.set("constraint_catalog", database)
        .set("constraint_schema", SqlNames.schema(catalog, constraint.table().schemaOid()))
        .set("constraint_name", constraint.name());
  }

  private static void constraints(String database, Catalog catalog, RowWriter rows) {
    for (Constraint constraint : all(catalog)) {
      ForeignKeyEntry key = constraint.foreign();
      named(rows.row(), database, catalog, constraint)
          .set("constraint_type", constraint.kind().text)
          .set("is_deferrable", InformationSchema.yesOrNo(key != null && key.isDeferrable()))
          .set("initially_deferred", InformationSchema.yesOrNo(key != null && key.isDeferred()))
          .set("enforced", "YES")
          .set("nulls_distinct", constraint.kind() == Kind.UNIQUE ? "YES" : null);
      InformationSchema.table(rows, database, catalog, constraint.table());
    }
  }

  private static void checks(String database, Catalog catalog, RowWriter rows) {
    for (Constraint constraint : all(catalog)) {
      if (!constraint.kind().isKey()) {
        named(rows.row(), database, catalog, constraint).set("check_clause", constraint.clause());
      }
    }
  }

  private static void keyColumns(String database, Catalog catalog, RowWriter rows) {
    for (Constraint constraint : all(catalog)) {
      for (int i = 0; constraint.kind().isKey() && i < constraint.columns().size(); i++) {
        named(rows.row(), database, catalog, constraint)
            .set("column_name", columnName(constraint, constraint.columns().get(i)))
            .set("ordinal_position", i + 1)
            .set("position_in_unique_constraint", positionInKey(catalog, constraint, i));
        InformationSchema.table(rows, database, catalog, constraint.table());
      }
    }
  }

  /** Where the column that a foreign key's column references stands in its key; null for others. */
  private static @Nullable Integer positionInKey(
      Catalog catalog, Constraint constraint, int column) {
    ForeignKeyEntry key = constraint.foreign();
    IndexEntry index = key == null ? null : catalog.index(key.indexOid());
    if (key == null || index == null) {
      return null;
    }
    int number = key.referencedColumns().get(column);
    return index.keys().stream().map(IndexEntry.Key::column).toList().indexOf(number) + 1;
  }

  private static void references(String database, Catalog catalog, RowWriter rows) {
    for (Constraint constraint : all(catalog)) {
      ForeignKeyEntry key = constraint.foreign();
      if (key == null) {
        continue;
      }
      IndexEntry index = catalog.index(key.indexOid());
      String schema = null;
      String name = null;
      if (index != null && index.constraintOid() != 0) {
        schema = SqlNames.schema(catalog, index.schemaOid());
        name = index.name();
      }
      named(rows.row(), database, catalog, constraint)
          .set("unique_constraint_catalog", name == null ? null : database)
          .set("unique_constraint_schema", schema)
          .set("unique_constraint_name", name)
          .set("match_option", key.isFull() ? "FULL" : "NONE")
          .set("update_rule", key.onUpdate().sql())
          .set("delete_rule", key.onDelete().sql());
    }
  }

  /** A foreign key is there with the columns that it references. */
  private static void columns(String database, Catalog catalog, RowWriter rows) {
    for (Constraint constraint : all(catalog)) {
      ForeignKeyEntry key = constraint.foreign();
      TableEntry table = usedTable(catalog, constraint);
      for (int number : key == null ? constraint.columns() : key.referencedColumns()) {
        ColumnEntry column = IndexColumns.column(table, number);
        named(rows.row(), database, catalog, constraint)
            .set("column_name", column == null ? "" : column.name());
        InformationSchema.table(rows, database, catalog, table);
      }
    }
  }

  private static void tables(String database, Catalog catalog, RowWriter rows) {
    for (Constraint constraint : all(catalog)) {
      if (constraint.kind().isKey()) {
        named(rows.row(), database, catalog, constraint);
        InformationSchema.table(rows, database, catalog, usedTable(catalog, constraint));
      }
    }
  }

  private static TableEntry usedTable(Catalog catalog, Constraint constraint) {
    ForeignKeyEntry key = constraint.foreign();
    return key != null && catalog.relation(key.referencedOid()) instanceof TableEntry referenced
        ? referenced
        : constraint.table();
  }

  private static String columnName(Constraint constraint, int number) {
    ColumnEntry column = IndexColumns.column(constraint.table(), number);
    return column == null ? "" : column.name();
  }
}
