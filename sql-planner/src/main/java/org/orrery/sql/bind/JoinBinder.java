package org.orrery.sql.bind;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.bind.FromBinder.Source;
import org.orrery.sql.bind.Namespace.Column;
import org.orrery.sql.bind.Namespace.Item;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.TableRef;

/** Binds joins, with ON, USING and NATURAL, and LATERAL right sides. */
final class JoinBinder {

  private final Analysis analysis;
  private final FromBinder from;

  JoinBinder(Analysis analysis, FromBinder from) {
    this.analysis = analysis;
    this.from = from;
  }

  /** The next item of a FROM list. */
  Source cross(Source left, TableRef item, Scope outer) {
    Right right = right(left, item, outer);
    FromBinder.checkNames(left.items(), right.source().items());
    List<Item> items = both(left, right.source());
    RelNode rel = join(left.rel(), right, JoinRelType.INNER, analysis.bool(true), Set.of());
    return new Source(rel, items);
  }

  /** The right side of a join with the left row's variables it uses. */
  private record Right(Source source, Set<CorrelationId> lateral) {}

  private Right right(Source left, TableRef item, Scope outer) {
    Scope beside = outer.beside(left.items(), left.rel().getRowType(), FromBinder.isLateral(item));
    Source source = from.bind(item, beside);
    return new Right(source, beside.takeCorrelations());
  }

  private static List<Item> both(Source left, Source right) {
    var items = new ArrayList<Item>(left.items());
    int width = left.rel().getRowType().getFieldCount();
    right.items().forEach(item -> items.add(item.shifted(width)));
    return items;
  }

  private RelNode join(
      RelNode left,
      Right right,
      JoinRelType type,
      RexNode condition,
      Set<CorrelationId> correlations) {
    RelNode rightRel = right.source().rel();
    if (right.lateral().isEmpty()) {
      return LogicalJoin.create(
          left, rightRel, List.of(), condition, ImmutableSet.copyOf(correlations), type);
    }
    if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
      throw OrreryException.of(
              SqlState.INVALID_COLUMN_REFERENCE, "invalid reference to FROM-clause entry")
          .withDetail("The combining JOIN type must be INNER or LEFT for a LATERAL reference.");
    }
    CorrelationId id = right.lateral().iterator().next();
    if (!condition.isAlwaysTrue()) {
      rightRel =
          Relations.filter(rightRel, insideRight(left, id, condition), Set.copyOf(correlations));
    }
    ImmutableBitSet all = ImmutableBitSet.range(left.getRowType().getFieldCount());
    return LogicalCorrelate.create(left, rightRel, List.of(), id, all, type);
  }

  /** A join condition over the right row alone, the left row being outer. */
  private RexNode insideRight(RelNode left, CorrelationId id, RexNode condition) {
    int width = left.getRowType().getFieldCount();
    RexNode row = analysis.rex.makeCorrel(left.getRowType(), id);
    return condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            int index = reference.getIndex();
            return index < width
                ? analysis.rex.makeFieldAccess(row, index)
                : new RexInputRef(index - width, reference.getType());
          }
        });
  }

  Source bind(TableRef.Join join, Scope outer) {
    Source left = from.bind(join.left(), outer);
    Right right = right(left, join.right(), outer);
    FromBinder.checkNames(left.items(), right.source().items());
    JoinRelType type =
        switch (join.type()) {
          case CROSS, INNER -> JoinRelType.INNER;
          case LEFT -> JoinRelType.LEFT;
          case RIGHT -> JoinRelType.RIGHT;
          case FULL -> JoinRelType.FULL;
        };
    RowLocking locking = outer.locking();
    if (locking != null && type.generatesNullsOnRight()) {
      locking.requireNone(right.source().items());
    }
    if (locking != null && type.generatesNullsOnLeft()) {
      locking.requireNone(left.items());
    }
    List<String> using = join.natural() ? natural(left, right.source()) : join.using();
    List<Item> items = both(left, right.source());
    if (!using.isEmpty()) {
      return using(join, using, left, right, type, items);
    }
    RexNode condition = analysis.bool(true);
    Set<CorrelationId> correlations = Set.of();
    Expression on = join.condition();
    if (on != null) {
      RelDataType row = FromBinder.joined(analysis, left.rel(), right.source().rel());
      Scope inside = outer.beside(items, row, true);
      condition = ExpressionBinder.plain(inside, Clause.JOIN_ON).condition(on, "JOIN/ON");
      correlations = inside.takeCorrelations();
    }
    RelNode rel = join(left.rel(), right, type, condition, correlations);
    return new Source(rel, aliased(join, items, null));
  }

  /** Columns of both sides that NATURAL joins on. */
  private static List<String> natural(Source left, Source right) {
    var names = new ArrayList<String>();
    for (Column column : visible(left.items())) {
      if (visible(right.items()).stream().anyMatch(each -> each.name().equals(column.name()))) {
        names.add(column.name());
      }
    }
    return names;
  }

  private static List<Column> visible(List<Item> items) {
    var columns = new ArrayList<Column>();
    for (Item item : items) {
      if (item.areColumnsVisible()) {
        columns.addAll(item.columns());
      }
    }
    return columns;
  }

  private static Column only(List<Column> columns, String name, String side) {
    Column found = null;
    for (Column column : columns) {
      if (column.name().equals(name)) {
        if (found != null) {
          throw OrreryException.of(
              SqlState.AMBIGUOUS_COLUMN,
              "common column name \"%s\" appears more than once in %s table",
              name,
              side);
        }
        found = column;
      }
    }
    if (found == null) {
      throw OrreryException.of(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" specified in USING clause does not exist in %s table",
          name,
          side);
    }
    return found;
  }

  private Source using(
      TableRef.Join join,
      List<String> names,
      Source left,
      Right right,
      JoinRelType type,
      List<Item> items) {
    int width = left.rel().getRowType().getFieldCount();
    List<Column> leftColumns = visible(left.items());
    var rightItems = new ArrayList<Item>();
    right.source().items().forEach(item -> rightItems.add(item.shifted(width)));
    List<Column> rightColumns = visible(rightItems);
    var operators = new OperatorResolver(analysis);
    var conditions = new ArrayList<RexNode>();
    var merged = new ArrayList<Column>();
    for (String name : names) {
      if (merged.stream().anyMatch(column -> column.name().equals(name))) {
        throw OrreryException.of(
            SqlState.DUPLICATE_COLUMN,
            "column name \"%s\" appears more than once in USING clause",
            name);
      }
      Column a = only(leftColumns, name, "left");
      Column b = only(rightColumns, name, "right");
      Bound leftValue = new Bound.Value(a.rex(), a.type(), a.typmod(), join.position());
      Bound rightValue = new Bound.Value(b.rex(), b.type(), b.typmod(), join.position());
      conditions.add(
          analysis.coercion.condition(
              operators.call(OperatorName.of("="), leftValue, rightValue, join.position()),
              "JOIN/USING"));
      merged.add(merged(name, a, b, type, List.of(leftValue, rightValue)));
    }
    RexNode condition =
        conditions.size() == 1
            ? conditions.getFirst()
            : analysis.logic(SqlStdOperatorTable.AND, conditions);
    RelNode rel = join(left.rel(), right, type, condition, Set.of());
    var columns = new ArrayList<Column>(merged);
    rest(leftColumns, names, columns);
    rest(rightColumns, names, columns);
    return new Source(rel, aliased(join, items, new Merged(merged, columns)));
  }

  private static void rest(List<Column> from, List<String> names, List<Column> columns) {
    from.stream().filter(column -> !names.contains(column.name())).forEach(columns::add);
  }

  private Column merged(String name, Column a, Column b, JoinRelType type, List<Bound> both) {
    UnionTypes.Common common = UnionTypes.of(analysis.coercion, both, "JOIN/USING");
    RexNode left = UnionTypes.convert(analysis.coercion, both.get(0), common.type(), "JOIN/USING");
    RexNode right = UnionTypes.convert(analysis.coercion, both.get(1), common.type(), "JOIN/USING");
    Column origin = type == JoinRelType.RIGHT ? b : a;
    boolean isSame = origin.type() == common.type() && type != JoinRelType.FULL;
    RexNode rex =
        switch (type) {
          case RIGHT -> right;
          case FULL ->
              analysis.rex.makeCall(
                  analysis.relType(common.type()),
                  SqlStdOperatorTable.COALESCE,
                  List.of(left, right));
          default -> left;
        };
    return new Column(
        name,
        rex,
        common.type(),
        common.typmod(),
        isSame ? origin.tableOid() : 0,
        isSame ? origin.number() : 0);
  }

  /** What USING makes visible: the merged columns, then all columns of the join. */
  private record Merged(List<Column> merged, List<Column> columns) {}

  /** The names of a join: an alias hides its parts, USING their columns. */
  private static List<Item> aliased(TableRef.Join join, List<Item> items, @Nullable Merged merged) {
    TableRef.Alias alias = join.alias();
    String usingAlias = join.usingAlias();
    if (alias == null && merged == null) {
      return items;
    }
    List<Column> columns = merged == null ? visible(items) : merged.columns();
    var result = new ArrayList<Item>();
    if (alias != null) {
      result.add(
          new Item(
              alias.name(),
              null,
              null,
              FromBinder.renamed(alias.name(), columns, alias),
              true,
              true));
      return result;
    }
    result.add(new Item(null, null, null, columns, false, true));
    if (usingAlias != null && merged != null) {
      result.add(new Item(usingAlias, null, null, merged.merged(), true, false));
    }
    items.forEach(item -> result.add(item.withoutColumns()));
    return result;
  }
}
