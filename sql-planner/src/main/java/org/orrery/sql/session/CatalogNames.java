package org.orrery.sql.session;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.setting.IdentifierList;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.ObjectNames;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.pgcatalog.InternalFunctions;

/**
 * Names of catalog objects for the {@code reg…} types: qualified when the search path does not find
 * them.
 */
final class CatalogNames implements ObjectNames {

  private final Supplier<? extends Catalog> catalogs;
  private final Supplier<SearchPath> paths;

  CatalogNames(Supplier<? extends Catalog> catalogs, Supplier<SearchPath> paths) {
    this.catalogs = catalogs;
    this.paths = paths;
  }

  @Override
  public @Nullable String nameOf(SqlType regType, long oid) {
    Catalog catalog = catalogs.get();
    int number = (int) oid;
    return switch (regType.name()) {
      case "regclass" -> relationName(catalog, number);
      case "regtype" -> {
        SqlType type = catalog.type(number);
        yield type == null ? null : TypeNames.format(type, Typmods.NONE);
      }
      case "regproc", "regprocedure" -> functionName(catalog, number, regType.name());
      case "regnamespace" -> {
        SchemaEntry schema = catalog.schema(number);
        yield schema == null ? null : Deparser.identifier(schema.name());
      }
      case "regrole" -> roleName(catalog, number);
      default -> null;
    };
  }

  private @Nullable String relationName(Catalog catalog, int oid) {
    Relation relation = catalog.relation(oid);
    if (relation != null) {
      boolean isVisible = relation.equals(paths.get().relation(catalog, relation.name()));
      return qualified(catalog, relation.schemaOid(), relation.name(), isVisible);
    }
    IndexEntry index = catalog.index(oid);
    if (index == null) {
      return null;
    }
    boolean isVisible = paths.get().schemaOids().contains(index.schemaOid());
    return qualified(catalog, index.schemaOid(), index.name(), isVisible);
  }

  private static @Nullable String roleName(Catalog catalog, int oid) {
    for (RoleEntry role : catalog.roles()) {
      if (role.oid() == oid) {
        return Deparser.identifier(role.name());
      }
    }
    return null;
  }

  private static @Nullable String functionName(Catalog catalog, int oid, String regType) {
    FunctionDef function = catalog.functions().function(oid);
    if (function == null) {
      return InternalFunctions.name(oid);
    }
    if (regType.equals("regproc")) {
      return catalog.functions().functions(function.name()).size() > 1
          ? function.schema() + "." + Deparser.identifier(function.name())
          : Deparser.identifier(function.name());
    }
    List<String> types =
        function.argumentTypes().stream().map(t -> TypeNames.format(t, Typmods.NONE)).toList();
    return Deparser.identifier(function.name()) + "(" + String.join(",", types) + ")";
  }

  private static String qualified(Catalog catalog, int schemaOid, String name, boolean isVisible) {
    SchemaEntry schema = catalog.schema(schemaOid);
    String quoted = Deparser.identifier(name);
    return isVisible || schema == null ? quoted : Deparser.identifier(schema.name()) + "." + quoted;
  }

  @Override
  public long oidOf(SqlType regType, String name) {
    Catalog catalog = catalogs.get();
    if (regType == BuiltinTypes.REGTYPE) {
      long oid = typeOid(name);
      if (oid == 0) {
        SchemaEntry.requireSchemaOf(split(name), catalog);
      }
      return oid;
    }
    List<String> parts = split(name);
    SchemaEntry.requireSchemaOf(parts, catalog);
    return switch (regType.name()) {
      case "regclass" -> Integer.toUnsignedLong(relationOid(catalog, parts));
      case "regproc" -> functionOid(catalog, parts);
      case "regnamespace" -> {
        SchemaEntry schema = catalog.schema(parts.getLast());
        yield schema == null ? 0 : Integer.toUnsignedLong(schema.oid());
      }
      case "regrole" -> {
        RoleEntry role = catalog.role(parts.getLast());
        yield role == null ? 0 : Integer.toUnsignedLong(role.oid());
      }
      default -> 0;
    };
  }

  private static List<String> split(String name) {
    var listed = new StringBuilder(name);
    boolean isQuoted = false;
    for (int i = 0; i < listed.length(); i++) {
      isQuoted ^= listed.charAt(i) == '"';
      if (listed.charAt(i) == '.' && !isQuoted) {
        listed.setCharAt(i, ',');
      }
    }
    List<String> parts = IdentifierList.split(listed.toString());
    if (parts == null || parts.isEmpty() || parts.size() > 3) {
      throw OrreryException.of(SqlState.INVALID_NAME, "invalid name syntax");
    }
    return parts;
  }

  private int relationOid(Catalog catalog, List<String> parts) {
    String name = parts.getLast();
    if (parts.size() == 1) {
      for (int schemaOid : paths.get().schemaOids()) {
        int oid = relationOid(catalog, schemaOid, name);
        if (oid != 0) {
          return oid;
        }
      }
      return 0;
    }
    SchemaEntry schema = catalog.schema(parts.get(parts.size() - 2));
    if (schema == null) {
      return 0;
    }
    return relationOid(catalog, schema.oid(), name);
  }

  private static int relationOid(Catalog catalog, int schemaOid, String name) {
    Relation relation = catalog.relation(schemaOid, name);
    if (relation != null) {
      return relation.oid();
    }
    IndexEntry index = catalog.index(schemaOid, name);
    return index == null ? 0 : index.oid();
  }

  private static long functionOid(Catalog catalog, List<String> parts) {
    List<FunctionDef> functions = catalog.functions().functions(parts.getLast());
    if (functions.size() > 1) {
      throw OrreryException.of(
          SqlState.AMBIGUOUS_FUNCTION,
          "more than one function named \"%s\"",
          String.join(".", parts));
    }
    return functions.isEmpty()
        ? InternalFunctions.oid(parts.getLast())
        : Integer.toUnsignedLong(functions.getFirst().oid());
  }

  /** Types by their name or SQL's spelling, with {@code []} for arrays. */
  private static long typeOid(String name) {
    String plain = name.trim();
    boolean isArray = plain.endsWith("[]");
    String base = isArray ? plain.substring(0, plain.length() - 2).trim() : plain;
    if (base.startsWith("pg_catalog.")) {
      base = base.substring("pg_catalog.".length());
    }
    for (SqlType type : BuiltinTypes.all()) {
      boolean isNamed =
          type.name().equals(base) || TypeNames.format(type, Typmods.NONE).equals(base);
      if (isNamed) {
        SqlType wanted = isArray ? BuiltinTypes.arrayOf(type) : type;
        return wanted == null ? 0 : Integer.toUnsignedLong(wanted.oid());
      }
    }
    return switch (base) {
      case "int" -> oid(BuiltinTypes.INT4, isArray);
      case "decimal" -> oid(BuiltinTypes.NUMERIC, isArray);
      case "float" -> oid(BuiltinTypes.FLOAT8, isArray);
      default -> 0;
    };
  }

  private static long oid(SqlType type, boolean isArray) {
    SqlType wanted = isArray ? BuiltinTypes.arrayOf(type) : type;
    return wanted == null ? 0 : Integer.toUnsignedLong(wanted.oid());
  }
}
