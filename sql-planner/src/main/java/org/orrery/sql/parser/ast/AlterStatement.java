package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** ALTER of anything but roles. */
public sealed interface AlterStatement extends Statement {

  /**
   * ALTER TABLE with one or more sub-commands; also for {@code kind} INDEX, SEQUENCE, VIEW,
   * MATERIALIZED_VIEW, FOREIGN_TABLE and TYPE (attributes).
   */
  record AlterTable(
      ObjectKind kind,
      QualifiedName name,
      boolean only,
      boolean ifExists,
      List<AlterTableCommand> commands,
      int position)
      implements AlterStatement {}

  /** ALTER … RENAME TO. */
  record RenameObject(
      ObjectKind kind, ObjectReference object, boolean ifExists, String newName, int position)
      implements AlterStatement {}

  /** ALTER TABLE (or VIEW, TYPE …) … RENAME [COLUMN|CONSTRAINT] a TO b. */
  record RenameMember(
      ObjectKind kind,
      QualifiedName name,
      boolean only,
      boolean ifExists,
      boolean constraint,
      String memberName,
      String newName,
      int position)
      implements AlterStatement {}

  /** ALTER … SET SCHEMA. */
  record SetSchema(
      ObjectKind kind, ObjectReference object, boolean ifExists, String newSchema, int position)
      implements AlterStatement {}

  /** ALTER … OWNER TO for kinds whose ALTER has no sub-commands. */
  record ChangeOwner(ObjectKind kind, ObjectReference object, RoleName newOwner, int position)
      implements AlterStatement {}

  /** ALTER SEQUENCE with options. */
  record AlterSequence(QualifiedName name, boolean ifExists, SequenceOptions options, int position)
      implements AlterStatement {}

  /** ALTER TYPE … ADD VALUE [IF NOT EXISTS] label [BEFORE|AFTER neighbor]. */
  record AddEnumValue(
      QualifiedName type,
      String label,
      boolean ifNotExists,
      @Nullable String neighbor,
      boolean after,
      int position)
      implements AlterStatement {}

  /** ALTER TYPE … RENAME VALUE. */
  record RenameEnumValue(QualifiedName type, String oldLabel, String newLabel, int position)
      implements AlterStatement {}

  /** ALTER EXTENSION … UPDATE [TO version]. */
  record AlterExtension(String name, @Nullable String version, int position)
      implements AlterStatement {}

  /** ALTER DATABASE … SET or RESET. */
  record AlterDatabaseSet(String name, UtilityStatement.VariableStatement change, int position)
      implements AlterStatement {}

  /** ALTER DATABASE … WITH options. */
  record AlterDatabase(String name, List<Option> options, int position) implements AlterStatement {}

  /** ALTER SYSTEM SET or RESET. */
  record AlterSystem(UtilityStatement.VariableStatement change, int position)
      implements AlterStatement {}
}
