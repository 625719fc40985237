package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ExtensionEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemClasses;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.sql.pgcatalog.SqlNames;
import org.orrery.sql.pgcatalog.relation.IndexColumns;

/** {@code pg_describe_object}: what an object is, in words. */
final class ObjectTexts {

  private ObjectTexts() {}

  static void addTo(Contributions to) {
    to.text(
        "pg_describe_object(oid,oid,int4)",
        (context, a, row) ->
            describe(context, (int) longAt(a, 0, row), (int) longAt(a, 1, row), intAt(a, 2, row)));
  }

  private static @Nullable String describe(
      EvaluationContext context, int catalogOid, int oid, int part) {
    SessionInfo session = SessionInfo.of(context);
    Catalog catalog = session.catalog();
    return switch (catalogOid) {
      case SystemClasses.PG_CLASS -> relation(session, oid, part);
      case SystemClasses.PG_PROC -> function(catalog.functions().function(oid));
      case SystemClasses.PG_TYPE -> type(catalog.type(oid));
      case SystemClasses.PG_NAMESPACE -> schema(catalog.schema(oid));
      case SystemClasses.PG_AUTHID -> {
        for (RoleEntry role : catalog.roles()) {
          if (role.oid() == oid) {
            yield "role " + Deparser.identifier(role.name());
          }
        }
        yield null;
      }
      case SystemClasses.PG_EXTENSION -> {
        for (ExtensionEntry extension : catalog.extensions()) {
          if (extension.oid() == oid) {
            yield "extension " + Deparser.identifier(extension.name());
          }
        }
        yield null;
      }
      default -> null;
    };
  }

  private static @Nullable String function(@Nullable FunctionDef function) {
    return function == null ? null : "function " + signature(function);
  }

  private static @Nullable String type(@Nullable SqlType type) {
    return type == null ? null : "type " + TypeNames.format(type, Typmods.NONE);
  }

  private static @Nullable String schema(@Nullable SchemaEntry schema) {
    return schema == null ? null : "schema " + Deparser.identifier(schema.name());
  }

  private static String signature(FunctionDef function) {
    return function.argumentTypes().stream()
        .map(type -> TypeNames.format(type, Typmods.NONE))
        .collect(Collectors.joining(",", Deparser.identifier(function.name()) + "(", ")"));
  }

  private static @Nullable String relation(SessionInfo session, int oid, int part) {
    Catalog catalog = session.catalog();
    Relation relation = catalog.relation(oid);
    if (relation == null) {
      IndexEntry index = catalog.index(oid);
      return index == null ? null : "index " + Deparser.identifier(index.name());
    }
    String kind =
        switch (relation) {
          case TableEntry _, ChunkRelation _ -> "table ";
          case ViewEntry _ -> "view ";
          case SequenceEntry _ -> "sequence ";
          case SystemRelation system -> system.isView() ? "view " : "table ";
        };
    String text = kind + SqlNames.relation(catalog, session.searchPath(), relation);
    if (part == 0) {
      return text;
    }
    ColumnEntry column = IndexColumns.column(relation, part);
    return column == null ? null : "column " + Deparser.identifier(column.name()) + " of " + text;
  }
}
