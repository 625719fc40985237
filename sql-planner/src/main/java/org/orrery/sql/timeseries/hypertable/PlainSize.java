package org.orrery.sql.timeseries.hypertable;

import java.util.List;
import java.util.stream.IntStream;
import org.orrery.data.BytesVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Split;

/**
 * What a chunk's values take without any encoding: the length of their type each, or that of the
 * value where the type has none. Headers and padding, which a row store would add, do not count.
 */
final class PlainSize {

  /** A numeric: its mantissa and its scale. */
  private static final int NUMERIC_BYTES = 12;

  private PlainSize() {}

  static long of(EvaluationContext context, ChunkRelation chunk) {
    SessionAccess session = context.session(SessionAccess.class);
    TableEntry table = chunk.table();
    int[] texts =
        IntStream.range(0, table.columns().size())
            .filter(i -> isText(table.columns().get(i).type()))
            .toArray();
    var request =
        new ScanRequest(
            session.catalog().storageSchema(table),
            texts,
            session.snapshot(),
            List.of(),
            List.of(chunk.info().chunkId()));
    long fixed = 0;
    for (ColumnEntry column : table.columns()) {
      fixed += fixedBytes(column.type());
    }
    long bytes = 0;
    for (Split split : session.tables().splits(request)) {
      try (ScanCursor cursor = session.tables().open(request, split)) {
        while (cursor.next()) {
          context.checkCancelled();
          bytes += fixed * cursor.visibleCount();
          for (int i = 0; i < texts.length; i++) {
            bytes += textBytes(cursor, cursor.column(i));
          }
        }
      }
    }
    return bytes;
  }

  private static boolean isText(SqlType type) {
    return type.length() < 0 && type.kind() == PhysicalKind.BYTES;
  }

  private static int fixedBytes(SqlType type) {
    return type.length() > 0 ? type.length() : isText(type) ? 0 : NUMERIC_BYTES;
  }

  private static long textBytes(ScanCursor cursor, Vector column) {
    if (!(column instanceof BytesVector texts)) {
      return 0;
    }
    int[] visible = cursor.visible();
    long bytes = 0;
    for (int i = 0; i < cursor.visibleCount(); i++) {
      int row = visible == null ? i : visible[i];
      bytes += texts.isNull(row) ? 0 : texts.lengths()[row];
    }
    return bytes;
  }
}
