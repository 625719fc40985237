package org.orrery.sql.exec.eval;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.ScalarKernel;

/** Makes evaluators of expressions for one execution. */
public final class ExpressionCompiler {

  private final ExecutionContext context;
  private final OperatorFactory operators;

  /**
   * A compiler for one execution.
   *
   * @param context the execution
   * @param operators makes the operators of subqueries
   */
  public ExpressionCompiler(ExecutionContext context, OperatorFactory operators) {
    this.context = context;
    this.operators = operators;
  }

  /** Evaluators for several expressions. */
  public List<Evaluator> compileAll(List<? extends Expr> expressions) {
    var evaluators = new ArrayList<Evaluator>(expressions.size());
    expressions.forEach(expression -> evaluators.add(compile(expression)));
    return evaluators;
  }

  /** An evaluator for an expression. */
  public Evaluator compile(Expr expression) {
    return switch (expression) {
      case Expr.Input(int index, SqlType _) -> (input, _, _) -> input.column(index);
      case Expr.Constant(var value, SqlType type) -> new ConstantEvaluator(type, value);
      case Expr.Parameter(int index, SqlType type) ->
          new ConstantEvaluator(type, context.parameter(index));
      case Expr.Outer(int correlation, int index, SqlType type) ->
          new OuterEvaluator(context, correlation, index, type);
      case Expr.Call call -> call(call);
      case Expr.TextCast cast -> new TextCastEvaluator(context, compile(cast.operand()), cast);
      case Expr.Relabel(Expr operand, SqlType _) -> compile(operand);
      case Expr.And(var operands) -> new LogicEvaluator(compileAll(operands), true);
      case Expr.Or(var operands) -> new LogicEvaluator(compileAll(operands), false);
      case Expr.Not(Expr operand) -> new TestEvaluators.Not(compile(operand));
      case Expr.IsNull(Expr operand, boolean isNegated) ->
          new TestEvaluators.IsNull(compile(operand), isNegated);
      case Expr.IsBoolean(Expr operand, boolean value, boolean isNegated) ->
          new TestEvaluators.IsBoolean(compile(operand), value, isNegated);
      case Expr.IsDistinct distinct ->
          new TestEvaluators.IsDistinct(
              compile(distinct.left()),
              compile(distinct.right()),
              kernel(distinct.equality(), distinct.left().type(), distinct.right().type()),
              context,
              distinct.isNegated());
      case Expr.Case branches -> new CaseEvaluator(branches, this);
      case Expr.Coalesce(var operands, SqlType type) ->
          new CoalesceEvaluator(compileAll(operands), type);
      case Expr.In in -> new InEvaluator(compile(in.operand()), in);
      case Expr.Quantified quantified ->
          new QuantifiedEvaluator(
              context, compile(quantified.operand()), compile(quantified.array()), quantified);
      case Expr.ArrayOf array -> new ArrayEvaluators.Construct(compileAll(array.elements()), array);
      case Expr.Subscript subscript ->
          new ArrayEvaluators.Subscript(
              compile(subscript.array()), compileAll(subscript.indexes()), subscript);
      case Expr.RowOf row -> new ArrayEvaluators.Row(compileAll(row.fields()), row);
      case Expr.Subquery subquery ->
          new SubqueryEvaluator(
              context,
              operators,
              subquery,
              compileAll(subquery.captures()),
              subquery.operand() == null ? null : compile(subquery.operand()));
    };
  }

  private Evaluator call(Expr.Call call) {
    return new CallEvaluator(
        context,
        kernel(call.function(), call.arguments().stream().map(Expr::type).toList(), call.type()),
        call.function().isStrict(),
        compileAll(call.arguments()),
        call.type());
  }

  /** The kernel of a comparison of two types. */
  static ScalarKernel kernel(FunctionDef comparison, SqlType left, SqlType right) {
    return kernel(comparison, List.of(left, right), BuiltinTypes.BOOL);
  }

  /** The kernel of a scalar function for arguments of these types. */
  private static ScalarKernel kernel(
      FunctionDef function, List<SqlType> argumentTypes, SqlType resultType) {
    return switch (function.implementation()) {
      case FunctionDef.Implementation.Scalar(ScalarKernel kernel) ->
          kernel.forTypes(argumentTypes, resultType);
      case FunctionDef.Implementation.Procedure(ScalarKernel kernel) ->
          kernel.forTypes(argumentTypes, resultType);
      case FunctionDef.Implementation.Planned(String message) ->
          throw OrreryException.notSupported("%s", message);
      case FunctionDef.Implementation.SetReturning _,
          FunctionDef.Implementation.Aggregate _,
          FunctionDef.Implementation.Window _ ->
          throw Invariant.broken(function.name() + " is not a scalar function");
    };
  }

  /** Evaluates an expression that reads no input; the value is as of {@link Vector#get}. */
  public static @Nullable Object evaluateOnce(Evaluator evaluator) {
    return evaluator.evaluate(NO_COLUMNS, null, 1).get(0);
  }

  private static final Batch NO_COLUMNS = new Batch(new Vector[0], 1);
}
