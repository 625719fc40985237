package org.orrery.sql.pgcatalog.relation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;

/** {@code pg_attribute} and {@code pg_attrdef}. */
final class AttributeRows {

  /** Columns that PostgreSQL gives every table, with their numbers from -6 up. */
  private record SystemColumn(String name, SqlType type) {}

  private static final List<SystemColumn> SYSTEM_COLUMNS =
      List.of(
          new SystemColumn("tableoid", BuiltinTypes.OID),
          new SystemColumn("cmax", BuiltinTypes.CID),
          new SystemColumn("xmax", BuiltinTypes.XID),
          new SystemColumn("cmin", BuiltinTypes.CID),
          new SystemColumn("xmin", BuiltinTypes.XID),
          new SystemColumn("ctid", BuiltinTypes.TID));

  /** A default has no OID of its own; it gets one above those of stored objects. */
  private static final int DEFAULT_OID_FIRST = 0x8000_0000;

  private static final int COLUMNS_MAX = 1664;

  private final TypeFacts types;

  AttributeRows(TypeFacts types) {
    this.types = types;
  }

  void addTo(Fillers to) {
    to.described("pg_attribute", this::attributes, "attrelid");
    to.described("pg_attrdef", AttributeRows::defaults, "adrelid");
  }

  private void attributes(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      boolean isSystem = relation instanceof SystemRelation;
      char kind = ClassRows.kind(catalog, relation);
      boolean isTable = kind == 'r' || kind == 'm';
      for (int i = 0; isTable && i < SYSTEM_COLUMNS.size(); i++) {
        SystemColumn column = SYSTEM_COLUMNS.get(i);
        attribute(rows, relation.oid(), i - 6, column.name(), column.type(), -1)
            .set("attstattarget", 0)
            .set("attnotnull", true);
      }
      for (ColumnEntry column : relation.columns()) {
        attribute(
                rows,
                relation.oid(),
                column.number(),
                column.name(),
                column.type(),
                column.typmod())
            .set("attnotnull", column.isNotNull())
            .set("atthasdef", column.defaultSql() != null)
            .set("attidentity", identity(catalog, relation, column))
            .set("attgenerated", column.isGenerated() ? "s" : "")
            .set("atthasmissing", column.missingText() != null)
            .set("attmissingval", missing(column.missingText()))
            .set("attndims", isTable && column.type().isArray() ? 1 : 0)
            .set("attcollation", types.collation(column.type(), isSystem));
      }
    }
    for (IndexEntry index : catalog.indexes()) {
      indexColumns(catalog, index, rows);
    }
  }

  private void indexColumns(Catalog catalog, IndexEntry index, RowWriter rows) {
    for (int i = 0; i < IndexColumns.count(index); i++) {
      ColumnEntry column = IndexColumns.column(catalog, index, i);
      SqlType type = IndexColumns.type(catalog, index, i);
      attribute(
              rows,
              index.oid(),
              i + 1,
              IndexColumns.name(catalog, index, i),
              type,
              column == null ? -1 : column.typmod())
          .set("attcollation", types.collation(type, false));
    }
  }

  private RowWriter attribute(
      RowWriter rows, int relation, int number, String name, SqlType type, int typmod) {
    rows.row()
        .set("attrelid", relation)
        .set("attname", name)
        .set("atttypid", type.oid())
        .set("attstattarget", -1)
        .set("attnum", number)
        .set("attcacheoff", -1)
        .set("atttypmod", typmod)
        .set("attislocal", true);
    for (String[] pair : TypeFacts.SHARED) {
      rows.set(pair[0], types.get(type, pair[1]));
    }
    return rows;
  }

  /** The one-element array that PostgreSQL keeps a missing value in, as text. */
  private static @Nullable String missing(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var vector = new BytesVector(1);
    RowWriter.put(BuiltinTypes.TEXT_ARRAY, List.of(text), vector, 0);
    var sink = new ByteSink(32);
    BuiltinTypes.TEXT_ARRAY.codec().formatText(vector, 0, FormatSettings.DEFAULT, sink);
    return sink.toString();
  }

  private static String identity(Catalog catalog, Relation relation, ColumnEntry column) {
    SequenceEntry sequence = catalog.identity(relation.oid(), column.number());
    return sequence == null ? "" : String.valueOf(sequence.identity());
  }

  private static void defaults(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (!(relation instanceof TableEntry)) {
        continue;
      }
      for (ColumnEntry column : relation.columns()) {
        if (column.defaultSql() != null) {
          rows.row()
              .set("oid", defaultOid(relation.oid(), column.number()))
              .set("adrelid", relation.oid())
              .set("adnum", column.number())
              .set("adbin", column.defaultSql());
        }
      }
    }
  }

  private static int defaultOid(int table, int number) {
    return DEFAULT_OID_FIRST + (table - 16_384) * COLUMNS_MAX + number;
  }
}
