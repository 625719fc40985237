package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.bind.BoundStatement.OutputColumn;
import org.orrery.sql.parser.ast.DeleteStatement;
import org.orrery.sql.parser.ast.InsertStatement;
import org.orrery.sql.parser.ast.MergeStatement;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.UpdateStatement;

/**
 * Binds plannable statements. Thread: any; each call has its own state, and its own {@code
 * RelOptCluster}. Cost: a fraction of a millisecond for a short query.
 */
public final class Binder {

  private Binder() {}

  /**
   * Binds a query, INSERT, UPDATE or DELETE.
   *
   * @throws OrreryException PostgreSQL's error, at its place in the statement's text
   */
  public static BoundStatement bind(Statement statement, BindContext context) {
    var analysis = new Analysis(context);
    return switch (statement) {
      case SelectStatement select -> {
        BoundQuery query = new QueryBinder(analysis).bind(select, null).finish();
        yield bound(analysis, BoundStatement.Kind.SELECT, query.rel(), query.columns());
      }
      case InsertStatement insert -> {
        BoundQuery write = new InsertBinder(analysis).bind(insert);
        yield bound(analysis, BoundStatement.Kind.INSERT, write.rel(), write.columns());
      }
      case UpdateStatement update -> {
        BoundQuery write = new UpdateBinder(analysis).bind(update);
        yield bound(analysis, BoundStatement.Kind.UPDATE, write.rel(), write.columns());
      }
      case DeleteStatement delete -> {
        BoundQuery write = new UpdateBinder(analysis).bind(delete);
        yield bound(analysis, BoundStatement.Kind.DELETE, write.rel(), write.columns());
      }
      case MergeStatement merge ->
          throw OrreryException.notSupported("MERGE is not supported yet").at(merge.position());
      default ->
          throw org.orrery.base.error.Invariant.broken(
              "not a plannable statement: " + statement.getClass().getSimpleName());
    };
  }

  private static BoundStatement bound(
      Analysis analysis, BoundStatement.Kind kind, RelNode rel, List<Target> columns) {
    var outputs = new ArrayList<OutputColumn>();
    for (Target column : columns) {
      outputs.add(
          new OutputColumn(
              column.name(),
              column.value().type(),
              column.value().typmod(),
              column.tableOid(),
              column.columnNumber()));
    }
    return new BoundStatement(
        kind,
        Spools.inlineSingle(analysis, rel),
        outputs,
        analysis.parameters.finish(),
        analysis.dependencies,
        kind == BoundStatement.Kind.SELECT);
  }
}
