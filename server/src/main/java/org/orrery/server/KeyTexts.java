package org.orrery.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.cluster.owner.KeyFormatter;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.SharedCatalog;
import org.orrery.sql.catalog.StoredKey;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.pgcatalog.IndexText;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/** Shows keys in errors of owners, who know no types: looks the types up in the catalog. */
final class KeyTexts implements KeyFormatter {

  private volatile @Nullable SharedCatalog catalog;

  /** Gives the catalog, which exists only after storage does. */
  void setCatalog(SharedCatalog newCatalog) {
    catalog = newCatalog;
  }

  @Override
  public @Nullable String format(TableSchema schema, UniqueKey key, Batch rows, int position) {
    SharedCatalog shared = catalog;
    if (shared == null
        || !(shared.current().relation(schema.tableOid()) instanceof TableEntry table)) {
      return null;
    }
    IndexEntry index = shared.current().index(key.indexOid());
    String names =
        index == null
            ? key.columnIds().stream()
                .map(id -> Deparser.identifier(schema.columns().get(schema.indexOf(id)).name()))
                .collect(Collectors.joining(", ", "(", ")"))
            : IndexText.columns(shared.current(), index);
    Map<Integer, SqlType> types = types(table, shared.current().indexes(table.oid()));
    var text = new ByteSink(64);
    text.writeString(names + "=(");
    String separator = "";
    for (int columnId : key.columnIds()) {
      SqlType type = types.get(columnId);
      Vector values = rows.column(schema.indexOf(columnId));
      if (type == null || type.kind() != values.kind()) {
        return null;
      }
      text.writeString(separator);
      if (values.isNull(position)) {
        text.writeString("null");
      } else {
        type.codec().formatText(values, position, FormatSettings.DEFAULT, text);
      }
      separator = ", ";
    }
    text.writeString(")");
    return text.toString();
  }

  private static Map<Integer, SqlType> types(TableEntry table, List<IndexEntry> indexes) {
    var types = new HashMap<Integer, SqlType>();
    table.columns().forEach(column -> types.put(column.number(), column.type()));
    StoredKey.of(table, indexes).forEach(stored -> types.put(stored.number(), stored.type()));
    return types;
  }
}
