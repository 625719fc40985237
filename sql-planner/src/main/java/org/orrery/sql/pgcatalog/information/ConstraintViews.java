package org.orrery.sql.pgcatalog.information;

import java.util.ArrayList;
import java.util.List;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
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
    CHECK("CHECK"),
    NOT_NULL("CHECK");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    boolean isKey() {
      return this == PRIMARY_KEY || this == UNIQUE;
    }
  }

  /**
   * A constraint of a table.
   *
   * @param columns numbers of the columns it is about
   * @param clause the condition of a CHECK; empty for a key
   */
  private record Constraint(
      TableEntry table, String name, Kind kind, List<Integer> columns, String clause) {}

  static void addTo(Fillers to) {
    InformationSchema.add(to, "table_constraints", ConstraintViews::constraints);
    InformationSchema.add(to, "check_constraints", ConstraintViews::checks);
    InformationSchema.add(to, "key_column_usage", ConstraintViews::keyColumns);
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
      named(rows.row(), database, catalog, constraint)
          .set("constraint_type", constraint.kind().text)
          .set("is_deferrable", "NO")
          .set("initially_deferred", "NO")
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
            .set("ordinal_position", i + 1);
        InformationSchema.table(rows, database, catalog, constraint.table());
      }
    }
  }

  private static void columns(String database, Catalog catalog, RowWriter rows) {
    for (Constraint constraint : all(catalog)) {
      for (int number : constraint.columns()) {
        named(rows.row(), database, catalog, constraint)
            .set("column_name", columnName(constraint, number));
        InformationSchema.table(rows, database, catalog, constraint.table());
      }
    }
  }

  private static void tables(String database, Catalog catalog, RowWriter rows) {
    for (Constraint constraint : all(catalog)) {
      if (constraint.kind().isKey()) {
        named(rows.row(), database, catalog, constraint);
        InformationSchema.table(rows, database, catalog, constraint.table());
      }
    }
  }

  private static String columnName(Constraint constraint, int number) {
    ColumnEntry column = IndexColumns.column(constraint.table(), number);
    return column == null ? "" : column.name();
  }
}
