package org.orrery.sql.pgcatalog.information;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SqlNames;
import org.orrery.sql.pgcatalog.StoredText;

/** {@code columns} and {@code element_types}. */
final class ColumnViews {

  private ColumnViews() {}

  static void addTo(Fillers to) {
    InformationSchema.add(to, "columns", ColumnViews::columns);
    InformationSchema.add(to, "element_types", ColumnViews::elements);
  }

  private static void columns(String database, Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (catalog.materializedView(relation.oid()) != null) {
        continue;
      }
      boolean isSystem = relation instanceof SystemRelation;
      for (ColumnEntry column : relation.columns()) {
        SequenceEntry identity = catalog.identity(relation.oid(), column.number());
        InformationSchema.table(rows.row(), database, catalog, relation)
            .set("column_name", column.name())
            .set("ordinal_position", column.number())
            .set("column_default", column.isGenerated() ? null : defaultOf(catalog, column))
            .set("is_nullable", InformationSchema.yesOrNo(!column.isNotNull()))
            .set("dtd_identifier", Integer.toString(column.number()))
            .set("is_self_referencing", "NO")
            .set("is_identity", InformationSchema.yesOrNo(identity != null))
            .set("identity_cycle", "NO")
            .set("is_generated", column.isGenerated() ? "ALWAYS" : "NEVER")
            .set("generation_expression", column.isGenerated() ? defaultOf(catalog, column) : null)
            .set("is_updatable", InformationSchema.yesOrNo(relation instanceof TableEntry));
        if (identity != null) {
          identity(rows, identity);
        }
        type(rows, database, column);
        if (column.type() == BuiltinTypes.NAME || (isSystem && isText(column.type()))) {
          rows.set("collation_catalog", database)
              .set("collation_schema", "pg_catalog")
              .set("collation_name", "C");
        }
      }
    }
  }

  /** The default or generation expression, with relations named as from the schema public. */
  private static @Nullable String defaultOf(Catalog catalog, ColumnEntry column) {
    String sql = column.defaultSql();
    var path = new SearchPath(List.of(SystemSchemas.PG_CATALOG, SystemSchemas.PUBLIC));
    return sql == null ? null : StoredText.shown(catalog, path, sql);
  }

  private static void identity(RowWriter rows, SequenceEntry sequence) {
    rows.set("identity_generation", sequence.identity() == 'a' ? "ALWAYS" : "BY DEFAULT")
        .set("identity_start", Long.toString(sequence.start()))
        .set("identity_increment", Long.toString(sequence.increment()))
        .set("identity_maximum", Long.toString(sequence.max()))
        .set("identity_minimum", Long.toString(sequence.min()))
        .set("identity_cycle", InformationSchema.yesOrNo(sequence.isCycling()));
  }

  /** Whether values are text or arrays of text, which the system catalogs sort as {@code C}. */
  private static boolean isText(SqlType type) {
    SqlType element = type.isArray() ? type.element() : type;
    return (element != null && element.category() == 'S') || element == BuiltinTypes.PG_NODE_TREE;
  }

  private static void type(RowWriter row, String database, ColumnEntry column) {
    SqlType type = column.type();
    int typmod = column.typmod();
    row.set("data_type", TypeColumns.name(type))
        .set("character_maximum_length", TypeColumns.characters(type, typmod))
        .set("character_octet_length", TypeColumns.octets(type, typmod))
        .set("numeric_precision", TypeColumns.precision(type, typmod))
        .set("numeric_precision_radix", TypeColumns.radix(type))
        .set("numeric_scale", TypeColumns.scale(type, typmod))
        .set("datetime_precision", TypeColumns.fraction(type, typmod))
        .set("interval_type", TypeColumns.fields(type, typmod))
        .set("udt_catalog", database)
        .set("udt_schema", "pg_catalog")
        .set("udt_name", type.name());
  }

  private static void elements(String database, Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      for (ColumnEntry column : relation.columns()) {
        SqlType element = column.type().element();
        if (element == null || column.type().length() != -1) {
          continue;
        }
        String number = Integer.toString(column.number());
        rows.row()
            .set("object_catalog", database)
            .set("object_schema", SqlNames.schema(catalog, relation.schemaOid()))
            .set("object_name", relation.name())
            .set("object_type", relation instanceof TableEntry ? "TABLE" : "VIEW")
            .set("collection_type_identifier", number)
            .set("data_type", TypeColumns.name(element))
            .set("udt_catalog", database)
            .set("udt_schema", "pg_catalog")
            .set("udt_name", element.name())
            .set("dtd_identifier", "a" + number);
      }
    }
  }
}
