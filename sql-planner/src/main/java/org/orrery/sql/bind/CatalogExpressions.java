package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;

/** Binds expressions that the catalog keeps as SQL text; their errors have no position. */
final class CatalogExpressions {

  private CatalogExpressions() {}

  static Expression parse(String sql) {
    if (PgParser.parse("SELECT " + sql).getFirst().statement() instanceof SelectStatement query
        && query.body() instanceof QueryBody.Select select) {
      return select.targets().getFirst().expression();
    }
    throw Invariant.broken("not an expression: " + sql);
  }

  /** A DEFAULT or a function's default argument. */
  static Bound bindDefault(Analysis analysis, String sql) {
    return withoutPlaces(() -> bindDefault(analysis, parse(sql)));
  }

  /** The same as it is written in a statement. */
  static Bound bindDefault(Analysis analysis, Expression expression) {
    return ExpressionBinder.plain(Scope.inside(analysis, null), Clause.DEFAULT).bind(expression);
  }

  /** A scope over the columns of a relation. */
  static Scope over(Analysis analysis, Relation relation) {
    var relations = new RelationBinder(analysis);
    RelNode scan = relations.scan(relation, false);
    RelDataType rowType = scan.getRowType();
    Scope scope = Scope.inside(analysis, null);
    var items = new ArrayList<Namespace.Item>();
    items.add(relations.item(relation, scan, relation.name(), null, null));
    scope.setItems(List.copyOf(items), rowType);
    return scope;
  }

  static Bound bind(Scope scope, Clause clause, String sql) {
    return withoutPlaces(() -> ExpressionBinder.plain(scope, clause).bind(parse(sql)));
  }

  /** Takes the places off errors: they point into a text that nobody sent. */
  static <T> T withoutPlaces(Supplier<T> binding) {
    try {
      return binding.get();
    } catch (OrreryException e) {
      throw e.at(OrreryException.NO_POSITION);
    }
  }
}
