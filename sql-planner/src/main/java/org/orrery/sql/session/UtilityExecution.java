package org.orrery.sql.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.VectorCopy;

/** A utility statement that has run: a tag, and maybe rows. */
final class UtilityExecution implements Execution {

  private final String tag;
  private final @Nullable List<ResultColumn> columns;
  private final RowStore.@Nullable Reader rows;

  private UtilityExecution(
      String tag, @Nullable List<ResultColumn> columns, RowStore.@Nullable Reader rows) {
    this.tag = tag;
    this.columns = columns;
    this.rows = rows;
  }

  /** No rows. */
  static UtilityExecution done(String tag) {
    return new UtilityExecution(tag, null, null);
  }

  /** Rows of text columns. */
  static UtilityExecution texts(
      String tag, List<ResultColumn> columns, List<List<@Nullable String>> lines) {
    List<SqlType> types = columns.stream().map(ResultColumn::type).toList();
    var store = new RowStore(types);
    for (List<@Nullable String> line : lines) {
      var row = VectorCopy.allocate(types);
      for (int i = 0; i < row.length; i++) {
        String text = line.get(i);
        row[i].set(0, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
      }
      store.append(new Batch(row, 1));
    }
    return new UtilityExecution(tag, columns, store.reader());
  }

  /** Any rows. */
  static UtilityExecution rows(String tag, List<ResultColumn> columns, RowStore store) {
    return new UtilityExecution(tag, columns, store.reader());
  }

  @Override
  public @Nullable List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public @Nullable Batch next() {
    return rows == null ? null : rows.next();
  }

  @Override
  public String tag(long sent) {
    return tag;
  }

  @Override
  public void close() {}
}
