package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ContinuousAggregateEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.command.Names;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.session.SessionAccess;

/** What the query of a continuous aggregate reads: one hypertable, and maybe others beside it. */
final class AggregateSources {

  /** A relation in FROM. */
  private record Item(TableRef.Relation reference, Relation relation) {

    String alias() {
      TableRef.Alias alias = reference.alias();
      return alias == null ? reference.name().name() : alias.name();
    }
  }

  private final SessionAccess session;
  private final List<TableRef> from;
  private final List<Item> items = new ArrayList<>();
  private final Item main;

  /**
   * Looks up what FROM names.
   *
   * @throws OrreryException {@code 0A000} unless it is one hypertable with inner or left joins
   */
  AggregateSources(SessionAccess session, List<TableRef> from) {
    this.session = session;
    this.from = from;
    from.forEach(this::collect);
    List<Item> hypertables = items.stream().filter(this::isHypertable).toList();
    if (hypertables.size() > 1) {
      throw invalid("Only one hypertable is allowed in continuous aggregate view.");
    }
    if (hypertables.isEmpty()) {
      throw invalid("At least one hypertable should be used in the view definition.");
    }
    this.main = hypertables.getFirst();
  }

  private static OrreryException invalid(String detail) {
    return OrreryException.notSupported("invalid continuous aggregate view").withDetail(detail);
  }

  private void collect(TableRef reference) {
    switch (reference) {
      case TableRef.Relation relation -> {
        if (relation.only()) {
          throw invalid("FROM ONLY on hypertables is not allowed in continuous aggregate.");
        }
        if (relation.sample() != null) {
          throw invalid("TABLESAMPLE is not supported in continuous aggregate.");
        }
        items.add(new Item(relation, Names.relation(session, relation.name())));
      }
      case TableRef.Join join -> {
        boolean isSupported =
            join.type() == TableRef.JoinType.INNER
                || join.type() == TableRef.JoinType.LEFT
                || join.type() == TableRef.JoinType.CROSS;
        if (!isSupported) {
          throw invalid("only INNER or LEFT joins are supported in continuous aggregates");
        }
        collect(join.left());
        collect(join.right());
      }
      case TableRef.Subquery subquery when !subquery.lateral() ->
          throw invalid("Sub-queries are not supported in FROM clause.");
      case TableRef.Subquery _, TableRef.Function _ -> {
        // They read nothing whose changes are tracked, or what stands beside them.
      }
    }
  }

  private boolean isHypertable(Item item) {
    return (item.relation() instanceof TableEntry table && table.hypertable() != null)
        || session.catalog().continuousAggregate(item.relation().oid()) != null;
  }

  /** The relation that FROM names. */
  Relation named() {
    return main.relation();
  }

  /** The aggregate that the query reads, or null. */
  @Nullable ContinuousAggregateEntry parent() {
    return session.catalog().continuousAggregate(main.relation().oid());
  }

  /** The hypertable; that of an aggregate for one. */
  TableEntry hypertable() {
    ContinuousAggregateEntry parent = parent();
    Relation relation =
        parent == null ? main.relation() : session.catalog().relation(parent.tableOid());
    if (relation instanceof TableEntry table) {
      return table;
    }
    throw Invariant.broken("no hypertable behind " + main.relation().name());
  }

  /** Whether a column name could be one of a relation in FROM. */
  boolean hasColumn(String name) {
    return items.stream()
        .anyMatch(item -> item.relation().columns().stream().anyMatch(c -> c.name().equals(name)));
  }

  /** Whether a column reference is the hypertable's time column. */
  boolean isTimeColumn(List<String> names) {
    ColumnEntry time = Tracking.timeColumn(hypertable());
    if (!names.getLast().equals(time.name())) {
      return false;
    }
    return names.size() == 1 || names.get(names.size() - 2).equals(main.alias());
  }

  /**
   * FROM with the names of relations qualified.
   *
   * @param kept whether an aggregate gives way to the hypertable that keeps its rows
   */
  List<TableRef> qualified(boolean kept) {
    return from.stream().map(each -> qualified(each, kept)).toList();
  }

  private TableRef qualified(TableRef reference, boolean kept) {
    return switch (reference) {
      case TableRef.Relation relation -> qualified(relation, kept);
      case TableRef.Join join ->
          new TableRef.Join(
              join.type(),
              join.natural(),
              qualified(join.left(), kept),
              qualified(join.right(), kept),
              join.using(),
              join.usingAlias(),
              join.condition(),
              join.alias(),
              join.position());
      case TableRef.Subquery subquery -> subquery;
      case TableRef.Function function -> function;
    };
  }

  private TableRef qualified(TableRef.Relation reference, boolean kept) {
    for (Item item : items) {
      if (item.reference().equals(reference)) {
        boolean isReplaced = kept && item.equals(main);
        Relation relation = isReplaced ? hypertable() : item.relation();
        TableRef.Alias alias = reference.alias();
        if (alias == null && !relation.name().equals(item.alias())) {
          alias = new TableRef.Alias(item.alias(), List.of(), reference.position());
        }
        return new TableRef.Relation(
            new QualifiedName(List.of(schemaOf(relation), relation.name()), reference.position()),
            false,
            alias,
            null,
            reference.position());
      }
    }
    throw Invariant.broken("a relation that FROM does not name: " + reference.name().display());
  }

  private String schemaOf(Relation relation) {
    var schema = session.catalog().schema(relation.schemaOid());
    if (schema == null) {
      throw Invariant.broken("relation without schema: " + relation.name());
    }
    return schema.name();
  }
}
