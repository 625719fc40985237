package org.orrery.sql.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.ErrorSubject;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.pgcatalog.IndexText;
import org.orrery.sql.session.SessionAccess;

/**
 * Looks for rows that a new constraint of a table forbids, once the constraint is in the session's
 * catalog: the statement fails, and its changes with it.
 */
public final class RowChecks {

  private final SessionAccess session;

  /** Checks in a session. */
  public RowChecks(SessionAccess session) {
    this.session = session;
  }

  /** {@code 23502 column "x" of relation "t" contains null values}. */
  public void notNull(TableEntry table, ColumnEntry column) {
    String name = Deparser.identifier(column.name());
    if (firstRow("SELECT 1 FROM " + name(table) + " WHERE " + name + " IS NULL LIMIT 1") != null) {
      throw OrreryException.of(
              SqlState.NOT_NULL_VIOLATION,
              "column \"%s\" of relation \"%s\" contains null values",
              column.name(),
              table.name())
          .about(ErrorSubject.column(schemaName(table), table.name(), column.name()));
    }
  }

  /** {@code 23514 check constraint "c" of relation "t" is violated by some row}. */
  void check(TableEntry table, TableEntry.CheckEntry check) {
    String query =
        "SELECT 1 FROM " + name(table) + " WHERE NOT (" + check.conditionSql() + ") LIMIT 1";
    if (firstRow(query) != null) {
      throw OrreryException.of(
              SqlState.CHECK_VIOLATION,
              "check constraint \"%s\" of relation \"%s\" is violated by some row",
              check.name(),
              table.name())
          .about(ErrorSubject.constraint(schemaName(table), table.name(), check.name()));
    }
  }

  /** {@code 23505 could not create unique index "i"}. */
  void unique(TableEntry table, IndexEntry index) {
    var names = new ArrayList<String>();
    for (IndexEntry.Key key : index.keys()) {
      names.add(IndexText.column(session.catalog(), index, key));
    }
    var conditions = new ArrayList<String>();
    for (String name : index.nullsNotDistinct() ? List.<String>of() : names) {
      conditions.add(name + " IS NOT NULL");
    }
    if (index.predicateSql() != null) {
      conditions.add(index.predicateSql());
    }
    List<String> values =
        firstRow(
            "SELECT "
                + names.stream().map(each -> each + "::text").collect(Collectors.joining(", "))
                + " FROM "
                + name(table)
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " GROUP BY "
                + String.join(", ", names)
                + " HAVING count(*) > 1 LIMIT 1");
    if (values != null) {
      throw OrreryException.of(
              SqlState.UNIQUE_VIOLATION, "could not create unique index \"%s\"", index.name())
          .withDetail(
              "Key ("
                  + String.join(", ", names)
                  + ")=("
                  + String.join(", ", values)
                  + ") is duplicated.")
          .about(ErrorSubject.constraint(schemaName(table), table.name(), index.name()));
    }
  }

  private String schemaName(TableEntry table) {
    return session.catalog().storageSchema(table).schemaName();
  }

  /** A table's name for a statement. */
  String name(TableEntry table) {
    return Deparser.qualifiedName(List.of(schemaName(table), table.name()));
  }

  private @Nullable List<String> firstRow(String sql) {
    if (!(PgParser.parse(sql).getFirst().statement() instanceof SelectStatement query)) {
      throw Invariant.broken("not a query: " + sql);
    }
    var plan = session.plan(query, List.of()).plan();
    try (Operator operator = new OperatorFactory(session.execution()).start(plan)) {
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        if (batch.size() > 0) {
          var values = new ArrayList<String>();
          for (int i = 0; i < plan.types().size(); i++) {
            Object value = batch.column(i).get(batch.position(0));
            values.add(value instanceof byte[] text ? new String(text, UTF_8) : "" + value);
          }
          return values;
        }
      }
      return null;
    }
  }
}
