package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.boolAt;
import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Vector;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkCatalog;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.MaterializedViewEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.ExpressionText;
import org.orrery.sql.pgcatalog.ForeignKeyText;
import org.orrery.sql.pgcatalog.IndexText;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.sql.pgcatalog.SqlNames;
import org.orrery.sql.pgcatalog.StoredText;

/** Functions that give the SQL text of an object. */
final class Definitions {

  private Definitions() {}

  static void addTo(Contributions to) {
    to.text(
        "format_type(oid,int4)",
        (_, a, row) ->
            a[0].isNull(row)
                ? null
                : TypeNames.formatType(
                    (int) longAt(a, 0, row), a[1].isNull(row) ? null : intAt(a, 1, row)));
    to.text(
        "pg_get_expr(pg_node_tree,oid)", (context, a, row) -> expression(context, a, row, false));
    to.text(
        "pg_get_expr(pg_node_tree,oid,bool)",
        (context, a, row) -> expression(context, a, row, boolAt(a, 2, row)));
    to.text(
        "pg_get_constraintdef(oid)", (context, a, row) -> constraint(context, oid(a, row), false));
    to.text(
        "pg_get_constraintdef(oid,bool)",
        (context, a, row) -> constraint(context, oid(a, row), boolAt(a, 1, row)));
    to.text("pg_get_indexdef(oid)", (context, a, row) -> index(context, oid(a, row), 0, false));
    to.text(
        "pg_get_indexdef(oid,int4,bool)",
        (context, a, row) -> index(context, oid(a, row), intAt(a, 1, row), boolAt(a, 2, row)));
    for (String rest : new String[] {"", ",bool", ",int4"}) {
      to.text("pg_get_viewdef(oid" + rest + ")", (context, a, row) -> view(context, oid(a, row)));
    }
    for (String rest : new String[] {"", ",bool"}) {
      to.text(
          "pg_get_viewdef(text" + rest + ")",
          (context, a, row) -> view(context, Lookups.relation(context, textAt(a, 0, row))));
    }
    to.text("pg_get_userbyid(oid)", (context, a, row) -> role(context, oid(a, row)));
    to.text(
        "pg_get_serial_sequence(text,text)",
        (context, a, row) -> sequence(context, textAt(a, 0, row), textAt(a, 1, row)));
    to.answer(
        "pg_relation_is_publishable(regclass)",
        (context, a, row) -> {
          Catalog catalog = SessionInfo.of(context).catalog();
          Relation relation = catalog.relation(oid(a, row));
          return (relation == null && catalog.index(oid(a, row)) == null)
              ? null
              : relation instanceof TableEntry && catalog.materializedView(relation.oid()) == null;
        });
    to.count(
        "pg_relation_is_updatable(regclass,bool)",
        (context, a, row) ->
            isTable(SessionInfo.of(context).catalog(), oid(a, row)) ? UPDATABLE : 0);
    to.text("pg_tablespace_location(oid)", (_, _, _) -> "");
    to.nothing(
        "pg_get_ruledef(oid)",
        "pg_get_ruledef(oid,bool)",
        "pg_get_triggerdef(oid)",
        "pg_get_triggerdef(oid,bool)",
        "pg_get_partkeydef(oid)",
        "pg_get_partition_constraintdef(oid)",
        "pg_get_statisticsobjdef(oid)",
        "pg_get_statisticsobjdef_columns(oid)",
        "pg_get_statisticsobjdef_expressions(oid)");
  }

  private static boolean isTable(Catalog catalog, int oid) {
    return catalog.relation(oid) instanceof TableEntry && catalog.materializedView(oid) == null;
  }

  /** Bits of INSERT, UPDATE and DELETE. */
  private static final long UPDATABLE = 28;

  private static int oid(Vector[] arguments, int row) {
    return (int) longAt(arguments, 0, row);
  }

  private static @Nullable String expression(
      EvaluationContext context, Vector[] arguments, int row, boolean isPretty) {
    int table = (int) longAt(arguments, 1, row);
    if (table != 0 && SessionInfo.of(context).catalog().relation(table) == null) {
      return null;
    }
    String shown = StoredText.shown(context, textAt(arguments, 0, row));
    return isPretty ? ExpressionText.bare(shown) : shown;
  }

  private static @Nullable String constraint(EvaluationContext context, int oid, boolean isPretty) {
    Catalog all = SessionInfo.of(context).catalog();
    ChunkRelation chunk = all.chunkOfConstraint(oid);
    Catalog catalog = chunk == null ? all : new ChunkCatalog(all, List.of(chunk));
    for (IndexEntry index : catalog.indexes()) {
      if (index.constraintOid() == oid && oid != 0) {
        return (index.isPrimary()
                ? "PRIMARY KEY "
                : index.nullsNotDistinct() ? "UNIQUE NULLS NOT DISTINCT " : "UNIQUE ")
            + IndexText.columns(catalog, index)
            + IndexText.included(catalog, index);
      }
    }
    ForeignKeyEntry foreignKey = catalog.foreignKey(oid);
    if (foreignKey != null) {
      return ForeignKeyText.of(catalog, SessionInfo.of(context).searchPath(), foreignKey);
    }
    for (Relation relation : catalog.relations()) {
      if (relation instanceof TableEntry table) {
        for (TableEntry.CheckEntry check : table.checks()) {
          if (check.oid() == oid) {
            String sql = check.conditionSql();
            return "CHECK (" + (isPretty ? ExpressionText.bare(sql) : sql) + ")";
          }
        }
      }
    }
    return null;
  }

  private static @Nullable String index(
      EvaluationContext context, int oid, int column, boolean isPretty) {
    SessionInfo session = SessionInfo.of(context);
    IndexEntry index = session.catalog().index(oid);
    if (index == null) {
      return null;
    }
    if (column == 0) {
      return IndexText.statement(session.catalog(), index, isPretty ? session.searchPath() : null);
    }
    if (column > index.keys().size() && column <= index.keys().size() + index.included().size()) {
      return IndexText.column(
          session.catalog(), index, index.included().get(column - index.keys().size() - 1));
    }
    return column < 0 || column > index.keys().size()
        ? ""
        : IndexText.column(session.catalog(), index, index.keys().get(column - 1));
  }

  private static @Nullable String view(EvaluationContext context, int oid) {
    Catalog catalog = SessionInfo.of(context).catalog();
    MaterializedViewEntry materialized = catalog.materializedView(oid);
    String sql =
        catalog.relation(oid) instanceof ViewEntry view
            ? view.sql()
            : materialized == null ? null : materialized.sql();
    return sql == null ? null : " " + sql + ";";
  }

  private static String role(EvaluationContext context, int oid) {
    for (RoleEntry role : SessionInfo.of(context).catalog().roles()) {
      if (role.oid() == oid) {
        return role.name();
      }
    }
    return "unknown (OID=" + Integer.toUnsignedString(oid) + ")";
  }

  /** The sequence that a column owns; NULL when it owns none. */
  private static @Nullable String sequence(EvaluationContext context, String table, String column) {
    Relation relation =
        SessionInfo.of(context).catalog().relation(Lookups.relation(context, table));
    if (relation != null && relation.columns().stream().noneMatch(c -> c.name().equals(column))) {
      throw OrreryException.of(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          column,
          relation.name());
    }
    if (relation == null) {
      return null;
    }
    Catalog catalog = SessionInfo.of(context).catalog();
    for (SequenceEntry sequence : catalog.ownedSequences(relation.oid())) {
      if (relation.columns().stream()
          .anyMatch(c -> c.name().equals(column) && c.number() == sequence.column())) {
        return SqlNames.qualified(catalog, sequence.schemaOid(), sequence.name());
      }
    }
    return null;
  }
}
