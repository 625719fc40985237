package org.orrery.sql.pgcatalog.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.function.FunctionContribution;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.Implementation;
import org.orrery.sql.function.FunctionDef.OutputColumn;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.pgcatalog.Resources;
import org.orrery.sql.pgcatalog.RowWriter;

/** Catalog functions that return rows. */
final class RowFunctions {

  /** Its OID in PostgreSQL is of the range that differs between installations. */
  private static final int EXPAND_ARRAY_OID = 14_900;

  private static final List<SqlType> KEYWORD_TYPES =
      List.of(
          BuiltinTypes.TEXT,
          BuiltinTypes.CHAR,
          BuiltinTypes.BOOL,
          BuiltinTypes.TEXT,
          BuiltinTypes.TEXT);

  private RowFunctions() {}

  static void addTo(Contributions to) {
    to.set("pg_get_keywords()", (_, _, _) -> rows(keywords(), KEYWORD_TYPES));
    to.set(
        "pg_options_to_table(_text)",
        (_, arguments, _) ->
            rows(options(arguments[0]), List.of(BuiltinTypes.TEXT, BuiltinTypes.TEXT)));
    to.set("pg_partition_ancestors(regclass)", (_, _, _) -> () -> null);
    to.add(new FunctionContribution.Own(expandArray()));
  }

  /** {@code information_schema._pg_expandarray}, which drivers read the columns of keys with. */
  private static FunctionDef expandArray() {
    return new FunctionDef(
        EXPAND_ARRAY_OID,
        "information_schema",
        "_pg_expandarray",
        List.of(BuiltinTypes.ANYARRAY),
        List.of(""),
        List.of(),
        false,
        BuiltinTypes.RECORD,
        List.of(
            new OutputColumn("x", BuiltinTypes.ANYELEMENT),
            new OutputColumn("n", BuiltinTypes.INT4)),
        true,
        Volatility.IMMUTABLE,
        false,
        new Implementation.SetReturning(
            (_, arguments, types) -> expand(arguments[0], Objects.requireNonNull(types[0]))));
  }

  private static SetFunction.Rows expand(@Nullable Object argument, SqlType type) {
    ArrayValue array = array(argument, Objects.requireNonNull(type.element()));
    var rows = new ArrayList<List<@Nullable Object>>();
    for (int i = 0; i < array.count(); i++) {
      var row = new ArrayList<@Nullable Object>();
      row.add(array.elements().get(i));
      row.add((long) i + 1);
      rows.add(row);
    }
    return rows(rows, List.of(array.elementType(), BuiltinTypes.INT4));
  }

  private static ArrayValue array(@Nullable Object argument, SqlType element) {
    byte[] bytes = (byte[]) Objects.requireNonNull(argument);
    return ArrayValue.read(element, bytes, 0, bytes.length);
  }

  private static List<List<@Nullable Object>> keywords() {
    var rows = new ArrayList<List<@Nullable Object>>();
    for (String[] line : Resources.rows("keyword.tsv")) {
      var row = new ArrayList<@Nullable Object>();
      row.add(line[0]);
      row.add(line[1].charAt(0));
      row.add(line[2].equals("t"));
      row.add(
          switch (line[1]) {
            case "U" -> "unreserved";
            case "C" -> "unreserved (cannot be function or type name)";
            case "T" -> "reserved (can be function or type name)";
            default -> "reserved";
          });
      row.add(line[2].equals("t") ? "can be bare label" : "requires AS");
      rows.add(row);
    }
    return rows;
  }

  /** Pairs of {@code name=value} strings. */
  private static List<List<@Nullable Object>> options(@Nullable Object argument) {
    ArrayValue array = array(argument, BuiltinTypes.TEXT);
    var rows = new ArrayList<List<@Nullable Object>>();
    for (int i = 0; i < array.count(); i++) {
      String option = ((BytesVector) array.elements()).getString(i);
      int equals = option.indexOf('=');
      var row = new ArrayList<@Nullable Object>();
      row.add(equals < 0 ? option : option.substring(0, equals));
      row.add(equals < 0 ? null : option.substring(equals + 1));
      rows.add(row);
    }
    return rows;
  }

  private static SetFunction.Rows rows(List<List<@Nullable Object>> rows, List<SqlType> types) {
    var store = new RowStore(types);
    var current = new Vector[types.size()];
    for (List<@Nullable Object> row : rows) {
      for (int i = 0; i < current.length; i++) {
        current[i] = Vector.allocate(types.get(i).kind(), 1);
        RowWriter.put(types.get(i), row.get(i), current[i], 0);
      }
      store.appendRow(current, 0);
    }
    RowStore.Reader reader = store.reader();
    return reader::next;
  }
}
