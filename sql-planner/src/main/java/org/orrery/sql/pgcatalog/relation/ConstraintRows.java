package org.orrery.sql.pgcatalog.relation;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.TableEntry.CheckEntry;
import org.orrery.sql.pgcatalog.ExpressionText;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.OperatorClasses;
import org.orrery.sql.pgcatalog.RowWriter;

/** {@code pg_constraint} and {@code pg_index}. */
final class ConstraintRows {

  private final TypeFacts types;
  private final OperatorClasses classes = new OperatorClasses();

  ConstraintRows(TypeFacts types) {
    this.types = types;
  }

  void addTo(Fillers to) {
    to.described("pg_constraint", ConstraintRows::constraints, "conrelid");
    to.described("pg_index", this::indexes, "indexrelid", "indrelid");
  }

  private static void constraints(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (relation instanceof TableEntry table) {
        for (CheckEntry check : table.checks()) {
          constraint(rows, check.oid(), check.name(), 'c', table)
              .set("conkey", ExpressionText.columns(check.conditionSql(), table))
              .set("conbin", check.conditionSql());
        }
      }
    }
    for (IndexEntry index : catalog.indexes()) {
      if (index.constraintOid() != 0
          && catalog.relation(index.tableOid()) instanceof TableEntry table) {
        constraint(rows, index.constraintOid(), index.name(), index.isPrimary() ? 'p' : 'u', table)
            .set("conindid", index.oid())
            .set("connoinherit", true)
            .set("conkey", index.columns());
      }
    }
    ForeignKeyRows.constraints(catalog, rows);
  }

  private static RowWriter constraint(
      RowWriter rows, int oid, String name, char kind, TableEntry table) {
    return rows.row()
        .set("oid", oid)
        .set("conname", name)
        .set("connamespace", table.schemaOid())
        .set("contype", kind)
        .set("convalidated", true)
        .set("conrelid", table.oid())
        .set("confupdtype", ' ')
        .set("confdeltype", ' ')
        .set("confmatchtype", ' ')
        .set("conislocal", true);
  }

  private void indexes(Catalog catalog, RowWriter rows) {
    for (IndexEntry index : catalog.indexes()) {
      List<IndexEntry.Key> keys = index.keys();
      String expressions =
          keys.stream()
              .map(IndexEntry.Key::expressionSql)
              .filter(Objects::nonNull)
              .collect(Collectors.joining(", "));
      rows.row()
          .set("indexrelid", index.oid())
          .set("indrelid", index.tableOid())
          .set("indnatts", keys.size() + index.included().size())
          .set("indnkeyatts", keys.size())
          .set("indisunique", index.isUnique())
          .set("indnullsnotdistinct", index.nullsNotDistinct())
          .set("indisprimary", index.isPrimary())
          .set("indimmediate", true)
          .set("indisvalid", true)
          .set("indisready", true)
          .set("indislive", true)
          .set("indkey", concat(index.columns(), index.included()))
          .set("indcollation", collations(catalog, index))
          .set("indclass", classes(catalog, index))
          .set("indoption", keys.stream().map(ConstraintRows::option).toList())
          .set("indexprs", expressions.isEmpty() ? null : expressions)
          .set("indpred", index.predicateSql());
    }
  }

  private static List<Integer> concat(List<Integer> first, List<Integer> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private List<Integer> collations(Catalog catalog, IndexEntry index) {
    return IntStream.range(0, index.keys().size())
        .map(i -> types.collation(IndexColumns.type(catalog, index, i), false))
        .boxed()
        .toList();
  }

  private List<Integer> classes(Catalog catalog, IndexEntry index) {
    return IntStream.range(0, index.keys().size())
        .map(
            i ->
                classes.find(
                    index.method(),
                    index.keys().get(i).operatorClass(),
                    IndexColumns.type(catalog, index, i)))
        .boxed()
        .toList();
  }

  /** Bit 0 for DESC, bit 1 for NULLS FIRST. */
  private static int option(IndexEntry.Key key) {
    return (key.isDescending() ? 1 : 0) | (key.nullsFirst() ? 2 : 0);
  }
}
