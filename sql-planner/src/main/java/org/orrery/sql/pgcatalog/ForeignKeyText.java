package org.orrery.sql.pgcatalog;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.ForeignKeyEntry.Action;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.Deparser;

/** A foreign key as {@code pg_get_constraintdef} writes it. */
public final class ForeignKeyText {

  private ForeignKeyText() {}

  /** The constraint's definition, its referenced table named as the search path needs it. */
  public static String of(Catalog catalog, SearchPath path, ForeignKeyEntry key) {
    Relation table = Objects.requireNonNull(catalog.relation(key.tableOid()));
    Relation referenced = Objects.requireNonNull(catalog.relation(key.referencedOid()));
    var text = new StringBuilder("FOREIGN KEY ").append(columns(table, key.columns()));
    text.append(" REFERENCES ").append(SqlNames.relation(catalog, path, referenced));
    text.append(columns(referenced, key.referencedColumns()));
    if (key.isFull()) {
      text.append(" MATCH FULL");
    }
    if (key.onUpdate() != Action.NO_ACTION) {
      text.append(" ON UPDATE ").append(key.onUpdate().sql());
    }
    if (key.onDelete() != Action.NO_ACTION) {
      text.append(" ON DELETE ").append(key.onDelete().sql());
    }
    if (!key.setColumns().isEmpty()) {
      text.append(' ').append(columns(table, key.setColumns()));
    }
    text.append(key.isDeferrable() ? " DEFERRABLE" : "");
    text.append(key.isDeferred() ? " INITIALLY DEFERRED" : "");
    text.append(key.isValidated() ? "" : " NOT VALID");
    return text.toString();
  }

  private static String columns(Relation relation, List<Integer> numbers) {
    return numbers.stream()
        .map(number -> name(relation, number))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String name(Relation relation, int number) {
    return ((TableEntry) relation)
        .columns().stream()
            .filter(column -> column.number() == number)
            .map(column -> Deparser.identifier(column.name()))
            .findFirst()
            .orElse("");
  }
}
