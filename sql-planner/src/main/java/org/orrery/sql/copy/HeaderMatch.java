package org.orrery.sql.copy;

import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** HEADER MATCH. */
final class HeaderMatch {

  private HeaderMatch() {}

  static void check(List<String> names, List<CopyColumn> columns, String context) {
    for (int i = 0; i < Math.min(names.size(), columns.size()); i++) {
      if (!names.get(i).equals(columns.get(i).name())) {
        throw OrreryException.of(
                SqlState.BAD_COPY_FILE_FORMAT,
                "column name mismatch in header line field %d: got \"%s\", expected \"%s\"",
                i + 1,
                names.get(i),
                columns.get(i).name())
            .withContext(context);
      }
    }
    if (names.size() != columns.size()) {
      throw OrreryException.of(
              SqlState.BAD_COPY_FILE_FORMAT,
              "wrong number of fields in header line: field count is %d, expected %d",
              names.size(),
              columns.size())
          .withContext(context);
    }
  }
}
