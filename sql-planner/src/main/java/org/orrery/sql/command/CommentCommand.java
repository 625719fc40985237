package org.orrery.sql.command;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.CommentEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemClasses;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.ast.DdlStatement.Comment;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** COMMENT. */
final class CommentCommand {

  private final SessionAccess session;

  CommentCommand(SessionAccess session) {
    this.session = session;
  }

  /**
   * What a comment is on.
   *
   * @param part attribute number of a column; 0 for the whole object
   * @param depends what must still exist when the comment is committed; null for what cannot go
   */
  private record Target(int classOid, int oid, int part, @Nullable CatalogEntry depends) {}

  String run(Comment comment) {
    Target target = target(comment);
    if (target == null) {
      return "COMMENT";
    }
    String text = comment.comment();
    CatalogValue catalog = session.catalog();
    CommentEntry before = catalog.comment(target.classOid(), target.oid());
    CommentEntry after =
        Objects.requireNonNullElseGet(
                before, () -> new CommentEntry(target.classOid(), target.oid(), Map.of()))
            .with(target.part(), text == null || text.isEmpty() ? null : text);
    var change = new CatalogChange(catalog).put(after);
    if (target.depends() != null) {
      change.dependOn(target.depends());
    }
    session.apply(change);
    return "COMMENT";
  }

  private @Nullable Target target(Comment comment) {
    QualifiedName name = comment.object().name();
    CatalogValue catalog = session.catalog();
    return switch (comment.kind()) {
      case TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE -> relation(comment.kind(), name);
      case COLUMN -> column(name);
      case CONSTRAINT ->
          constraint(name.name(), Objects.requireNonNull(comment.object().table(), "table"));
      case SCHEMA -> {
        CatalogEntry schema = Names.schema(catalog, name.name(), OrreryException.NO_POSITION);
        yield new Target(SystemClasses.PG_NAMESPACE, schema.oid(), 0, schema);
      }
      case EXTENSION ->
          named(SystemClasses.PG_EXTENSION, catalog.extension(name.name()), "extension", name);
      case ROLE -> named(SystemClasses.PG_AUTHID, catalog.role(name.name()), "role", name);
      case DATABASE -> database(name.name());
      default -> throw CommandRunner.unsupported("COMMENT ON " + comment.kind().sql(), comment);
    };
  }

  private static Target named(
      int classOid, @Nullable CatalogEntry entry, String noun, QualifiedName name) {
    if (entry == null) {
      throw OrreryException.of(
          SqlState.UNDEFINED_OBJECT, "%s \"%s\" does not exist", noun, name.name());
    }
    return new Target(classOid, entry.oid(), 0, entry);
  }

  /** Another database's name is only warned of, so that a dump can be loaded under any name. */
  private @Nullable Target database(String name) {
    if (name.equals(session.databaseName())) {
      return new Target(SystemClasses.PG_DATABASE, SystemSchemas.POSTGRES_DATABASE, 0, null);
    }
    session.notice(
        Notice.warning(SqlState.INVALID_CATALOG_NAME, "database \"" + name + "\" does not exist"));
    return null;
  }

  private Target relation(ObjectKind kind, QualifiedName name) {
    Relation relation = Names.findLocked(session, name, LockMode.SHARE_UPDATE_EXCLUSIVE);
    IndexEntry index = relation == null ? Names.findIndex(session, name) : null;
    if (relation == null && index == null) {
      throw Names.missing(session, name);
    }
    boolean isRight =
        switch (kind) {
          case TABLE -> isTable(relation) && !isMaterialized(relation);
          case MATERIALIZED_VIEW -> isMaterialized(relation);
          case SEQUENCE -> relation instanceof SequenceEntry;
          case VIEW ->
              relation != null && !isTable(relation) && !(relation instanceof SequenceEntry);
          default -> index != null;
        };
    if (!isRight) {
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE,
          "\"%s\" is not %s %s",
          name.name(),
          kind == ObjectKind.INDEX ? "an" : "a",
          kind.display());
    }
    if (index != null) {
      return new Target(SystemClasses.PG_CLASS, index.oid(), 0, index);
    }
    return part(Objects.requireNonNull(relation), 0);
  }

  private boolean isMaterialized(@Nullable Relation relation) {
    return relation != null
        && (session.catalog().materializedView(relation.oid()) != null
            || session.catalog().continuousAggregate(relation.oid()) != null);
  }

  private static boolean isTable(@Nullable Relation relation) {
    return relation instanceof TableEntry
        || (relation instanceof SystemRelation system && !system.isView());
  }

  private static Target part(Relation relation, int part) {
    CatalogEntry depends =
        switch (relation) {
          case TableEntry table -> table;
          case ViewEntry view -> view;
          case SequenceEntry sequence -> sequence;
          case ChunkRelation _ -> throw Names.notOnChunks();
          case SystemRelation _ ->
              throw OrreryException.of(
                  SqlState.INSUFFICIENT_PRIVILEGE,
                  "permission denied: \"%s\" is a system catalog",
                  relation.name());
        };
    return new Target(SystemClasses.PG_CLASS, relation.oid(), part, depends);
  }

  private Target column(QualifiedName name) {
    List<String> parts = name.parts();
    if (parts.size() < 2) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "column name must be qualified");
    }
    var owner = new QualifiedName(parts.subList(0, parts.size() - 1), name.position());
    Relation relation = Names.findLocked(session, owner, LockMode.SHARE_UPDATE_EXCLUSIVE);
    if (relation == null) {
      if (Names.findIndex(session, owner) != null) {
        throw OrreryException.of(
                SqlState.WRONG_OBJECT_TYPE, "cannot set comment on relation \"%s\"", owner.name())
            .withDetail("This operation is not supported for indexes.");
      }
      throw Names.missing(session, owner);
    }
    for (ColumnEntry column : relation.columns()) {
      if (column.name().equals(name.name())) {
        return part(relation, column.number());
      }
    }
    throw OrreryException.of(
        SqlState.UNDEFINED_COLUMN,
        "column \"%s\" of relation \"%s\" does not exist",
        name.name(),
        relation.name());
  }

  private Target constraint(String name, QualifiedName owner) {
    Relation relation = Names.findLocked(session, owner, LockMode.SHARE_UPDATE_EXCLUSIVE);
    if (relation == null) {
      throw Names.missing(session, owner);
    }
    if (relation instanceof TableEntry table) {
      for (TableEntry.CheckEntry check : table.checks()) {
        if (check.name().equals(name)) {
          return new Target(SystemClasses.PG_CONSTRAINT, check.oid(), 0, table);
        }
      }
      ForeignKeyEntry key = new ForeignKeyCommands(session).find(table, name);
      if (key != null) {
        return new Target(SystemClasses.PG_CONSTRAINT, key.oid(), 0, table);
      }
      for (IndexEntry index : session.catalog().indexes(table.oid())) {
        if (index.constraintOid() != 0 && index.name().equals(name)) {
          return new Target(SystemClasses.PG_CONSTRAINT, index.constraintOid(), 0, table);
        }
      }
    }
    throw OrreryException.of(
        SqlState.UNDEFINED_OBJECT,
        "constraint \"%s\" for table \"%s\" does not exist",
        name,
        relation.name());
  }
}
