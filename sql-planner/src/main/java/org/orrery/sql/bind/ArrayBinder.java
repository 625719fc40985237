package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.function.kernel.ArraySlices;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.plan.PgForm;

/** ARRAY[…] and subscripts. */
final class ArrayBinder {

  private final ExpressionBinder binder;
  private final Analysis analysis;

  ArrayBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.analysis = binder.analysis;
  }

  /** {@code ARRAY[…]}; {@code target} is the array type of a cast around it, or null. */
  Bound.Value constructor(Expression.ArrayConstructor array, @Nullable SqlType target) {
    boolean isNested = false;
    var elements = new ArrayList<Bound>();
    for (Expression element : array.elements()) {
      Bound bound =
          element instanceof Expression.ArrayConstructor inner
              ? constructor(inner, target)
              : binder.bind(element);
      elements.add(bound);
      isNested |= bound.type().isArray();
    }
    SqlType elementType;
    SqlType arrayType;
    if (target != null) {
      arrayType = target;
      SqlType element = target.element();
      elementType = isNested || element == null ? target : element;
    } else if (elements.isEmpty()) {
      throw OrreryException.of(
              SqlState.INDETERMINATE_DATATYPE, "cannot determine type of empty array")
          .withHint("Explicitly cast to the desired type, for example ARRAY[]::integer[].")
          .at(array.position());
    } else {
      elementType = UnionTypes.of(analysis.coercion, elements, "ARRAY").type();
      arrayType =
          elementType.isArray() ? elementType : Polymorphism.arrayOf(elementType, array.position());
    }
    var operands = new ArrayList<RexNode>();
    for (Bound element : elements) {
      operands.add(
          target == null
              ? UnionTypes.convert(analysis.coercion, element, elementType, "ARRAY")
              : analysis
                  .coercion
                  .convertOrFail(element, elementType, -1, Context.EXPLICIT, array.position())
                  .rex());
    }
    return new Bound.Value(
        analysis.form(new PgForm.ArrayOf(isNested), arrayType, operands),
        arrayType,
        -1,
        array.position());
  }

  Bound subscript(Expression.Subscript subscript) {
    Bound.Value array = analysis.coercion.value(binder.bind(subscript.operand()));
    SqlType element = array.type().element();
    if (element == null) {
      if (array.type() == BuiltinTypes.JSONB) {
        return jsonbSubscript(array, subscript);
      }
      throw OrreryException.of(
              SqlState.DATATYPE_MISMATCH,
              "cannot subscript type %s because it does not support subscripting",
              TypeNames.format(array.type(), -1))
          .at(array.position());
    }
    if (subscript.indexes().stream().anyMatch(Expression.Index::slice)) {
      return slice(array, subscript);
    }
    var operands = new ArrayList<RexNode>();
    operands.add(array.rex());
    for (Expression.Index index : subscript.indexes()) {
      operands.add(number(index.upper()));
    }
    return new Bound.Value(
        analysis.form(new PgForm.Subscript(), element, List.copyOf(operands)),
        element,
        array.typmod(),
        array.position());
  }

  /** An index, or NULL for a limit that was left out. */
  private RexNode number(@Nullable Expression index) {
    if (index == null) {
      return analysis.constant(BuiltinTypes.INT4, null);
    }
    Bound bound = binder.bind(index);
    Bound.Value number =
        analysis.coercion.tryConvert(bound, BuiltinTypes.INT4, -1, Context.ASSIGNMENT);
    if (number == null) {
      throw OrreryException.of(SqlState.DATATYPE_MISMATCH, "array subscript must have type integer")
          .at(bound.position());
    }
    return number.rex();
  }

  /** {@code array[1:2][3]}: with one slice, an index alone is a slice from 1 to it. */
  private Bound slice(Bound.Value array, Expression.Subscript subscript) {
    var operands = new ArrayList<RexNode>();
    operands.add(array.rex());
    var given = new ArrayList<Boolean>();
    for (Expression.Index index : subscript.indexes()) {
      Expression upper = index.upper();
      if (index.slice()) {
        Expression lower = index.lower();
        operands.add(number(lower));
        given.add(lower != null);
      } else {
        operands.add(analysis.constant(BuiltinTypes.INT4, 1L));
        given.add(true);
      }
      operands.add(number(upper));
      given.add(upper != null);
    }
    return new Bound.Value(
        analysis.call(ArraySlices.function(array.type(), given), array.type(), operands),
        array.type(),
        array.typmod(),
        array.position());
  }

  /** {@code jsonb['a'][1]}: the value that the path of its subscripts leads to. */
  private Bound jsonbSubscript(Bound.Value value, Expression.Subscript subscript) {
    var arguments = new ArrayList<Bound>();
    arguments.add(value);
    for (Expression.Index index : subscript.indexes()) {
      Expression key = index.upper();
      if (index.slice() || key == null) {
        throw OrreryException.of(
                SqlState.DATATYPE_MISMATCH, "jsonb subscript does not support slices")
            .at(index.position());
      }
      Bound bound = binder.bind(key);
      if (!bound.isUnknown()
          && analysis.coercion.tryConvert(bound, BuiltinTypes.INT4, -1, Context.IMPLICIT) == null
          && analysis.coercion.tryConvert(bound, BuiltinTypes.TEXT, -1, Context.IMPLICIT) == null) {
        throw OrreryException.of(
                SqlState.DATATYPE_MISMATCH,
                "subscript type %s is not supported",
                TypeNames.format(bound.type(), -1))
            .withHint("jsonb subscript must be coercible to either integer or text.")
            .at(bound.position());
      }
      arguments.add(
          analysis.coercion.convertOrFail(
              bound, BuiltinTypes.TEXT, -1, Context.EXPLICIT, bound.position()));
    }
    return binder.calls().invoke("jsonb_extract_path", arguments, subscript.position());
  }
}
