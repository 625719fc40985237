package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.RecordValue;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.OutputColumn;

/** Fields of records whose shape is known. */
final class Composites {

  private Composites() {}

  /** {@code (record).name}. */
  static Bound field(Analysis analysis, Bound record, String name, int position) {
    if (!record.isUnknown() && record.type() != BuiltinTypes.RECORD) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE,
              "column notation .%s applied to type %s, which is not a composite type",
              name,
              TypeNames.format(record.type(), -1))
          .at(record.position());
    }
    for (Target field : fields(analysis, record, position)) {
      if (field.name().equals(name)) {
        return field.value();
      }
    }
    throw OrreryException.of(
            SqlState.UNDEFINED_COLUMN, "could not identify column \"%s\" in record data type", name)
        .at(position);
  }

  /** {@code (record).*}. */
  static List<Target> expand(Analysis analysis, Bound record, int position) {
    return fields(analysis, record, position);
  }

  private static List<Target> fields(Analysis analysis, Bound record, int position) {
    var fields = new ArrayList<Target>();
    if (record instanceof Bound.Composite composite) {
      for (int i = 0; i < composite.names().size(); i++) {
        fields.add(Target.of(composite.names().get(i), composite.fields().get(i)));
      }
      return fields;
    }
    if (!record.isUnknown() && record.type() != BuiltinTypes.RECORD) {
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE,
          "type %s is not composite",
          TypeNames.format(record.type(), -1));
    }
    if (!(record instanceof Bound.Value value)
        || !(value.rex() instanceof Namespace.ColumnRef column)
        || column.column().fields().isEmpty()) {
      throw OrreryException.notSupported(
              "selecting a field of this kind of composite is not supported yet")
          .at(position);
    }
    List<OutputColumn> shape = column.column().fields();
    for (int i = 0; i < shape.size(); i++) {
      SqlType type = shape.get(i).type();
      RexNode rex = analysis.call(selector(i, type), type, List.of(value.rex()));
      fields.add(Target.of(shape.get(i).name(), new Bound.Value(rex, type, -1, position)));
    }
    return fields;
  }

  /** The function that takes a field out of a record; it has no row in {@code pg_proc}. */
  private static FunctionDef selector(int index, SqlType type) {
    return new FunctionDef(
        -1 - index,
        "pg_catalog",
        "field" + index,
        List.of(BuiltinTypes.RECORD),
        List.of(""),
        List.of(),
        false,
        type,
        List.of(),
        true,
        FunctionDef.Volatility.IMMUTABLE,
        false,
        new FunctionDef.Implementation.Scalar(
            (_, arguments, selection, count, result) -> {
              for (int i = 0; i < count; i++) {
                int row = selection == null ? i : selection[i];
                RecordValue record = RecordValue.read((BytesVector) arguments[0], row);
                result.copyFrom(record.values().get(index), 0, row);
              }
            }));
  }
}
