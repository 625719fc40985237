package org.orrery.sql.command;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.AlterTableCommand;
import org.orrery.sql.session.SessionAccess;

/** ALTER COLUMN … ADD GENERATED AS IDENTITY, SET GENERATED, DROP IDENTITY, DROP EXPRESSION. */
final class IdentityCommands {

  private final SessionAccess session;

  IdentityCommands(SessionAccess session) {
    this.session = session;
  }

  void add(TableEntry table, ColumnEntry column, AlterTableCommand.AddIdentity add) {
    String name =
        SequenceCommands.name(
            table.name(),
            column.name(),
            candidate -> Names.isTaken(session.catalog(), table.schemaOid(), candidate));
    SequenceEntry sequence =
        new SequenceCommands(session)
            .define(table.schemaOid(), name, column.type(), add.options(), add.always() ? 'a' : 'd')
            .ownedBy(table.oid(), column.number());
    if (!column.isNotNull()) {
      throw refused(table, column, "must be declared NOT NULL before identity can be added");
    }
    if (sequence(table, column) != null) {
      throw refused(table, column, "is already an identity column");
    }
    if (column.defaultSql() != null) {
      throw refused(table, column, "already has a default value");
    }
    session.apply(
        new CatalogChange(session.catalog())
            .put(sequence)
            .createStorage(sequence.storageId())
            .put(table.nextVersion()));
  }

  void alter(TableEntry table, ColumnEntry column, AlterTableCommand.AlterIdentity alter) {
    SequenceEntry sequence = sequence(table, column);
    if (sequence == null) {
      throw refused(table, column, "is not an identity column");
    }
    SequenceEntry changed = new SequenceCommands(session).with(sequence, alter.options(), false);
    if (alter.always() != null) {
      changed = changed.withIdentity(alter.always() ? 'a' : 'd');
    }
    var change = new CatalogChange(session.catalog()).put(table.nextVersion());
    SequenceCommands.apply(change, sequence, changed);
    session.apply(change);
  }

  void drop(TableEntry table, ColumnEntry column, AlterTableCommand.DropIdentity drop) {
    SequenceEntry sequence = sequence(table, column);
    if (sequence != null) {
      session.apply(
          new CatalogChange(session.catalog())
              .remove(sequence)
              .dropStorage(sequence.storageId())
              .put(table.nextVersion()));
      return;
    }
    refuseOrSkip(table, column, "is not an identity column", drop.ifExists());
  }

  void dropExpression(TableEntry table, ColumnEntry column, boolean ifExists) {
    if (column.isGenerated()) {
      session.apply(
          new CatalogChange(session.catalog())
              .put(table.withColumn(column.asGenerated(null)).nextVersion()));
      return;
    }
    refuseOrSkip(table, column, "is not a stored generated column", ifExists);
  }

  private void refuseOrSkip(TableEntry table, ColumnEntry column, String why, boolean skips) {
    OrreryException refused = refused(table, column, why);
    if (!skips) {
      throw refused;
    }
    session.notice(Notice.notice(refused.getMessage() + ", skipping"));
  }

  /** {@code 42601} for a new default of a column whose values come from somewhere else. */
  void checkNoOrigin(TableEntry table, ColumnEntry column, boolean isDropped) {
    boolean isIdentity = sequence(table, column) != null;
    if (!isIdentity && !column.isGenerated()) {
      return;
    }
    var error =
        OrreryException.of(
            SqlState.SYNTAX_ERROR,
            "column \"%s\" of relation \"%s\" is %s column",
            column.name(),
            table.name(),
            isIdentity ? "an identity" : "a generated");
    if (!isDropped) {
      throw error;
    }
    throw error.withHint(
        "Use ALTER TABLE ... ALTER COLUMN ... DROP "
            + (isIdentity ? "IDENTITY" : "EXPRESSION")
            + " instead.");
  }

  private @Nullable SequenceEntry sequence(TableEntry table, ColumnEntry column) {
    return session.catalog().identity(table.oid(), column.number());
  }

  private static OrreryException refused(TableEntry table, ColumnEntry column, String why) {
    return OrreryException.of(
        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
        "column \"%s\" of relation \"%s\" %s",
        column.name(),
        table.name(),
        why);
  }
}
