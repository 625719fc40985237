package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transactions, settings, COPY, EXPLAIN, prepared statements, cursors, maintenance. */
public sealed interface UtilityStatement extends Statement {

  /**
   * BEGIN, COMMIT, SAVEPOINT and the like.
   *
   * @param name the savepoint or the global identifier of a prepared transaction
   * @param chain AND CHAIN
   */
  record Transaction(
      TransactionKind kind,
      List<TransactionMode> modes,
      @Nullable String name,
      boolean chain,
      int position)
      implements UtilityStatement {}

  /** The transaction statements; synonyms (END, ABORT) are folded, START keeps its tag. */
  enum TransactionKind {
    BEGIN,
    START,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    RELEASE,
    ROLLBACK_TO,
    PREPARE,
    COMMIT_PREPARED,
    ROLLBACK_PREPARED
  }

  /** One mode of a transaction; a later one wins. */
  enum TransactionMode {
    READ_UNCOMMITTED,
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE,
    READ_ONLY,
    READ_WRITE,
    DEFERRABLE,
    NOT_DEFERRABLE
  }

  /** SET and RESET of a setting, as ALTER ROLE, DATABASE and SYSTEM hold them too. */
  sealed interface VariableStatement extends UtilityStatement {}

  /**
   * SET name TO values; the special forms are settings too: TIME ZONE is {@code timezone}, NAMES
   * {@code client_encoding}, SCHEMA {@code search_path}, ROLE {@code role}, SESSION AUTHORIZATION
   * {@code session_authorization}.
   *
   * @param name lower-case words are kept as folded by the lexer; dotted names are joined
   * @param values literals (words as StringLiterals) or a TypeCast of an interval for TIME ZONE;
   *     empty with {@code toDefault} or {@code fromCurrent}
   */
  record SetVariable(
      boolean local,
      String name,
      List<Expression> values,
      boolean toDefault,
      boolean fromCurrent,
      int position)
      implements VariableStatement {}

  /** RESET name, or RESET ALL with {@code name} null. */
  record ResetVariable(@Nullable String name, int position) implements VariableStatement {}

  /** SHOW name, or SHOW ALL with {@code name} null. */
  record ShowVariable(@Nullable String name, int position) implements UtilityStatement {}

  /**
   * SET TRANSACTION modes, SET TRANSACTION SNAPSHOT, SET SESSION CHARACTERISTICS.
   *
   * @param characteristics whether the session's defaults are set
   */
  record SetTransaction(
      boolean characteristics, List<TransactionMode> modes, @Nullable String snapshot, int position)
      implements UtilityStatement {}

  /** SET CONSTRAINTS; {@code names} empty for ALL. */
  record SetConstraints(List<QualifiedName> names, boolean deferred, int position)
      implements UtilityStatement {}

  /**
   * COPY. Exactly one of {@code table} and {@code query} is set.
   *
   * @param columns empty for all
   * @param file null for STDIN and STDOUT
   * @param program whether {@code file} is a command
   * @param options of either syntax under the new syntax's names: format, freeze, delimiter, null,
   *     header, quote, escape, force_quote, force_not_null, force_null, encoding
   */
  record Copy(
      @Nullable QualifiedName table,
      List<String> columns,
      @Nullable PreparableStatement query,
      boolean from,
      @Nullable String file,
      boolean program,
      List<Option> options,
      @Nullable Expression where,
      int position)
      implements UtilityStatement {}

  /** EXPLAIN; old syntax gives the options analyze and verbose. */
  record Explain(List<Option> options, Statement statement, int position)
      implements UtilityStatement {}

  /** PREPARE. */
  record Prepare(
      String name, List<TypeName> parameterTypes, PreparableStatement statement, int position)
      implements UtilityStatement {}

  /** EXECUTE. */
  record Execute(String name, List<Expression> arguments, int position)
      implements UtilityStatement {}

  /** DEALLOCATE; {@code name} null for ALL. */
  record Deallocate(@Nullable String name, int position) implements UtilityStatement {}

  /**
   * DECLARE CURSOR.
   *
   * @param scroll null when not said
   * @param insensitive INSENSITIVE true, ASENSITIVE false, null when not said
   */
  record DeclareCursor(
      String name,
      boolean binary,
      @Nullable Boolean insensitive,
      @Nullable Boolean scroll,
      boolean hold,
      SelectStatement query,
      int position)
      implements UtilityStatement {}

  /** FETCH or MOVE; {@code count} is {@link #ALL} for ALL. */
  record Fetch(boolean move, FetchDirection direction, long count, String cursor, int position)
      implements UtilityStatement {

    /** The count of FETCH ALL. */
    public static final long ALL = Long.MAX_VALUE;
  }

  /** How FETCH moves; NEXT, PRIOR, FIRST and LAST are FORWARD 1, BACKWARD 1, ABSOLUTE 1, -1. */
  enum FetchDirection {
    FORWARD,
    BACKWARD,
    ABSOLUTE,
    RELATIVE
  }

  /** CLOSE; {@code name} null for ALL. */
  record ClosePortal(@Nullable String name, int position) implements UtilityStatement {}

  /** LOCK TABLE; {@code mode} in lower case, {@code access exclusive} by default. */
  record Lock(List<TableRef.Relation> tables, String mode, boolean noWait, int position)
      implements UtilityStatement {}

  /** VACUUM and ANALYZE; {@code analyzeOnly} for the latter. */
  record Vacuum(boolean analyzeOnly, List<Option> options, List<VacuumTarget> targets, int position)
      implements UtilityStatement {}

  /** A table with the columns to analyze. */
  record VacuumTarget(QualifiedName table, List<String> columns, int position) implements AstNode {}

  /** DISCARD ALL, PLANS, SEQUENCES or TEMP. */
  record Discard(DiscardTarget target, int position) implements UtilityStatement {}

  /** What DISCARD drops. */
  enum DiscardTarget {
    ALL,
    PLANS,
    SEQUENCES,
    TEMP
  }

  /** LISTEN. */
  record Listen(String channel, int position) implements UtilityStatement {}

  /** NOTIFY. */
  record Notify(String channel, @Nullable String payload, int position)
      implements UtilityStatement {}

  /** UNLISTEN; {@code channel} null for all. */
  record Unlisten(@Nullable String channel, int position) implements UtilityStatement {}

  /** CALL procedure(arguments). */
  record Call(Expression.FunctionCall call, int position) implements UtilityStatement {}

  /** DO; {@code language} null when not said. */
  record Do(@Nullable String language, String body, int position) implements UtilityStatement {}

  /** CHECKPOINT. */
  record Checkpoint(int position) implements UtilityStatement {}

  /** CLUSTER; {@code table} null for all clustered tables. */
  record Cluster(
      @Nullable QualifiedName table, @Nullable String index, List<Option> options, int position)
      implements UtilityStatement {}

  /** REINDEX; {@code kind} is INDEX, TABLE, SCHEMA, DATABASE or SYSTEM in lower case. */
  record Reindex(
      String kind, QualifiedName name, boolean concurrently, List<Option> options, int position)
      implements UtilityStatement {}

  /** LOAD. */
  record Load(String file, int position) implements UtilityStatement {}

  /**
   * A statement PostgreSQL knows and Orrery does not: execution answers 0A000.
   *
   * @param feature the command's words, as in a command tag: {@code CREATE PUBLICATION}
   */
  record UnsupportedStatement(String feature, int position) implements UtilityStatement {}
}
