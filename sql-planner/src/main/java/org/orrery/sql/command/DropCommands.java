package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.cagg.AggregateChanges;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ContinuousAggregateEntry;
import org.orrery.sql.catalog.ExtensionEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.DdlStatement.Drop;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.ObjectReference;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** DROP, with the objects that go along. */
final class DropCommands {

  /** Objects that a message lists before it only counts them. */
  private static final int LISTED_MAX = 100;

  private final SessionAccess session;

  DropCommands(SessionAccess session) {
    this.session = session;
  }

  String drop(Drop drop, boolean isBlock) {
    if (drop.concurrently()) {
      checkConcurrent(drop, isBlock);
    }
    // The set keeps the order in which things were named or found.
    Set<CatalogEntry> named = new LinkedHashSet<>();
    var chunks = new ArrayList<Long>();
    for (ObjectReference reference : drop.objects()) {
      CatalogEntry entry = find(drop, reference, chunks);
      if (entry != null) {
        named.add(entry);
      }
    }
    for (CatalogEntry entry : List.copyOf(named)) {
      named.addAll(partsOf(entry));
    }
    var change = new CatalogChange(session.catalog());
    Set<CatalogEntry> dependents = dependents(named);
    if (!drop.cascade()) {
      SequenceDefaults.checkFree(session, named);
    }
    if (!dependents.isEmpty() && !drop.cascade()) {
      throw stillNeeded(drop, named, dependents);
    }
    announce(dependents);
    for (CatalogEntry dependent : dependents) {
      if (dependent instanceof Relation relation) {
        session.lock(relation, LockMode.ACCESS_EXCLUSIVE);
      }
    }
    named.addAll(dependents);
    for (CatalogEntry entry : named) {
      remove(change, entry);
    }
    chunks.forEach(change::dropChunk);
    if (!named.isEmpty() || !chunks.isEmpty()) {
      session.apply(change);
    }
    return "DROP " + drop.kind().sql();
  }

  private @Nullable CatalogEntry find(Drop drop, ObjectReference reference, List<Long> chunks) {
    QualifiedName name = reference.name();
    return switch (drop.kind()) {
      case TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE -> findRelation(drop, name, chunks);
      case SCHEMA -> {
        SchemaEntry schema = session.catalog().schema(name.name());
        if (schema == null) {
          skipOrFail(drop, SqlState.INVALID_SCHEMA_NAME_3F000, "schema", name);
        } else if (SystemSchemas.isSystem(schema.oid())) {
          throw OrreryException.of(
              SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
              "cannot drop schema %s because it is required by the database system",
              schema.name());
        }
        yield schema;
      }
      case EXTENSION -> {
        ExtensionEntry extension = session.catalog().extension(name.name());
        if (extension == null) {
          skipOrFail(drop, SqlState.UNDEFINED_OBJECT, "extension", name);
        }
        yield extension;
      }
      default -> throw CommandRunner.unsupported("DROP " + drop.kind().sql(), drop);
    };
  }

  private @Nullable CatalogEntry findRelation(Drop drop, QualifiedName name, List<Long> chunks) {
    ObjectKind kind = drop.kind();
    String noun = kind.display();
    String schemaName = name.schema();
    if (schemaName != null && session.catalog().schema(schemaName) == null) {
      if (drop.ifExists()) {
        notice("schema \"" + schemaName + "\" does not exist, skipping");
        return null;
      }
      throw SchemaEntry.undefined(schemaName);
    }
    Relation relation = Names.findLocked(session, name, LockMode.ACCESS_EXCLUSIVE);
    IndexEntry index = relation == null ? lockedIndex(name) : null;
    if (relation == null && index == null) {
      skipOrFail(drop, SqlState.UNDEFINED_TABLE, noun, name);
      return null;
    }
    if (kind == ObjectKind.TABLE && relation instanceof ChunkRelation chunk) {
      session.lockChunk(chunk.info().chunkId());
      chunks.add(chunk.info().chunkId());
      new AggregateChanges(session)
          .lost(chunk.table(), chunk.info().rangeStart(), chunk.info().rangeEnd() - 1);
      return null;
    }
    if (relation instanceof TableEntry table
        && kind == (isMaterialized(table) ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.TABLE)) {
      return table;
    }
    boolean isAggregate =
        relation != null && AggregateChanges.isAggregate(session.catalog(), relation);
    if (kind == ObjectKind.VIEW && isAggregate) {
      throw AggregateChanges.viewCommand("DROP VIEW");
    }
    boolean isMeant = kind == (isAggregate ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW);
    if (isMeant && relation instanceof ViewEntry view) {
      return view;
    }
    if (kind == ObjectKind.SEQUENCE && relation instanceof SequenceEntry sequence) {
      return identityFree(sequence);
    }
    if (kind == ObjectKind.INDEX && index != null) {
      return constraintFree(index);
    }
    throw wrongKind(name, noun, relation);
  }

  /** An index by name, its table locked. */
  private @Nullable IndexEntry lockedIndex(QualifiedName name) {
    IndexEntry index = Names.findIndex(session, name);
    Relation table = index == null ? null : session.catalog().relation(index.tableOid());
    if (table != null) {
      session.lock(table, LockMode.ACCESS_EXCLUSIVE);
    }
    return Names.findIndex(session, name);
  }

  private IndexEntry constraintFree(IndexEntry index) {
    if (index.constraintOid() != 0) {
      Relation table = session.catalog().relation(index.tableOid());
      String tableName = table == null ? "" : table.name();
      throw OrreryException.of(
              SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
              "cannot drop index %s because constraint %s on table %s requires it",
              index.name(),
              index.name(),
              tableName)
          .withHint(
              "You can drop constraint " + index.name() + " on table " + tableName + " instead.");
    }
    return index;
  }

  private SequenceEntry identityFree(SequenceEntry sequence) {
    if (sequence.isIdentity()
        && session.catalog().relation(sequence.tableOid()) instanceof TableEntry table) {
      String column =
          table.columns().stream()
              .filter(each -> each.number() == sequence.column())
              .map(each -> "column " + each.name() + " of table " + table.name())
              .findFirst()
              .orElse("a column");
      throw OrreryException.of(
              SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
              "cannot drop sequence %s because %s requires it",
              sequence.name(),
              column)
          .withHint("You can drop " + column + " instead.");
    }
    return sequence;
  }

  private boolean isMaterialized(TableEntry table) {
    return session.catalog().materializedView(table.oid()) != null;
  }

  private OrreryException wrongKind(QualifiedName name, String noun, @Nullable Relation relation) {
    String article = noun.equals("index") ? "an" : "a";
    var error =
        OrreryException.of(
            SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not %s %s", name.name(), article, noun);
    String remedy =
        switch (relation) {
          case TableEntry table when isMaterialized(table) ->
              "Use DROP MATERIALIZED VIEW to remove a materialized view.";
          case TableEntry _, ChunkRelation _ -> "Use DROP TABLE to remove a table.";
          case ViewEntry _ -> "Use DROP VIEW to remove a view.";
          case SequenceEntry _ -> "Use DROP SEQUENCE to remove a sequence.";
          case SystemRelation _ -> null;
          case null -> "Use DROP INDEX to remove an index.";
        };
    return remedy == null ? error : error.withHint(remedy);
  }

  private void skipOrFail(Drop drop, SqlState state, String noun, QualifiedName name) {
    String message = noun + " \"" + name.display() + "\" does not exist";
    if (!drop.ifExists()) {
      throw OrreryException.of(state, "%s", message);
    }
    notice(message + ", skipping");
  }

  private void notice(String message) {
    session.notice(Notice.notice(message));
  }

  private static void checkConcurrent(Drop drop, boolean isBlock) {
    if (drop.objects().size() > 1) {
      throw OrreryException.notSupported(
          "DROP INDEX CONCURRENTLY does not support dropping multiple objects");
    }
    if (drop.cascade()) {
      throw OrreryException.notSupported("DROP INDEX CONCURRENTLY does not support CASCADE");
    }
    if (isBlock) {
      throw IndexCommands.noBlock("DROP INDEX CONCURRENTLY");
    }
  }

  /** What goes when {@code named} goes, in the order of creation, without {@code named} itself. */
  private Set<CatalogEntry> dependents(Set<CatalogEntry> named) {
    CatalogValue catalog = session.catalog();
    var found = new LinkedHashSet<CatalogEntry>();
    for (CatalogEntry entry : named) {
      if (entry instanceof SchemaEntry schema) {
        for (Relation relation : catalog.relations()) {
          if (relation.schemaOid() == schema.oid() && relation instanceof CatalogEntry inside) {
            found.add(inside);
          }
        }
      }
    }
    var queries = new StoredQueries(session);
    for (CatalogEntry entry : List.copyOf(found)) {
      addReaders(queries, entry, found);
    }
    for (CatalogEntry entry : named) {
      addReaders(queries, entry, found);
    }
    for (int before = -1; before != found.size(); ) {
      before = found.size();
      var gone = new LinkedHashSet<>(named);
      gone.addAll(found);
      found.addAll(new ForeignKeyCommands(session).needing(gone));
      for (CatalogEntry entry : gone) {
        for (CatalogEntry part : partsOf(entry)) {
          if (found.add(part)) {
            addReaders(queries, part, found);
          }
        }
      }
    }
    found.removeAll(named);
    return found;
  }

  /** What goes along with a part of a continuous aggregate. */
  private List<CatalogEntry> partsOf(CatalogEntry entry) {
    for (ContinuousAggregateEntry aggregate : session.catalog().continuousAggregates()) {
      boolean isPart =
          entry instanceof Relation
              && (entry.oid() == aggregate.oid()
                  || entry.oid() == aggregate.tableOid()
                  || entry.oid() == aggregate.partialViewOid()
                  || entry.oid() == aggregate.directViewOid());
      if (isPart) {
        return AggregateChanges.parts(session.catalog(), aggregate);
      }
    }
    return List.of();
  }

  /** Adds the views that read an entry, each before those that read it. */
  private void addReaders(StoredQueries queries, CatalogEntry entry, Set<CatalogEntry> found) {
    if (!(entry instanceof Relation)) {
      return;
    }
    for (Relation relation : session.catalog().relations()) {
      if (relation instanceof CatalogEntry view
          && !found.contains(view)
          && queries.reads(relation, entry)) {
        found.add(view);
        addReaders(queries, view, found);
      }
    }
  }

  private static String describe(CatalogEntry entry, CatalogValue catalog, Set<Integer> visible) {
    return switch (entry) {
      case TableEntry table when catalog.materializedView(table.oid()) != null ->
          "materialized view " + name(table, catalog, visible);
      case TableEntry table -> "table " + name(table, catalog, visible);
      case ViewEntry view -> "view " + name(view, catalog, visible);
      case SchemaEntry schema -> "schema " + schema.name();
      case IndexEntry index -> "index " + index.name();
      case SequenceEntry sequence -> "sequence " + name(sequence, catalog, visible);
      case ExtensionEntry extension -> "extension " + extension.name();
      case ForeignKeyEntry key ->
          "constraint "
              + Deparser.identifier(key.name())
              + (catalog.relation(key.tableOid()) instanceof TableEntry table
                  ? " on " + describe(table, catalog, visible)
                  : "");
      default -> entry.name();
    };
  }

  private static String name(Relation relation, CatalogValue catalog, Set<Integer> visible) {
    SchemaEntry schema = catalog.schema(relation.schemaOid());
    return visible.contains(relation.schemaOid()) || schema == null
        ? Deparser.identifier(relation.name())
        : Deparser.identifier(schema.name()) + "." + Deparser.identifier(relation.name());
  }

  /** An object as messages name it. */
  String describe(CatalogEntry entry) {
    return describe(entry, session.catalog(), Set.copyOf(session.searchPath().schemaOids()));
  }

  private OrreryException stillNeeded(
      Drop drop, Set<CatalogEntry> named, Set<CatalogEntry> dependents) {
    CatalogEntry first = named.iterator().next();
    var all = new LinkedHashSet<>(named);
    all.addAll(dependents);
    boolean isOne = drop.objects().size() == 1;
    String owner = isOne ? describe(first) : "desired object(s)";
    var lines = new ArrayList<String>();
    for (CatalogEntry dependent : shown(dependents)) {
      lines.add(describe(dependent) + " depends on " + describe(needed(dependent, first, all)));
    }
    return stillNeeded(owner, isOne ? "it" : "them", lines);
  }

  /** What a dependent object needs, of several that go. */
  private CatalogEntry needed(CatalogEntry dependent, CatalogEntry first, Set<CatalogEntry> all) {
    CatalogEntry read =
        dependent instanceof Relation relation
            ? new StoredQueries(session).firstRead(relation, all)
            : null;
    if (read != null) {
      return read;
    }
    return dependent instanceof ForeignKeyEntry key
            && !(first instanceof IndexEntry)
            && session.catalog().relation(key.referencedOid()) instanceof TableEntry referenced
        ? referenced
        : first;
  }

  /** Drops what needs the index of a constraint, or refuses. */
  void dropNeeding(TableEntry table, IndexEntry index, boolean isCascade, CatalogChange change) {
    dropDependents(
        "constraint " + Deparser.identifier(index.name()) + " on " + describe(table),
        describe(index),
        List.of(),
        new LinkedHashSet<>(new ForeignKeyCommands(session).needing(Set.of(index))),
        isCascade,
        change);
  }

  /**
   * Drops what needs an object, or refuses with {@code 2BP01}.
   *
   * @param about the object to drop, as messages name it
   * @param needed what the others need of it
   * @param parts what goes with the object, beside entries of their own, as messages name it
   */
  void dropDependents(
      String about,
      String needed,
      List<String> parts,
      Set<CatalogEntry> dependents,
      boolean isCascade,
      CatalogChange change) {
    List<String> all =
        Stream.concat(parts.stream(), dependents.stream().map(this::describe)).toList();
    if (!all.isEmpty() && !isCascade) {
      var lines = all.stream().map(each -> each + " depends on " + needed);
      throw stillNeeded(about, "it", lines.toList());
    }
    announce(all);
    dependents.forEach(each -> remove(change, each));
  }

  private static OrreryException stillNeeded(String about, String pronoun, List<String> lines) {
    return OrreryException.of(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop %s because other objects depend on %s",
            about,
            pronoun)
        .withDetail(String.join("\n", lines))
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }

  /** The hypertables of continuous aggregates go along unseen. */
  private Set<CatalogEntry> shown(Set<CatalogEntry> dependents) {
    var shown = new LinkedHashSet<>(dependents);
    shown.removeIf(
        each ->
            each instanceof TableEntry && session.catalog().aggregateKeptIn(each.oid()) != null);
    return shown;
  }

  /** Columns of other tables lose their defaults that read a dropped sequence. */
  private void withoutDefaults(CatalogChange change, SequenceEntry sequence) {
    for (TableEntry table : SequenceDefaults.readers(session.catalog(), sequence)) {
      if (table.oid() != sequence.tableOid() || !change.removes(table)) {
        change.put(SequenceDefaults.without(table, sequence));
      }
    }
  }

  /** Tells what goes along, but for what people did not make. */
  void announce(Set<CatalogEntry> dependents) {
    announce(shown(dependents).stream().map(this::describe).toList());
  }

  private void announce(List<String> dependents) {
    if (dependents.size() == 1) {
      notice("drop cascades to " + dependents.getFirst());
    } else if (dependents.size() > 1) {
      var lines = new ArrayList<String>();
      for (String dependent : dependents) {
        lines.add("drop cascades to " + dependent);
      }
      String detail = String.join("\n", lines.subList(0, Math.min(LISTED_MAX, lines.size())));
      session.notice(
          Notice.notice("drop cascades to " + dependents.size() + " other objects")
              .withDetail(detail));
    }
  }

  private void remove(CatalogChange change, CatalogEntry entry) {
    change.remove(entry);
    switch (entry) {
      case TableEntry table -> {
        session.catalog().indexes(table.oid()).forEach(change::remove);
        session.catalog().ownedSequences(table.oid()).forEach(each -> remove(change, each));
        session.catalog().foreignKeys(table.oid()).forEach(each -> remove(change, each));
        change.dropStorage(table.storageId());
        if (session.catalog().aggregateKeptIn(table.oid()) != null) {
          new AggregateChanges(session).dropped(table);
        }
      }
      case IndexEntry index -> {
        if (session.catalog().relation(index.tableOid()) instanceof TableEntry table) {
          change.put(table.nextVersion());
          session.tables().dropIndex(table.storageId(), index.columns());
          session.tables().dropIndex(table.storageId(), index.storedColumns());
        }
      }
      case SequenceEntry sequence -> {
        change.dropStorage(sequence.storageId());
        withoutDefaults(change, sequence);
      }
      case ForeignKeyEntry key -> new ForeignKeyCommands(session).remove(change, key);
      default -> {
        // Nothing belongs to the others.
      }
    }
  }
}
