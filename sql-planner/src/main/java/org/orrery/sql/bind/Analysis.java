package org.orrery.sql.bind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionRegistry;
import org.orrery.sql.plan.PgForm;
import org.orrery.sql.plan.PgOperator;
import org.orrery.sql.plan.PgTypeFactory;
import org.orrery.storage.api.LockMode;

/** What the binding of one statement shares: the cluster, the parameters, Rex building. */
final class Analysis {

  final BindContext context;
  final Catalog catalog;
  final FunctionRegistry functions;
  final PgTypeFactory types = new PgTypeFactory();
  final RexBuilder rex = new RexBuilder(types);
  final RelOptCluster cluster =
      RelOptCluster.create(new HepPlanner(HepProgram.builder().build()), rex);
  final ParameterTypes parameters;

  /** Relations and the strongest lock that the statement needs on each. */
  final Map<Integer, LockMode> dependencies = new LinkedHashMap<>();

  final Coercion coercion;
  final FunctionResolver resolver;

  /** Times each shared result is referred to. */
  final Map<Integer, Integer> spoolReferences = new HashMap<>();

  /** Outer references made, by identity: their names and places, for errors. */
  final IdentityHashMap<RexNode, OuterReference> outerReferences = new IdentityHashMap<>();

  /** Shared results that stay shared however often they are referred to. */
  final Set<Integer> materialized = new HashSet<>();

  private int numbers;

  /** How a message names an outer reference, and where it stands. */
  record OuterReference(String display, int position) {}

  Analysis(BindContext context) {
    this.context = context;
    this.catalog = context.catalog();
    this.functions = catalog.functions();
    this.parameters = new ParameterTypes(context, types);
    this.coercion = new Coercion(this);
    this.resolver = new FunctionResolver(this);
  }

  /** A number for a shared result or a recursion, unique in the statement. */
  int nextNumber() {
    return numbers++;
  }

  RelDataType relType(SqlType type) {
    return types.of(type);
  }

  /** A constant as of {@link Vector#get}. */
  RexNode constant(SqlType type, @Nullable Object value) {
    if (type == BuiltinTypes.BOOL && value instanceof Long number) {
      return rex.makeLiteral(number != 0);
    }
    return form(new PgForm.Constant(value), type, List.of());
  }

  RexNode int4(int value) {
    return constant(BuiltinTypes.INT4, (long) value);
  }

  RexNode bool(boolean value) {
    return rex.makeLiteral(value);
  }

  /** Reads a literal; errors point at it. */
  RexNode parse(String text, SqlType type, int typmod, int position) {
    Vector target = Vector.allocate(type.kind(), 1);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      type.codec().parseText(bytes, 0, bytes.length, typmod, context.format(), target, 0);
    } catch (OrreryException e) {
      throw e.at(position);
    }
    return constant(type, target.get(0));
  }

  RexNode form(PgForm.Form form, SqlType type, List<RexNode> operands) {
    return rex.makeCall(relType(type), new PgForm(form, relType(type)), operands);
  }

  RexNode relabel(RexNode operand, SqlType type) {
    return form(new PgForm.Relabel(), type, List.of(operand));
  }

  /** A call of a function. */
  RexNode call(FunctionDef function, SqlType type, List<RexNode> operands) {
    return call(function, SqlKind.OTHER_FUNCTION, type, operands);
  }

  RexNode call(FunctionDef function, SqlKind kind, SqlType type, List<RexNode> operands) {
    return rex.makeCall(
        relType(type), new PgOperator(function, kind, relType(type)), List.copyOf(operands));
  }

  /** A call of one of Calcite's own operators, boolean. */
  RexNode logic(SqlOperator operator, List<RexNode> operands) {
    var flat = new ArrayList<RexNode>();
    for (RexNode operand : operands) {
      // Calcite wants chains of AND and of OR flat.
      if (operand instanceof RexCall call
          && call.getOperator().equals(operator)
          && (operator.getKind() == SqlKind.AND || operator.getKind() == SqlKind.OR)) {
        flat.addAll(call.getOperands());
      } else {
        flat.add(operand);
      }
    }
    return rex.makeCall(relType(BuiltinTypes.BOOL), operator, flat);
  }

  /** Notes that the statement reads or writes a relation, and how it must be locked for that. */
  void depend(int relationOid, LockMode mode) {
    dependencies.merge(relationOid, mode, (a, b) -> a.compareTo(b) < 0 ? b : a);
  }

  /** The same for a relation; a chunk needs its table too. */
  void depend(Relation relation, LockMode mode) {
    depend(relation.oid(), mode);
    if (relation instanceof ChunkRelation chunk) {
      depend(chunk.table().oid(), mode);
    }
  }

  /** The value of a call of an immutable function of constants; else the expression itself. */
  RexNode fold(RexNode expression) {
    return Folding.fold(this, expression);
  }
}
