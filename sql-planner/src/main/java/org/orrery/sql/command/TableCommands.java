package org.orrery.sql.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.cagg.AggregateChanges;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.Constraint;
import org.orrery.sql.parser.ast.DdlStatement.CreateTable;
import org.orrery.sql.parser.ast.DdlStatement.Truncate;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Persistence;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.TableElement;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** CREATE TABLE and TRUNCATE. */
final class TableCommands {

  /** Columns of a table, as in PostgreSQL. */
  static final int COLUMNS_MAX = 1600;

  private final SessionAccess session;
  private final IndexCommands indexes;

  TableCommands(SessionAccess session, IndexCommands indexes) {
    this.session = session;
    this.indexes = indexes;
  }

  String create(CreateTable create) {
    checkSupported(create);
    SchemaEntry schema = Names.creationSchema(session, create.name());
    String name = create.name().name();
    if (Names.isThere(session, schema.oid(), name, create.ifNotExists())) {
      return "CREATE TABLE";
    }
    var definition = new TableDefinition(session, schema.oid(), name);
    for (TableElement element : create.elements()) {
      definition.add(element);
    }
    build(definition, schema, name);
    return "CREATE TABLE";
  }

  private void build(TableDefinition definition, SchemaEntry schema, String name) {
    int oidCount = 2 + definition.checks().size() + 2 * definition.keys().size();
    var oids = new OidRange(session.tables().catalog().allocateOids(oidCount));
    var checks = new ArrayList<TableEntry.CheckEntry>();
    int oid = oids.next();
    long storage = Integer.toUnsignedLong(oids.next());
    for (TableDefinition.Check check : definition.checks()) {
      checks.add(new TableEntry.CheckEntry(oids.next(), check.name(), check.conditionSql()));
    }
    Set<String> primary = new HashSet<>();
    definition.keys().stream()
        .filter(TableDefinition.Key::isPrimary)
        .forEach(key -> primary.addAll(key.columns()));
    var columns = new ArrayList<ColumnEntry>();
    for (ColumnEntry column : definition.columns()) {
      columns.add(primary.contains(column.name()) ? column.withNotNull(true) : column);
    }
    var written =
        new TableEntry(
            oid,
            schema.oid(),
            name,
            SystemSchemas.POSTGRES_ROLE,
            storage,
            1,
            columns,
            columns.size(),
            checks,
            null);
    definition.checkExpressions(written);
    var sequences = new ArrayList<SequenceEntry>();
    for (TableDefinition.Sequence sequence : definition.sequences()) {
      ColumnEntry column = Objects.requireNonNull(written.column(sequence.column()));
      sequences.add(sequence.entry().ownedBy(oid, column.number()));
    }
    TableEntry table = session.planner().typed(written, session.planning());
    List<CatalogEntry> entries = new ArrayList<>(List.of(table));
    var taken = new HashSet<String>(Set.of(name));
    for (TableDefinition.Key key : definition.keys()) {
      if (key.usingIndex() != null) {
        throw OrreryException.notSupported("cannot use an existing index in CREATE TABLE")
            .at(key.position());
      }
      IndexEntry index = indexes.ofKey(table, key, oids, taken);
      taken.add(index.name());
      entries.add(index);
    }
    var change = new CatalogChange(session.catalog()).dependOn(schema).createStorage(storage);
    entries.forEach(change::put);
    for (SequenceEntry sequence : sequences) {
      change.put(sequence).createStorage(sequence.storageId());
    }
    session.apply(change);
    new ForeignKeyCommands(session).add(oid, definition.references(), true);
  }

  private static void checkSupported(CreateTable create) {
    String feature = null;
    if (create.persistence() == Persistence.TEMPORARY) {
      feature = "CREATE TEMPORARY TABLE";
    } else if (create.persistence() == Persistence.UNLOGGED) {
      feature = "CREATE UNLOGGED TABLE";
    } else if (!create.inherits().isEmpty()) {
      feature = "table inheritance";
    } else if (create.ofType() != null) {
      feature = "CREATE TABLE OF";
    } else if (create.partitionOf() != null || create.partitionBy() != null) {
      feature = "declarative partitioning";
    } else if (create.tablespace() != null && !create.tablespace().equals("pg_default")) {
      feature = "TABLESPACE";
    } else if (create.accessMethod() != null && !create.accessMethod().equals("heap")) {
      feature = "USING " + create.accessMethod();
    }
    if (feature != null) {
      throw CommandRunner.unsupported(feature, create);
    }
    create.options().forEach(TableCommands::checkOption);
  }

  private static void checkOption(org.orrery.sql.parser.ast.Option option) {
    String namespace = option.namespace();
    if (namespace != null && !namespace.equals("toast")) {
      throw OrreryException.notSupported(
              "table option \"%s.%s\" is not supported", namespace, option.name())
          .at(option.position());
    }
  }

  String truncate(Truncate truncate) {
    // The set keeps the order in which tables were named or found.
    Set<Integer> oids = new LinkedHashSet<>();
    var chunks = new ArrayList<ChunkRelation>();
    for (TableRef.Relation target : truncate.tables()) {
      Relation relation = Names.relation(session, target.name(), LockMode.ACCESS_EXCLUSIVE);
      if (relation instanceof ChunkRelation chunk) {
        chunks.add(chunk);
        continue;
      }
      TableEntry table = truncated(relation, target.name());
      if (table.hypertable() != null && target.only()) {
        throw OrreryException.of(SqlState.WRONG_OBJECT_TYPE, "cannot truncate only a hypertable")
            .withHint(
                "Do not specify the ONLY keyword, or use truncate only on the chunks directly.");
      }
      oids.add(table.oid());
    }
    if (truncate.cascade()) {
      addReferencing(oids);
    }
    var change = new CatalogChange(session.catalog());
    for (int oid : oids) {
      if (session.catalog().relation(oid) instanceof TableEntry table) {
        if (!truncate.cascade()) {
          checkUnreferenced(table, oids);
        }
        truncate(change, table, truncate.restartIdentity());
      }
    }
    session.apply(change);
    for (ChunkRelation chunk : chunks) {
      TableRows.delete(session, chunk);
      new AggregateChanges(session)
          .lost(chunk.table(), chunk.info().rangeStart(), chunk.info().rangeEnd() - 1);
    }
    return "TRUNCATE TABLE";
  }

  /** A table, or the one that keeps a continuous aggregate's rows. */
  private TableEntry truncated(Relation relation, QualifiedName name) {
    return AggregateChanges.isAggregate(session.catalog(), relation)
        ? Names.withRows(session, name, LockMode.ACCESS_EXCLUSIVE)
        : Names.table(session, name);
  }

  private void truncate(CatalogChange change, TableEntry table, boolean restartIdentity) {
    var aggregates = new AggregateChanges(session);
    aggregates.lost(table, Long.MIN_VALUE, Long.MAX_VALUE);
    if (session.catalog().aggregateKeptIn(table.oid()) != null) {
      aggregates.truncated(table);
    }
    long storage = session.tables().catalog().allocateOids(1);
    change
        .put(table.withStorage(storage).nextVersion())
        .createStorage(storage)
        .dropStorage(table.storageId());
    if (restartIdentity) {
      for (SequenceEntry sequence : session.catalog().ownedSequences(table.oid())) {
        long position = session.tables().catalog().allocateOids(1);
        SequenceCommands.apply(change, sequence, sequence.restarted(sequence.start(), position));
      }
    }
  }

  /** Adds the tables that reference those given, and so on. */
  private void addReferencing(Set<Integer> oids) {
    var open = new ArrayDeque<>(oids);
    while (!open.isEmpty()) {
      for (ForeignKeyEntry key : session.catalog().referencing(open.remove())) {
        if (!oids.contains(key.tableOid())
            && session.catalog().relation(key.tableOid()) instanceof TableEntry table) {
          session.notice(Notice.notice("truncate cascades to table \"" + table.name() + "\""));
          session.lock(table, LockMode.ACCESS_EXCLUSIVE);
          oids.add(table.oid());
          open.add(table.oid());
        }
      }
    }
  }

  private void checkUnreferenced(TableEntry table, Set<Integer> truncated) {
    for (ForeignKeyEntry key : session.catalog().referencing(table.oid())) {
      Relation other = session.catalog().relation(key.tableOid());
      if (other != null && !truncated.contains(key.tableOid())) {
        throw OrreryException.notSupported(
                "cannot truncate a table referenced in a foreign key constraint")
            .withDetail("Table \"" + other.name() + "\" references \"" + table.name() + "\".")
            .withHint(
                "Truncate table \""
                    + other.name()
                    + "\" at the same time, or use TRUNCATE ... CASCADE.");
      }
    }
  }

  /** OIDs allocated together. */
  static final class OidRange {
    private long next;

    OidRange(long first) {
      this.next = first;
    }

    int next() {
      return (int) next++;
    }
  }

  /** A constraint's expression as SQL, after a look at what it may not hold. */
  static String deparse(Expression expression) {
    return Deparser.expression(expression);
  }

  /** The kind of a constraint that is not supported, or null. */
  static @Nullable String unsupportedConstraint(Constraint.Kind kind) {
    return switch (kind) {
      case Constraint.Kind.Exclusion _ -> "EXCLUDE constraints";
      case Constraint.Kind.ForeignKey _,
          Constraint.Kind.NotNull _,
          Constraint.Kind.Null _,
          Constraint.Kind.Identity _,
          Constraint.Kind.Generated _,
          Constraint.Kind.Default _,
          Constraint.Kind.Check _,
          Constraint.Kind.Unique _,
          Constraint.Kind.PrimaryKey _ ->
          null;
    };
  }
}
