package org.orrery.sql.command;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.AlterStatement;
import org.orrery.sql.parser.ast.DdlStatement;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.RoleStatement;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.UtilityStatement;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** Runs DDL and maintenance statements. Thread: the session's. */
public final class CommandRunner {

  private final SessionAccess session;
  private final TableCommands tables;
  private final AlterTableCommands alterations;
  private final IndexCommands indexes;
  private final SchemaCommands schemas;
  private final DropCommands drops;
  private final RoleCommands roles;
  private final ViewCommands views;
  private final MaterializedViewCommands materializedViews;

  /** For one session. */
  public CommandRunner(SessionAccess session) {
    this.session = session;
    this.indexes = new IndexCommands(session);
    this.tables = new TableCommands(session, indexes);
    this.alterations = new AlterTableCommands(session, indexes);
    this.schemas = new SchemaCommands(session);
    this.drops = new DropCommands(session);
    this.roles = new RoleCommands(session);
    this.views = new ViewCommands(session);
    this.materializedViews = new MaterializedViewCommands(session);
  }

  /** Whether a query makes a table: SELECT … INTO. */
  public static boolean isSelectInto(PreparableStatement statement) {
    return statement instanceof SelectStatement select
        && select.body() instanceof QueryBody.Select body
        && body.into() != null;
  }

  /**
   * Runs a statement to its end.
   *
   * @param isBlock whether it is inside a transaction block
   * @return its command tag
   */
  public String run(Statement statement, boolean isBlock) {
    return switch (statement) {
      case DdlStatement ddl -> ddl(ddl, isBlock);
      case AlterStatement alter -> alter(alter);
      case RoleStatement role -> roles.run(role);
      case UtilityStatement utility -> utility(utility, isBlock);
      case SelectStatement select -> {
        session.checkWritable("SELECT INTO");
        yield new CreateTableAsCommand(session).run(CreateTableAsCommand.ofSelectInto(select));
      }
      default -> throw unsupported("this statement", statement);
    };
  }

  static OrreryException unsupported(String feature, Statement statement) {
    return OrreryException.notSupported("%s is not supported", feature).at(statement.position());
  }

  private String ddl(DdlStatement statement, boolean isBlock) {
    return switch (statement) {
      case DdlStatement.CreateTable create -> {
        session.checkWritable("CREATE TABLE");
        yield tables.create(create);
      }
      case DdlStatement.CreateTableAs create when create.materializedView() -> {
        session.checkWritable("CREATE MATERIALIZED VIEW");
        yield materializedViews.create(create);
      }
      case DdlStatement.CreateTableAs create -> {
        session.checkWritable("CREATE TABLE AS");
        yield new CreateTableAsCommand(session).run(create);
      }
      case DdlStatement.CreateSchema create -> {
        session.checkWritable("CREATE SCHEMA");
        yield schemas.create(create, this);
      }
      case DdlStatement.CreateIndex create -> {
        session.checkWritable("CREATE INDEX");
        yield indexes.create(create, isBlock);
      }
      case DdlStatement.CreateView create -> {
        session.checkWritable("CREATE VIEW");
        yield views.create(create);
      }
      case DdlStatement.CreateExtension create -> {
        session.checkWritable("CREATE EXTENSION");
        yield schemas.createExtension(create);
      }
      case DdlStatement.Drop drop -> {
        session.checkWritable("DROP " + drop.kind().sql());
        yield drops.drop(drop, isBlock);
      }
      case DdlStatement.Truncate truncate -> {
        session.checkWritable("TRUNCATE TABLE");
        yield tables.truncate(truncate);
      }
      case DdlStatement.Comment comment -> {
        session.checkWritable("COMMENT");
        yield new CommentCommand(session).run(comment);
      }
      case DdlStatement.CreateSequence create -> {
        session.checkWritable("CREATE SEQUENCE");
        yield new SequenceCommands(session).create(create);
      }
      case DdlStatement.CreateDatabase other -> throw unsupported("CREATE DATABASE", other);
      case DdlStatement.CreateEnum other -> throw unsupported("CREATE TYPE", other);
      case DdlStatement.CreateCompositeType other -> throw unsupported("CREATE TYPE", other);
      case DdlStatement.CreateDomain other -> throw unsupported("CREATE DOMAIN", other);
      case DdlStatement.CreateFunction other ->
          throw unsupported(other.procedure() ? "CREATE PROCEDURE" : "CREATE FUNCTION", other);
      case DdlStatement.CreateTrigger other -> throw unsupported("CREATE TRIGGER", other);
      case DdlStatement.RefreshMaterializedView refresh -> {
        session.checkWritable("REFRESH MATERIALIZED VIEW");
        yield materializedViews.refresh(refresh);
      }
      case DdlStatement.DropDatabase other -> throw unsupported("DROP DATABASE", other);
      case DdlStatement.SecurityLabel other -> throw unsupported("SECURITY LABEL", other);
    };
  }

  private String alter(AlterStatement statement) {
    session.checkWritable("ALTER TABLE");
    return switch (statement) {
      case AlterStatement.AlterTable alter when alter.kind() == ObjectKind.MATERIALIZED_VIEW ->
          materializedViews.alter(alter);
      case AlterStatement.AlterTable alter -> alterations.alter(alter);
      case AlterStatement.RenameObject rename -> alterations.rename(rename);
      case AlterStatement.RenameMember rename -> alterations.renameMember(rename);
      case AlterStatement.AlterExtension extension -> schemas.alterExtension(extension);
      case AlterStatement.SetSchema set -> new RelationChanges(session).setSchema(set);
      case AlterStatement.ChangeOwner other ->
          throw unsupported("ALTER " + other.kind().sql() + " OWNER TO", other);
      case AlterStatement.AlterSequence alter -> new SequenceCommands(session).alter(alter);
      case AlterStatement.AddEnumValue other -> throw unsupported("ALTER TYPE", other);
      case AlterStatement.RenameEnumValue other -> throw unsupported("ALTER TYPE", other);
      case AlterStatement.AlterDatabaseSet other -> throw unsupported("ALTER DATABASE", other);
      case AlterStatement.AlterDatabase other -> throw unsupported("ALTER DATABASE", other);
      case AlterStatement.AlterSystem other -> throw unsupported("ALTER SYSTEM", other);
    };
  }

  private String utility(UtilityStatement statement, boolean isBlock) {
    return switch (statement) {
      case UtilityStatement.Vacuum vacuum -> {
        if (!vacuum.analyzeOnly() && isBlock) {
          throw OrreryException.of(
              SqlState.ACTIVE_SQL_TRANSACTION, "VACUUM cannot run inside a transaction block");
        }
        vacuum
            .targets()
            .forEach(
                target -> Names.relation(session, target.table(), LockMode.SHARE_UPDATE_EXCLUSIVE));
        yield vacuum.analyzeOnly() ? "ANALYZE" : "VACUUM";
      }
      case UtilityStatement.Checkpoint _ -> {
        session.tables().checkpoint();
        yield "CHECKPOINT";
      }
      case UtilityStatement.SetConstraints set ->
          new SetConstraintsCommand(session).run(set, isBlock);
      case UtilityStatement.Unlisten _ -> "UNLISTEN";
      case UtilityStatement.Lock lock -> new LockCommand(session).run(lock, isBlock);
      case UtilityStatement.Listen other -> throw unsupported("LISTEN", other);
      case UtilityStatement.Notify other -> throw unsupported("NOTIFY", other);
      case UtilityStatement.Call call -> new CallCommand(session).run(call);
      case UtilityStatement.Do other -> throw unsupported("DO", other);
      case UtilityStatement.Cluster other -> throw unsupported("CLUSTER", other);
      case UtilityStatement.Reindex reindex -> {
        session.checkWritable("REINDEX");
        yield new ReindexCommand(session).run(reindex, isBlock);
      }
      case UtilityStatement.Load other -> throw unsupported("LOAD", other);
      case UtilityStatement.UnsupportedStatement other -> throw unsupported(other.feature(), other);
      default -> throw unsupported("this statement", statement);
    };
  }
}
