package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.plan.PgTypeFactory;

/** Types of {@code $n}: given by the client, or taken from the first place that needs one. */
final class ParameterTypes {

  private static final int NUMBER_MAX = 65535;

  private final List<@Nullable SqlType> types;
  private final boolean infers;
  private final PgTypeFactory factory;

  ParameterTypes(BindContext context, PgTypeFactory factory) {
    this.types = new ArrayList<>(context.parameterTypes());
    this.infers = context.infersParameters();
    this.factory = factory;
  }

  /** {@code $number} where it stands. */
  Bound reference(int number, int position) {
    if (number < 1 || number > NUMBER_MAX || (!infers && number > types.size())) {
      throw OrreryException.of(SqlState.UNDEFINED_PARAMETER, "there is no parameter $%d", number)
          .at(position);
    }
    while (types.size() < number) {
      types.add(null);
    }
    SqlType type = types.get(number - 1);
    return type == null
        ? new Bound.Parameter(number - 1, position)
        : new Bound.Value(rex(number - 1, type), type, -1, position);
  }

  /** Gives a parameter its type. */
  RexNode resolve(Bound.Parameter parameter, SqlType type) {
    SqlType known = types.get(parameter.index());
    if (known == null) {
      types.set(parameter.index(), type);
    } else if (known != type) {
      throw OrreryException.of(
              SqlState.AMBIGUOUS_PARAMETER,
              "inconsistent types deduced for parameter $%d",
              parameter.index() + 1)
          .withDetail(TypeNames.format(known, -1) + " versus " + TypeNames.format(type, -1))
          .at(parameter.position());
    }
    return rex(parameter.index(), type);
  }

  private RexNode rex(int index, SqlType type) {
    return new RexDynamicParam(factory.of(type), index);
  }

  /** The error of a parameter that nothing gives a type. */
  static OrreryException undetermined(Bound.Parameter parameter) {
    return OrreryException.of(
            SqlState.INDETERMINATE_DATATYPE,
            "could not determine data type of parameter $%d",
            parameter.index() + 1)
        .at(parameter.position());
  }

  /** All types, when the statement is bound. */
  List<SqlType> finish() {
    var all = new ArrayList<SqlType>();
    for (int i = 0; i < types.size(); i++) {
      SqlType type = types.get(i);
      if (type == null) {
        throw undetermined(new Bound.Parameter(i, OrreryException.NO_POSITION));
      }
      all.add(type);
    }
    return all;
  }
}
