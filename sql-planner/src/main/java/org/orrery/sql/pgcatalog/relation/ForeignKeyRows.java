package org.orrery.sql.pgcatalog.relation;

import java.util.ArrayList;
import java.util.List;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.SystemClasses;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.function.OperatorDef;
import org.orrery.sql.pgcatalog.RowWriter;

/** Foreign keys in {@code pg_constraint} and {@code pg_depend}. */
final class ForeignKeyRows {

  private ForeignKeyRows() {}

  /** Whether a table has or is subject to foreign keys, for which PostgreSQL has triggers. */
  static boolean concern(Catalog catalog, int tableOid) {
    return !catalog.foreignKeys(tableOid).isEmpty() || !catalog.referencing(tableOid).isEmpty();
  }

  static void constraints(Catalog catalog, RowWriter rows) {
    for (ForeignKeyEntry key : catalog.foreignKeys()) {
      if (catalog.relation(key.tableOid()) instanceof TableEntry table
          && catalog.relation(key.referencedOid()) instanceof TableEntry referenced) {
        List<SqlType> own = types(table, key.columns());
        List<SqlType> other = types(referenced, key.referencedColumns());
        rows.row()
            .set("oid", key.oid())
            .set("conname", key.name())
            .set("connamespace", table.schemaOid())
            .set("contype", 'f')
            .set("condeferrable", key.isDeferrable())
            .set("condeferred", key.isDeferred())
            .set("convalidated", key.isValidated())
            .set("conrelid", table.oid())
            .set("conindid", key.indexOid())
            .set("confrelid", referenced.oid())
            .set("confupdtype", key.onUpdate().code())
            .set("confdeltype", key.onDelete().code())
            .set("confmatchtype", key.isFull() ? 'f' : 's')
            .set("conislocal", true)
            .set("connoinherit", true)
            .set("conkey", key.columns())
            .set("confkey", key.referencedColumns())
            .set("conpfeqop", equalities(catalog, other, own, other))
            .set("conppeqop", equalities(catalog, other, other, other))
            .set("conffeqop", equalities(catalog, own, own, other))
            .set("confdelsetcols", key.setColumns().isEmpty() ? null : key.setColumns());
      }
    }
  }

  private static List<SqlType> types(TableEntry table, List<Integer> numbers) {
    var types = new ArrayList<SqlType>();
    for (int number : numbers) {
      ColumnEntry column = IndexColumns.column(table, number);
      if (column != null) {
        types.add(column.type());
      }
    }
    return types;
  }

  /** Operators that compare two types; the key's own where there is none. */
  private static List<Integer> equalities(
      Catalog catalog, List<SqlType> left, List<SqlType> right, List<SqlType> keys) {
    var found = new ArrayList<Integer>();
    for (int i = 0; i < keys.size(); i++) {
      int exact = equality(catalog, left.get(i), right.get(i));
      found.add(exact != 0 ? exact : equality(catalog, keys.get(i), keys.get(i)));
    }
    return found;
  }

  private static int equality(Catalog catalog, SqlType left, SqlType right) {
    for (OperatorDef operator : catalog.functions().operators("=")) {
      if (plain(left).equals(operator.left()) && plain(right).equals(operator.right())) {
        return operator.oid();
      }
    }
    return 0;
  }

  private static SqlType plain(SqlType type) {
    return type == BuiltinTypes.VARCHAR ? BuiltinTypes.TEXT : type;
  }

  static void dependencies(Catalog catalog, RowWriter rows) {
    for (ForeignKeyEntry key : catalog.foreignKeys()) {
      for (int column : key.columns()) {
        dependency(rows, key, key.tableOid(), column, 'a');
      }
      for (int column : key.referencedColumns()) {
        dependency(rows, key, key.referencedOid(), column, 'n');
      }
      dependency(rows, key, key.indexOid(), 0, 'n');
    }
  }

  private static void dependency(
      RowWriter rows, ForeignKeyEntry key, int oid, int part, char type) {
    rows.row()
        .set("classid", SystemClasses.PG_CONSTRAINT)
        .set("objid", key.oid())
        .set("refclassid", SystemClasses.PG_CLASS)
        .set("refobjid", oid)
        .set("refobjsubid", part)
        .set("deptype", type);
  }
}
