package org.orrery.sql.parser;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TypeName;

/**
 * The syntax tree as SQL again, laid out as PostgreSQL's {@code pg_get_expr} and {@code
 * pg_get_viewdef} do: every operator in parentheses, key words in upper case. The text parses to a
 * tree of the same meaning. Thread: any; each call has its own state.
 */
public final class Deparser {

  private Deparser() {}

  /** An expression: {@code ((a > 0) AND (b IS NULL))}. */
  public static String expression(Expression expression) {
    var out = new StringBuilder();
    new ExpressionDeparser(out).append(expression);
    return out.toString();
  }

  /** A query over several lines, as in a view's definition, without a semicolon. */
  public static String query(SelectStatement query) {
    var out = new StringBuilder();
    new QueryDeparser(out, new ExpressionDeparser(out), true).append(query);
    return out.toString();
  }

  /** A type as {@code format_type} writes it: {@code timestamp(3) with time zone}. */
  public static String typeName(TypeName type) {
    var out = new StringBuilder();
    if (type.setOf()) {
      out.append("SETOF ");
    }
    TypeNames.append(out, type);
    for (int bound : type.arrayBounds()) {
      out.append('[').append(bound < 0 ? "" : Integer.toString(bound)).append(']');
    }
    return out.toString();
  }

  /** An identifier, in double quotes when it would not be read back as itself. */
  public static String identifier(String name) {
    boolean plain = !name.isEmpty() && !PgLexer.isDigit(name.charAt(0));
    for (int i = 0; plain && i < name.length(); i++) {
      char c = name.charAt(i);
      plain = (c >= 'a' && c <= 'z') || c == '_' || PgLexer.isDigit(c);
    }
    if (plain) {
      PgKeyword keyword = PgKeyword.of(name);
      plain = keyword == null || keyword.category() == PgKeyword.Category.UNRESERVED;
    }
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A dotted name with each part quoted as needed. */
  public static String qualifiedName(List<String> parts) {
    var out = new StringBuilder();
    for (String part : parts) {
      if (!out.isEmpty()) {
        out.append('.');
      }
      out.append(identifier(part));
    }
    return out.toString();
  }

  /** A string constant; {@code E''} when it holds a backslash. */
  public static String literal(String value) {
    String quoted = value.replace("'", "''");
    return quoted.indexOf('\\') < 0
        ? '\'' + quoted + '\''
        : "E'" + quoted.replace("\\", "\\\\") + '\'';
  }

  /** The names of types that SQL spells in its own way. */
  private static final class TypeNames {

    static void append(StringBuilder out, TypeName type) {
      String sql = isSystem(type) ? sqlName(type.name(), !type.modifiers().isEmpty()) : null;
      String modifiers = modifiers(type.modifiers());
      if (sql == null) {
        List<String> names = type.names();
        boolean hidden = names.size() == 2 && names.getFirst().equals("pg_catalog");
        boolean interval = isSystem(type) && type.name().equals("interval");
        String name = hidden ? identifier(type.name()) : qualifiedName(names);
        out.append(interval ? "interval" : name);
        if (type.intervalFields() != null) {
          out.append(' ').append(type.intervalFields().sql());
        }
        out.append(modifiers);
      } else {
        int zone = sql.indexOf(" with");
        String head = zone < 0 ? sql : sql.substring(0, zone);
        out.append(head).append(modifiers).append(zone < 0 ? "" : sql.substring(zone));
      }
      if (type.percentType()) {
        out.append("%TYPE");
      }
    }

    private static boolean isSystem(TypeName type) {
      return type.names().size() == 1 || type.names().getFirst().equals("pg_catalog");
    }

    private static @Nullable String sqlName(String name, boolean length) {
      return switch (name) {
        case "int2" -> "smallint";
        case "int4" -> "integer";
        case "int8" -> "bigint";
        case "float4" -> "real";
        case "float8" -> "double precision";
        case "bool" -> "boolean";
        case "numeric" -> "numeric";
        case "interval" -> null;
        case "varchar" -> "character varying";
        case "bpchar" -> length ? "character" : null;
        case "bit" -> "bit";
        case "varbit" -> "bit varying";
        case "timestamp" -> "timestamp without time zone";
        case "timestamptz" -> "timestamp with time zone";
        case "time" -> "time without time zone";
        case "timetz" -> "time with time zone";
        default -> null;
      };
    }

    private static String modifiers(List<Expression> modifiers) {
      if (modifiers.isEmpty()) {
        return "";
      }
      var out = new StringBuilder("(");
      for (Expression modifier : modifiers) {
        if (out.length() > 1) {
          out.append(',');
        }
        out.append(expression(modifier));
      }
      return out.append(')').toString();
    }
  }
}
