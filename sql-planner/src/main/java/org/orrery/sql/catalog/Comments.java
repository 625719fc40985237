package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.CatalogObject;

/** The comments of a catalog value: those that were made, over those the system begins with. */
final class Comments {

  /** As PostgreSQL's initdb makes them. */
  private static final List<CommentEntry> INITIAL =
      List.of(
          schema(SystemSchemas.PG_CATALOG, "system catalog schema"),
          schema(SystemSchemas.PG_TOAST, "reserved schema for TOAST tables"),
          schema(SystemSchemas.PUBLIC, "standard public schema"),
          new CommentEntry(
              SystemClasses.PG_DATABASE,
              SystemSchemas.POSTGRES_DATABASE,
              Map.of(0, "default administrative connection database")));

  private final Map<CatalogObject.Key, CommentEntry> entries = new HashMap<>();

  Comments() {
    INITIAL.forEach(this::add);
  }

  private static CommentEntry schema(int oid, String text) {
    return new CommentEntry(SystemClasses.PG_NAMESPACE, oid, Map.of(0, text));
  }

  void add(CommentEntry entry) {
    entries.put(CatalogKeys.of(entry), entry);
  }

  List<CommentEntry> all() {
    return List.copyOf(entries.values());
  }

  @Nullable CommentEntry find(int classOid, int oid) {
    return entries.get(new CatalogObject.Key(classOid, oid));
  }

  /** What is left to remove or rewrite when {@code entry} goes away. */
  static List<CommentEntry> ofRemoved(CatalogValue base, CatalogEntry entry) {
    var found = new ArrayList<@Nullable CommentEntry>();
    switch (entry) {
      case TableEntry table -> {
        found.add(base.comment(SystemClasses.PG_CLASS, table.oid()));
        table.checks().forEach(check -> found.add(ofConstraint(base, check.oid())));
      }
      case SequenceEntry sequence ->
          found.add(base.comment(SystemClasses.PG_CLASS, sequence.oid()));
      case ViewEntry view -> found.add(base.comment(SystemClasses.PG_CLASS, view.oid()));
      case IndexEntry index -> {
        found.add(base.comment(SystemClasses.PG_CLASS, index.oid()));
        found.add(ofConstraint(base, index.constraintOid()));
      }
      case SchemaEntry schema -> found.add(base.comment(SystemClasses.PG_NAMESPACE, schema.oid()));
      case ExtensionEntry extension ->
          found.add(base.comment(SystemClasses.PG_EXTENSION, extension.oid()));
      case RoleEntry role -> found.add(base.comment(SystemClasses.PG_AUTHID, role.oid()));
      case ForeignKeyEntry key -> found.add(ofConstraint(base, key.oid()));
      case CommentEntry _,
          CompressedChunkEntry _,
          MaterializedViewEntry _,
          ContinuousAggregateEntry _ -> {
        // Nothing is said about these.
      }
    }
    found.removeIf(each -> each == null);
    return List.copyOf(found);
  }

  private static @Nullable CommentEntry ofConstraint(CatalogValue base, int oid) {
    return base.comment(SystemClasses.PG_CONSTRAINT, oid);
  }

  /** Comments on CHECK constraints that a table loses. */
  static List<CommentEntry> ofLostChecks(CatalogValue base, TableEntry before, TableEntry after) {
    Set<Integer> kept =
        after.checks().stream().map(TableEntry.CheckEntry::oid).collect(Collectors.toSet());
    var found = new ArrayList<CommentEntry>();
    for (TableEntry.CheckEntry check : before.checks()) {
      CommentEntry comment = kept.contains(check.oid()) ? null : ofConstraint(base, check.oid());
      if (comment != null) {
        found.add(comment);
      }
    }
    return found;
  }

  /** The comments on a table without those on columns that it no longer has, or null when equal. */
  static @Nullable CommentEntry withoutLostColumns(CatalogValue base, TableEntry after) {
    CommentEntry comments = base.comment(SystemClasses.PG_CLASS, after.oid());
    if (comments == null) {
      return null;
    }
    CommentEntry kept = comments;
    for (int part : comments.texts().keySet()) {
      if (part != 0 && after.columns().stream().noneMatch(column -> column.number() == part)) {
        kept = kept.with(part, null);
      }
    }
    return kept.equals(comments) ? null : kept;
  }
}
