package org.orrery.sql.pgcatalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.SystemRelation;

/** Rows of system relations in text, as COPY writes them. */
final class RelationText {

  private RelationText() {}

  /** The rows of a relation, in the order of some of its columns. */
  static List<List<String>> rows(SampleSession session, SystemRelation relation, List<String> of) {
    List<String> names = relation.columns().stream().map(ColumnEntry::name).toList();
    var rows = new ArrayList<List<String>>();
    relation
        .rows()
        .produce(
            session,
            batch -> {
              for (int i = 0; i < batch.size(); i++) {
                var row = new ArrayList<String>();
                for (String name : of) {
                  int column = names.indexOf(name);
                  row.add(text(session, relation.columns().get(column), batch, column, i));
                }
                rows.add(row);
              }
            });
    return rows;
  }

  private static String text(
      SampleSession session, ColumnEntry column, Batch batch, int index, int row) {
    if (batch.column(index).isNull(row)) {
      return "\\N";
    }
    var sink = new ByteSink(16);
    column.type().codec().formatText(batch.column(index), row, session.format(), sink);
    return sink.toString().replace("\\", "\\\\").replace("\n", "\\n");
  }

  /** Lines of a test resource, split at tabs. */
  static List<List<String>> resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(RelationText.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> List.of(line.split("\t", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
