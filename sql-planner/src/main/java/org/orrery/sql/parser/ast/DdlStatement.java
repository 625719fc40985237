package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE, DROP, TRUNCATE, COMMENT: statements that make and remove objects. */
public sealed interface DdlStatement extends Statement {

  /**
   * CREATE TABLE.
   *
   * @param ofType the type of CREATE TABLE … OF
   * @param partitionOf the parent of CREATE TABLE … PARTITION OF, with its bound
   */
  record CreateTable(
      QualifiedName name,
      Persistence persistence,
      boolean ifNotExists,
      List<TableElement> elements,
      List<QualifiedName> inherits,
      @Nullable QualifiedName ofType,
      @Nullable PartitionOf partitionOf,
      @Nullable PartitionBy partitionBy,
      @Nullable String accessMethod,
      List<Option> options,
      OnCommit onCommit,
      @Nullable String tablespace,
      int position)
      implements DdlStatement {}

  /** PARTITION BY strategy (elements). */
  record PartitionBy(String strategy, List<IndexElement> elements, int position)
      implements AstNode {}

  /** PARTITION OF parent bound. */
  record PartitionOf(QualifiedName parent, PartitionBound bound) {}

  /** The bound of a partition. */
  sealed interface PartitionBound {

    /** DEFAULT. */
    record Default() implements PartitionBound {}

    /** FOR VALUES IN (…). */
    record In(List<Expression> values) implements PartitionBound {}

    /** FOR VALUES FROM (…) TO (…); MINVALUE and MAXVALUE are ColumnRefs. */
    record Range(List<Expression> from, List<Expression> to) implements PartitionBound {}

    /** FOR VALUES WITH (MODULUS m, REMAINDER r). */
    record Hash(int modulus, int remainder) implements PartitionBound {}
  }

  /** ON COMMIT of a temporary table. */
  enum OnCommit {
    NOT_SET,
    PRESERVE_ROWS,
    DELETE_ROWS,
    DROP
  }

  /**
   * CREATE TABLE … AS and CREATE MATERIALIZED VIEW.
   *
   * @param query a query or a {@link UtilityStatement.Execute}
   */
  record CreateTableAs(
      QualifiedName name,
      boolean materializedView,
      Persistence persistence,
      boolean ifNotExists,
      List<String> columns,
      @Nullable String accessMethod,
      List<Option> options,
      OnCommit onCommit,
      @Nullable String tablespace,
      Statement query,
      boolean withData,
      int position)
      implements DdlStatement {}

  /** CREATE SCHEMA; {@code name} null when only AUTHORIZATION is given. */
  record CreateSchema(
      @Nullable String name,
      @Nullable RoleName authorization,
      boolean ifNotExists,
      List<Statement> elements,
      int position)
      implements DdlStatement {}

  /** CREATE INDEX; {@code name} null when it is to be chosen. */
  record CreateIndex(
      @Nullable String name,
      boolean unique,
      boolean concurrently,
      boolean ifNotExists,
      QualifiedName table,
      boolean only,
      @Nullable String method,
      List<IndexElement> elements,
      List<IndexElement> include,
      boolean nullsNotDistinct,
      List<Option> options,
      @Nullable String tablespace,
      @Nullable Expression where,
      int position)
      implements DdlStatement {}

  /** CREATE VIEW. */
  record CreateView(
      QualifiedName name,
      boolean orReplace,
      Persistence persistence,
      boolean recursive,
      List<String> columns,
      List<Option> options,
      SelectStatement query,
      CheckOption checkOption,
      int position)
      implements DdlStatement {}

  /** WITH CHECK OPTION of a view. */
  enum CheckOption {
    NONE,
    LOCAL,
    CASCADED
  }

  /** CREATE SEQUENCE. */
  record CreateSequence(
      QualifiedName name,
      Persistence persistence,
      boolean ifNotExists,
      SequenceOptions options,
      int position)
      implements DdlStatement {}

  /** CREATE EXTENSION; options: schema, new_version, cascade. */
  record CreateExtension(String name, boolean ifNotExists, List<Option> options, int position)
      implements DdlStatement {}

  /** CREATE DATABASE. */
  record CreateDatabase(String name, List<Option> options, int position) implements DdlStatement {}

  /** CREATE TYPE name AS ENUM. */
  record CreateEnum(QualifiedName name, List<String> labels, int position)
      implements DdlStatement {}

  /** CREATE TYPE name AS (columns). */
  record CreateCompositeType(
      QualifiedName name, List<TableElement.ColumnDefinition> columns, int position)
      implements DdlStatement {}

  /** CREATE DOMAIN. */
  record CreateDomain(
      QualifiedName name,
      TypeName type,
      @Nullable QualifiedName collation,
      List<Constraint> constraints,
      int position)
      implements DdlStatement {}

  /**
   * CREATE FUNCTION and CREATE PROCEDURE.
   *
   * @param returns null for procedures, RETURNS TABLE and functions with OUT parameters
   * @param options language, as (a Row of one or two strings), volatility, strict, security,
   *     leakproof, cost, rows, parallel, window, set
   * @param body of the SQL-standard form: RETURN expression or BEGIN ATOMIC … END
   */
  record CreateFunction(
      QualifiedName name,
      boolean orReplace,
      boolean procedure,
      List<FunctionParameter> parameters,
      @Nullable TypeName returns,
      List<Option> options,
      @Nullable FunctionBody body,
      int position)
      implements DdlStatement {}

  /** A parameter of a function; TABLE columns have the mode TABLE. */
  record FunctionParameter(
      ParameterMode mode,
      @Nullable String name,
      TypeName type,
      @Nullable Expression defaultValue,
      int position)
      implements AstNode {}

  /** How a parameter is passed. */
  enum ParameterMode {
    IN,
    OUT,
    INOUT,
    VARIADIC,
    TABLE
  }

  /** The SQL-standard body: exactly one expression, or statements. */
  record FunctionBody(@Nullable Expression returned, List<Statement> statements) {}

  /** CREATE TRIGGER; {@code timing} is before, after or instead of. */
  record CreateTrigger(
      String name,
      boolean orReplace,
      boolean constraint,
      String timing,
      List<TriggerEvent> events,
      QualifiedName table,
      @Nullable QualifiedName referencedTable,
      List<TriggerTransition> transitions,
      boolean forEachRow,
      @Nullable Boolean deferrable,
      boolean initiallyDeferred,
      @Nullable Expression when,
      QualifiedName function,
      List<String> arguments,
      int position)
      implements DdlStatement {}

  /** insert, update [of columns], delete or truncate. */
  record TriggerEvent(String event, List<String> columns) {}

  /** REFERENCING OLD|NEW TABLE AS name. */
  record TriggerTransition(boolean newRows, boolean table, String name) {}

  /** REFRESH MATERIALIZED VIEW. */
  record RefreshMaterializedView(
      QualifiedName name, boolean concurrently, boolean withData, int position)
      implements DdlStatement {}

  /** DROP of one or more objects of one kind. */
  record Drop(
      ObjectKind kind,
      List<ObjectReference> objects,
      boolean concurrently,
      boolean ifExists,
      boolean cascade,
      int position)
      implements DdlStatement {}

  /** DROP DATABASE. */
  record DropDatabase(String name, boolean ifExists, boolean force, int position)
      implements DdlStatement {}

  /** TRUNCATE. */
  record Truncate(
      List<TableRef.Relation> tables, boolean restartIdentity, boolean cascade, int position)
      implements DdlStatement {}

  /** COMMENT ON; {@code comment} null for IS NULL. A column's name is table and column. */
  record Comment(ObjectKind kind, ObjectReference object, @Nullable String comment, int position)
      implements DdlStatement {}

  /** SECURITY LABEL. */
  record SecurityLabel(
      @Nullable String provider,
      ObjectKind kind,
      ObjectReference object,
      @Nullable String label,
      int position)
      implements DdlStatement {}
}
