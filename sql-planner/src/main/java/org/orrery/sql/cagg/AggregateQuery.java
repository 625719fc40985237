package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ContinuousAggregateEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.QueryBody.GroupingElement;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.session.SessionAccess;

/** The query of a continuous aggregate, taken apart. */
final class AggregateQuery {

  private static final String INVALID_QUERY = "invalid continuous aggregate query";
  private static final String BUCKET = "time_bucket";

  private final SessionAccess session;
  private final SelectStatement query;
  private final QueryBody.Select body;
  private final AggregateSources sources;
  private final Expression.FunctionCall bucketCall;
  private final int timeArgument;

  /**
   * Takes a query apart.
   *
   * @throws OrreryException {@code 0A000} when it is none that can be kept up to date
   */
  AggregateQuery(SessionAccess session, SelectStatement query) {
    this.session = session;
    this.body = checked(query);
    this.sources = new AggregateSources(session, body.from());
    this.query = withoutOrder(query, body);
    List<Expression> groups = groups();
    Expression.FunctionCall found = null;
    for (Expression group : groups) {
      if (isBucket(group) && group instanceof Expression.FunctionCall call) {
        if (found != null) {
          throw OrreryException.notSupported(
              "continuous aggregate view cannot contain multiple time bucket functions");
        }
        found = call;
      }
    }
    if (found == null) {
      throw OrreryException.notSupported(
          "continuous aggregate view must include a valid time bucket function");
    }
    this.bucketCall = found;
    this.timeArgument = timeArgument(found);
    checkTimeColumn();
  }

  private static QueryBody.Select checked(SelectStatement query) {
    if (query.with() != null) {
      throw invalid("CTEs and sub-queries are not supported by continuous aggregates.");
    }
    if (!(query.body() instanceof QueryBody.Select body)) {
      throw invalid("UNION, EXCEPT & INTERSECT are not supported by continuous aggregates.");
    }
    if (query.limit() != null || query.offset() != null) {
      throw invalid(
              "LIMIT and LIMIT OFFSET are not supported in queries defining continuous"
                  + " aggregates.")
          .withHint(
              "Use LIMIT and LIMIT OFFSET in SELECTS from the continuous aggregate view instead.");
    }
    if (!query.locking().isEmpty()) {
      throw invalid("Row locks are not supported by continuous aggregates.");
    }
    if (body.distinct().isDistinct() || !body.distinct().on().isEmpty()) {
      throw invalid("DISTINCT / DISTINCT ON queries are not supported by continuous aggregates.");
    }
    boolean hasWindow = !body.windows().isEmpty();
    for (TargetItem target : body.targets()) {
      hasWindow |= ExpressionSearch.hasWindow(target.expression());
      if (ExpressionSearch.hasSubquery(target.expression())) {
        throw invalid("CTEs and sub-queries are not supported by continuous aggregates.");
      }
    }
    if (hasWindow) {
      throw invalid("Window function support not enabled.")
          .withHint(
              "Enable experimental window function support by setting"
                  + " timescaledb.enable_cagg_window_functions.");
    }
    if (body.groupBy() == null) {
      throw OrreryException.notSupported(INVALID_QUERY)
          .withHint(
              "Include at least one aggregate function and a GROUP BY clause with time bucket.");
    }
    for (GroupingElement element : body.groupBy().elements()) {
      if (!(element instanceof GroupingElement.GroupingExpression)) {
        throw invalid(
                "GROUP BY GROUPING SETS, ROLLUP and CUBE are not supported by continuous"
                    + " aggregates")
            .withHint("Define multiple continuous aggregates with different grouping levels.");
      }
    }
    return body;
  }

  private static OrreryException invalid(String detail) {
    return OrreryException.notSupported(INVALID_QUERY).withDetail(detail);
  }

  /** The order of a query that is kept by bucket means nothing. */
  private SelectStatement withoutOrder(SelectStatement select, QueryBody.Select from) {
    return new SelectStatement(
        null,
        with(from, sources.qualified(false), from.where()),
        List.of(),
        null,
        false,
        null,
        List.of(),
        select.position());
  }

  private static QueryBody.Select with(
      QueryBody.Select select, List<TableRef> from, @Nullable Expression where) {
    return new QueryBody.Select(
        select.distinct(),
        select.targets(),
        null,
        from,
        where,
        select.groupBy(),
        select.having(),
        select.windows(),
        select.position());
  }

  /** What the query groups by, with numbers and aliases replaced by what they stand for. */
  private List<Expression> groups() {
    var groups = new ArrayList<Expression>();
    for (GroupingElement element : Objects.requireNonNull(body.groupBy()).elements()) {
      if (element instanceof GroupingElement.GroupingExpression(Expression expression, int _)) {
        int target = targetOf(expression);
        groups.add(target < 0 ? expression : body.targets().get(target).expression());
      }
    }
    return groups;
  }

  /** The target that a group is; -1 when it is none. */
  private int targetOf(Expression group) {
    if (group instanceof Expression.IntegerLiteral(int number, int _)) {
      return number >= 1 && number <= body.targets().size() ? number - 1 : -1;
    }
    boolean isName =
        group instanceof Expression.ColumnRef column
            && column.names().size() == 1
            && !sources.hasColumn(column.names().getFirst());
    String text = Deparser.expression(group);
    for (int i = 0; i < body.targets().size(); i++) {
      TargetItem target = body.targets().get(i);
      boolean isNamed =
          isName
              && group instanceof Expression.ColumnRef column
              && column.names().getFirst().equals(target.alias());
      if (isNamed || text.equals(Deparser.expression(target.expression()))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isBucket(Expression expression) {
    return expression instanceof Expression.FunctionCall call
        && call.name().getLast().equals(BUCKET)
        && (call.name().size() == 1 || call.name().getFirst().equals("public"));
  }

  /** Which argument of the bucket function is the time. */
  private static int timeArgument(Expression.FunctionCall call) {
    for (int i = 0; i < call.arguments().size(); i++) {
      if ("ts".equals(call.arguments().get(i).name())) {
        return i;
      }
    }
    return 1;
  }

  private void checkTimeColumn() {
    boolean isTime =
        timeArgument < bucketCall.arguments().size()
            && bucketCall.arguments().get(timeArgument).value()
                instanceof Expression.ColumnRef column
            && sources.isTimeColumn(column.names());
    if (!isTime) {
      throw OrreryException.notSupported(
          "time bucket function must reference the primary hypertable dimension column");
    }
  }

  /** The hypertable whose changes count: of an aggregate the one that keeps its rows. */
  TableEntry source() {
    return sources.hypertable();
  }

  /** The relation that the query names for it. */
  Relation named() {
    return sources.named();
  }

  /** The aggregate that the query reads, or null. */
  @Nullable ContinuousAggregateEntry parent() {
    return sources.parent();
  }

  /** The source's time column. */
  ColumnEntry timeColumn() {
    return Tracking.timeColumn(source());
  }

  /** The buckets that it groups by. */
  Buckets buckets() {
    return Buckets.of(session, bucketCall, timeArgument, timeColumn().type());
  }

  /** The target that gives the bucket; -1 when none does. */
  int bucketTarget() {
    return targetOf(bucketCall);
  }

  /** The targets that groups are, but for the bucket. */
  List<Integer> groupTargets() {
    var targets = new ArrayList<Integer>();
    for (Expression group : groups()) {
      int target = targetOf(group);
      if (target >= 0 && !isBucket(group) && !targets.contains(target)) {
        targets.add(target);
      }
    }
    return targets;
  }

  /** The query with the names of relations qualified. */
  SelectStatement direct() {
    return query;
  }

  /** The names of functions that it calls. */
  List<Expression.FunctionCall> calls() {
    var calls = new ArrayList<Expression.FunctionCall>();
    body.targets().forEach(each -> ExpressionSearch.addCalls(each.expression(), calls));
    if (body.where() != null) {
      ExpressionSearch.addCalls(body.where(), calls);
    }
    if (body.having() != null) {
      ExpressionSearch.addCalls(body.having(), calls);
    }
    return calls;
  }

  /**
   * The query over rows of some times.
   *
   * @param kept whether of a continuous aggregate only kept rows are read
   * @param bucketName name for the bucket when no target is it; null to leave it out
   * @param conditions on the time column, such as {@code >= $1}
   */
  SelectStatement over(boolean kept, @Nullable String bucketName, List<Condition> conditions) {
    var operands = new ArrayList<Expression>();
    if (body.where() != null) {
      operands.add(body.where());
    }
    int position = body.position();
    Expression time = bucketCall.arguments().get(timeArgument).value();
    for (Condition condition : conditions) {
      operands.add(
          new Expression.OperatorCall(
              OperatorName.of(condition.operator()), time, condition.value(), position));
    }
    Expression where =
        operands.isEmpty()
            ? null
            : operands.size() == 1 ? operands.getFirst() : new Expression.And(operands, position);
    var targets = new ArrayList<>(body.targets());
    if (bucketName != null && bucketTarget() < 0) {
      targets.add(new TargetItem(bucketCall, bucketName, position));
    }
    var select = with(body, sources.qualified(kept), where);
    var widened =
        new QueryBody.Select(
            select.distinct(),
            targets,
            null,
            select.from(),
            select.where(),
            select.groupBy(),
            select.having(),
            select.windows(),
            position);
    return new SelectStatement(
        null, widened, List.of(), null, false, null, List.of(), query.position());
  }

  /** A comparison of the time column with a value. */
  record Condition(String operator, Expression value) {}
}
