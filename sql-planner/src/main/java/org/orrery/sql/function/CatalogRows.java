package org.orrery.sql.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionDef.Implementation;
import org.orrery.sql.function.FunctionDef.OutputColumn;
import org.orrery.sql.function.FunctionDef.Volatility;

/**
 * Rows of PostgreSQL 15's {@code pg_proc}, {@code pg_operator} and {@code pg_cast}, from resource
 * files of tab-separated columns. A row of {@code pg_proc} is only split when something is bound to
 * it, which keeps start-up short.
 *
 * <p>{@code proc.tsv}: signature, OID, flags (kind, {@code s}et, s{@code t}rict, volatility, {@code
 * l}eakproof, {@code v}ariadic; {@code -} for not), result type, input types, all types, modes,
 * names, defaults. {@code operator.tsv}: OID, name, left, right, function, commutator, negator.
 * {@code cast.tsv}: OID, source, target, function, context, method. Types are OIDs.
 */
final class CatalogRows {

  private static final String SCHEMA = "pg_catalog";

  private final Map<String, String> procedures;

  CatalogRows() {
    List<String> lines = lines("proc.tsv");
    procedures = HashMap.newHashMap(lines.size());
    for (String line : lines) {
      procedures.put(line.substring(0, line.indexOf('\t')), line);
    }
  }

  /** Lines of a resource file, without line ends. */
  static List<String> lines(String resource) {
    try (InputStream in = CatalogRows.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw Invariant.broken("missing resource " + resource);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var lines = new ArrayList<String>(text.length() / 50);
      int start = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        lines.add(text.substring(start, end));
        start = end + 1;
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether PostgreSQL has a function of this signature. */
  boolean hasFunction(String signature) {
    return procedures.containsKey(signature);
  }

  /** The function of a signature with its implementation. */
  FunctionDef function(String signature, Implementation implementation) {
    String line = procedures.get(signature);
    if (line == null) {
      throw Invariant.broken("no such row in pg_proc: " + signature);
    }
    String[] columns = line.split("\t", -1);
    String flags = columns[2];
    List<SqlType> inputs = types(column(columns, 4));
    List<SqlType> all = types(column(columns, 5));
    String modes = column(columns, 6);
    List<String> names = list(column(columns, 7), ",");
    var inputNames = new ArrayList<String>();
    var outputs = new ArrayList<OutputColumn>();
    for (int i = 0; i < Math.max(inputs.size(), all.size()); i++) {
      char mode = modes.isEmpty() ? 'i' : modes.charAt(i);
      String name = i < names.size() ? names.get(i) : "";
      if (mode != 'o' && mode != 't') {
        inputNames.add(name);
      }
      if (mode == 'o' || mode == 't' || mode == 'b') {
        outputs.add(new OutputColumn(name, all.get(i)));
      }
    }
    return new FunctionDef(
        Integer.parseInt(columns[1]),
        SCHEMA,
        signature.substring(0, signature.indexOf('(')),
        inputs,
        inputNames,
        list(column(columns, 8), ", "),
        flags.charAt(5) == 'v',
        type(columns[3]),
        outputs,
        flags.charAt(2) == 't',
        volatility(flags.charAt(3)),
        flags.charAt(4) == 'l',
        implementation);
  }

  /** The operators whose function is among {@code functions}. */
  static List<OperatorDef> operators(Map<Integer, FunctionDef> functions) {
    var operators = new ArrayList<OperatorDef>();
    for (String line : lines("operator.tsv")) {
      String[] columns = line.split("\t", -1);
      FunctionDef function = functions.get(Integer.parseInt(columns[4]));
      if (function != null) {
        operators.add(
            new OperatorDef(
                Integer.parseInt(columns[0]),
                columns[1],
                columns[2].equals("0") ? null : type(columns[2]),
                type(columns[3]),
                function,
                Integer.parseInt(columns[5]),
                Integer.parseInt(columns[6])));
      }
    }
    return operators;
  }

  /** The casts between known types that need no function or one among {@code functions}. */
  static List<CastDef> casts(Map<Integer, FunctionDef> functions) {
    var casts = new ArrayList<CastDef>();
    for (String line : lines("cast.tsv")) {
      String[] columns = line.split("\t", -1);
      SqlType source = BuiltinTypes.find(Integer.parseInt(columns[1]));
      SqlType target = BuiltinTypes.find(Integer.parseInt(columns[2]));
      int functionOid = Integer.parseInt(columns[3]);
      FunctionDef function = functions.get(functionOid);
      if (source != null && target != null && (functionOid == 0 || function != null)) {
        casts.add(
            new CastDef(
                Integer.parseInt(columns[0]),
                source,
                target,
                function,
                context(columns[4].charAt(0)),
                method(columns[5].charAt(0))));
      }
    }
    return casts;
  }

  private static String column(String[] columns, int index) {
    return index < columns.length ? columns[index] : "";
  }

  private static List<String> list(String text, String separator) {
    return text.isEmpty() ? List.of() : List.of(text.split(separator, -1));
  }

  private static List<SqlType> types(String oids) {
    var types = new ArrayList<SqlType>();
    for (String oid : list(oids, ",")) {
      types.add(type(oid));
    }
    return types;
  }

  private static SqlType type(String oid) {
    SqlType type = BuiltinTypes.find(Integer.parseInt(oid));
    if (type == null) {
      throw Invariant.broken("a bound function uses the unknown type " + oid);
    }
    return type;
  }

  private static Volatility volatility(char code) {
    return switch (code) {
      case 'i' -> Volatility.IMMUTABLE;
      case 's' -> Volatility.STABLE;
      default -> Volatility.VOLATILE;
    };
  }

  private static CastDef.Context context(char code) {
    return switch (code) {
      case 'i' -> CastDef.Context.IMPLICIT;
      case 'a' -> CastDef.Context.ASSIGNMENT;
      default -> CastDef.Context.EXPLICIT;
    };
  }

  private static CastDef.Method method(char code) {
    return switch (code) {
      case 'b' -> CastDef.Method.BINARY;
      case 'i' -> CastDef.Method.INOUT;
      default -> CastDef.Method.FUNCTION;
    };
  }
}
