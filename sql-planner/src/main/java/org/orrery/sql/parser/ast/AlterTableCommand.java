package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sub-command of {@link AlterStatement.AlterTable}. */
public sealed interface AlterTableCommand extends AstNode {

  /** ADD [COLUMN] (for a type: ADD ATTRIBUTE). */
  record AddColumn(
      TableElement.ColumnDefinition column, boolean ifNotExists, boolean cascade, int position)
      implements AlterTableCommand {}

  /** DROP [COLUMN]. */
  record DropColumn(String column, boolean ifExists, boolean cascade, int position)
      implements AlterTableCommand {}

  /** ALTER [COLUMN] … TYPE. */
  record AlterColumnType(
      String column,
      TypeName type,
      @Nullable QualifiedName collation,
      @Nullable Expression using,
      boolean cascade,
      int position)
      implements AlterTableCommand {}

  /** ALTER … SET DEFAULT, or DROP DEFAULT with {@code expression} null. */
  record ColumnDefault(String column, @Nullable Expression expression, int position)
      implements AlterTableCommand {}

  /** ALTER … SET NOT NULL or DROP NOT NULL. */
  record ColumnNotNull(String column, boolean notNull, int position) implements AlterTableCommand {}

  /** ALTER … DROP EXPRESSION. */
  record DropExpression(String column, boolean ifExists, int position)
      implements AlterTableCommand {}

  /** ALTER … SET STATISTICS; {@code column} is a number for index expressions. */
  record ColumnStatistics(String column, int target, int position) implements AlterTableCommand {}

  /** ALTER … SET STORAGE or SET COMPRESSION. */
  record ColumnStorage(String column, boolean compression, String value, int position)
      implements AlterTableCommand {}

  /** ALTER … SET (options) or RESET (options). */
  record ColumnOptions(String column, boolean reset, List<Option> options, int position)
      implements AlterTableCommand {}

  /** ALTER … ADD GENERATED … AS IDENTITY. */
  record AddIdentity(String column, boolean always, SequenceOptions options, int position)
      implements AlterTableCommand {}

  /** ALTER … SET GENERATED and SET sequence options; {@code always} null when not changed. */
  record AlterIdentity(
      String column, @Nullable Boolean always, SequenceOptions options, int position)
      implements AlterTableCommand {}

  /** ALTER … DROP IDENTITY. */
  record DropIdentity(String column, boolean ifExists, int position) implements AlterTableCommand {}

  /** ADD constraint. */
  record AddConstraint(Constraint constraint, int position) implements AlterTableCommand {}

  /** ALTER CONSTRAINT. */
  record AlterConstraint(
      String name, @Nullable Boolean deferrable, boolean initiallyDeferred, int position)
      implements AlterTableCommand {}

  /** VALIDATE CONSTRAINT. */
  record ValidateConstraint(String name, int position) implements AlterTableCommand {}

  /** DROP CONSTRAINT. */
  record DropConstraint(String name, boolean ifExists, boolean cascade, int position)
      implements AlterTableCommand {}

  /** SET (options) or RESET (options). */
  record RelationOptions(boolean reset, List<Option> options, int position)
      implements AlterTableCommand {}

  /** OWNER TO. */
  record OwnerTo(RoleName owner, int position) implements AlterTableCommand {}

  /** SET TABLESPACE. */
  record SetTablespace(String tablespace, int position) implements AlterTableCommand {}

  /** SET ACCESS METHOD. */
  record SetAccessMethod(String method, int position) implements AlterTableCommand {}

  /** SET LOGGED or SET UNLOGGED. */
  record SetLogged(boolean logged, int position) implements AlterTableCommand {}

  /** CLUSTER ON index, or SET WITHOUT CLUSTER with {@code index} null. */
  record ClusterOn(@Nullable String index, int position) implements AlterTableCommand {}

  /** ENABLE|DISABLE [REPLICA|ALWAYS] TRIGGER|RULE; {@code name} null for ALL and USER. */
  record TriggerState(
      Firing firing, boolean rule, @Nullable String name, boolean userOnly, int position)
      implements AlterTableCommand {}

  /** When a trigger or rule fires. */
  enum Firing {
    ENABLE,
    DISABLE,
    REPLICA,
    ALWAYS
  }

  /** ENABLE, DISABLE, FORCE, NO FORCE ROW LEVEL SECURITY: the words before ROW. */
  record RowSecurity(String mode, int position) implements AlterTableCommand {}

  /** INHERIT or NO INHERIT. */
  record Inherit(QualifiedName parent, boolean add, int position) implements AlterTableCommand {}

  /** OF type, or NOT OF with {@code type} null. */
  record OfType(@Nullable QualifiedName type, int position) implements AlterTableCommand {}

  /** REPLICA IDENTITY nothing|full|default|using; {@code index} only with using. */
  record ReplicaIdentity(String identity, @Nullable String index, int position)
      implements AlterTableCommand {}

  /** ATTACH PARTITION; {@code bound} null for an index. */
  record AttachPartition(
      QualifiedName partition, DdlStatement.@Nullable PartitionBound bound, int position)
      implements AlterTableCommand {}

  /** DETACH PARTITION [CONCURRENTLY | FINALIZE]. */
  record DetachPartition(
      QualifiedName partition, boolean concurrently, boolean complete, int position)
      implements AlterTableCommand {}
}
