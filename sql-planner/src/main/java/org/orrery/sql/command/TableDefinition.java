package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.Constraint;
import org.orrery.sql.parser.ast.Constraint.Kind;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.SequenceOptions;
import org.orrery.sql.parser.ast.TableElement;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.session.SessionAccess;
import org.orrery.sql.session.StatementPlanner.TypeReference;
import org.orrery.sql.session.StatementPlanner.WrittenExpressions;

/** The columns and constraints of a CREATE TABLE or ADD COLUMN as they are read. */
final class TableDefinition {

  /** A CHECK constraint. */
  record Check(String name, String conditionSql) {}

  /**
   * A PRIMARY KEY or UNIQUE constraint.
   *
   * @param name null when it is to be chosen
   * @param included columns of INCLUDE
   * @param usingIndex an index that is there and becomes the constraint's; null for a new one
   */
  record Key(
      @Nullable String name,
      boolean isPrimary,
      List<String> columns,
      List<String> included,
      @Nullable String usingIndex,
      int position) {}

  /** A FOREIGN KEY constraint of some columns. */
  record Reference(Constraint constraint, Kind.ForeignKey kind, List<String> columns) {}

  /** A sequence of a column, of the type of the column; its name is chosen when it is made. */
  record Sequence(SequenceEntry entry, String column) {}

  private final SessionAccess session;
  private final int schemaOid;
  private final String tableName;
  private final List<ColumnEntry> columns = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<Key> keys = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private final Map<String, Expression> writtenDefaults = new HashMap<>();
  private final List<Expression> writtenChecks = new ArrayList<>();
  private final Set<String> constraintNames = new LinkedHashSet<>();
  private final List<Sequence> sequences = new ArrayList<>();

  TableDefinition(SessionAccess session, int schemaOid, String tableName) {
    this.session = session;
    this.schemaOid = schemaOid;
    this.tableName = tableName;
  }

  List<ColumnEntry> columns() {
    return columns;
  }

  /** The sequences of serial and identity columns, owned by no table yet. */
  List<Sequence> sequences() {
    return sequences;
  }

  List<Check> checks() {
    return checks;
  }

  List<Key> keys() {
    return keys;
  }

  List<Reference> references() {
    return references;
  }

  /** Throws, at its place, what is wrong with the expressions of {@code table}'s new parts. */
  void checkExpressions(TableEntry table) {
    session
        .planner()
        .checkWritten(
            table, new WrittenExpressions(writtenDefaults, writtenChecks), session.planning());
  }

  /** Names that new constraints must not take. */
  void reserve(String constraintName) {
    constraintNames.add(constraintName);
  }

  void add(TableElement element) {
    switch (element) {
      case TableElement.ColumnDefinition column -> add(column, columns.size() + 1);
      case TableElement.TableConstraint(Constraint constraint, int _) -> add(constraint, null);
      case TableElement.LikeTable like ->
          throw OrreryException.notSupported("LIKE is not supported in CREATE TABLE")
              .at(like.position());
    }
  }

  /** Adds a column under an attribute number. */
  ColumnEntry add(TableElement.ColumnDefinition definition, int number) {
    TypeName typeName = definition.type();
    if (typeName == null) {
      throw OrreryException.notSupported("columns without type are not supported")
          .at(definition.position());
    }
    SqlType serial = serial(typeName);
    TypeReference type =
        serial == null
            ? session.planner().type(typeName, session.planning())
            : new TypeReference(serial, Typmods.NONE);
    checkType(definition.name(), type.type());
    for (ColumnEntry column : columns) {
      if (column.name().equals(definition.name())) {
        throw OrreryException.of(
            SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", definition.name());
      }
    }
    if (columns.size() >= TableCommands.COLUMNS_MAX) {
      throw OrreryException.of(
          SqlState.TOO_MANY_COLUMNS,
          "tables can have at most %d columns",
          TableCommands.COLUMNS_MAX);
    }
    boolean isNotNull = serial != null;
    boolean isGenerated = false;
    checkOneOrigin(definition);
    String defaultSql = serial == null ? null : serialDefault(definition.name(), serial);
    for (Constraint constraint : definition.constraints()) {
      switch (constraint.kind()) {
        case Kind.NotNull _ -> isNotNull = true;
        case Kind.Default(Expression expression) -> {
          boolean isNull = expression instanceof Expression.NullLiteral;
          defaultSql = isNull ? null : TableCommands.deparse(expression);
          writtenDefaults.put(definition.name(), expression);
        }
        case Kind.Generated(Expression expression) -> {
          isGenerated = true;
          defaultSql = TableCommands.deparse(expression);
          writtenDefaults.put(definition.name(), expression);
        }
        case Kind.Identity(boolean isAlways, SequenceOptions options) -> {
          isNotNull = true;
          addSequence(definition.name(), type.type(), options, isAlways ? 'a' : 'd');
        }
        default -> add(constraint, definition.name());
      }
    }
    var column =
        new ColumnEntry(
            number,
            definition.name(),
            type.type(),
            type.typmod(),
            isNotNull,
            defaultSql,
            isGenerated,
            null);
    columns.add(column);
    return column;
  }

  /** A column's values come from a default, an identity or an expression, not from two of them. */
  private void checkOneOrigin(TableElement.ColumnDefinition definition) {
    boolean hasDefault = false;
    boolean isIdentity = false;
    boolean isGenerated = false;
    for (Constraint constraint : definition.constraints()) {
      hasDefault |= constraint.kind() instanceof Kind.Default;
      isIdentity |= constraint.kind() instanceof Kind.Identity;
      isGenerated |= constraint.kind() instanceof Kind.Generated;
      String both = null;
      if (hasDefault && isIdentity) {
        both = "default and identity";
      } else if (hasDefault && isGenerated) {
        both = "default and generation expression";
      } else if (isIdentity && isGenerated) {
        both = "identity and generation expression";
      }
      if (both != null) {
        throw OrreryException.of(
                SqlState.SYNTAX_ERROR,
                "both %s specified for column \"%s\" of table \"%s\"",
                both,
                definition.name(),
                tableName)
            .at(constraint.position());
      }
    }
  }

  /** The type of a serial column; null for others. */
  private static @Nullable SqlType serial(TypeName type) {
    return switch (type.name()) {
      case "serial", "serial4" -> BuiltinTypes.INT4;
      case "bigserial", "serial8" -> BuiltinTypes.INT8;
      case "smallserial", "serial2" -> BuiltinTypes.INT2;
      default -> null;
    };
  }

  /** The default of a serial column, which names its sequence by OID. */
  private String serialDefault(String column, SqlType type) {
    SequenceEntry sequence =
        addSequence(column, type, SequenceOptions.NONE, SequenceEntry.NO_IDENTITY);
    return "nextval('" + Integer.toUnsignedString(sequence.oid()) + "'::regclass)";
  }

  private SequenceEntry addSequence(
      String column, SqlType type, SequenceOptions options, char identity) {
    Set<String> taken =
        sequences.stream().map(each -> each.entry().name()).collect(Collectors.toSet());
    String name =
        SequenceCommands.name(
            tableName,
            column,
            candidate ->
                taken.contains(candidate)
                    || Names.isTaken(session.catalog(), schemaOid, candidate));
    SequenceEntry entry =
        new SequenceCommands(session).define(schemaOid, name, type, options, identity);
    sequences.add(new Sequence(entry, column));
    return entry;
  }

  private static void checkType(String column, SqlType type) {
    if (type.variety() == SqlType.Variety.PSEUDO) {
      throw OrreryException.of(
          SqlState.INVALID_TABLE_DEFINITION,
          "column \"%s\" has pseudo-type %s",
          column,
          TypeNames.format(type, Typmods.NONE));
    }
  }

  /**
   * Adds a constraint.
   *
   * @param column the column it is written at; null for a table constraint
   */
  void add(Constraint constraint, @Nullable String column) {
    String feature = TableCommands.unsupportedConstraint(constraint.kind());
    boolean isDeferrable = Boolean.TRUE.equals(constraint.deferrable());
    if (feature == null && isDeferrable && !(constraint.kind() instanceof Kind.ForeignKey)) {
      feature = "DEFERRABLE constraints";
    }
    if (feature != null) {
      throw OrreryException.notSupported("%s are not supported", feature).at(constraint.position());
    }
    switch (constraint.kind()) {
      case Kind.Check(Expression expression, boolean _) ->
          addCheck(constraint.name(), expression, column);
      case Kind.PrimaryKey(var key) -> addKey(constraint, true, key, column);
      case Kind.Unique(boolean nullsNotDistinct, var key) -> {
        if (nullsNotDistinct) {
          throw OrreryException.notSupported("NULLS NOT DISTINCT is not supported")
              .at(constraint.position());
        }
        addKey(constraint, false, key, column);
      }
      case Kind.ForeignKey reference ->
          references.add(
              new Reference(
                  constraint, reference, column == null ? reference.columns() : List.of(column)));
      default -> {
        // NULL says nothing; NOT NULL and DEFAULT are the column's.
      }
    }
  }

  private void addCheck(@Nullable String given, Expression expression, @Nullable String column) {
    String name = given;
    if (name == null) {
      // A table constraint over one column is named after it too.
      Set<String> read = ColumnReferences.of(expression);
      String about = column != null ? column : read.size() == 1 ? read.iterator().next() : null;
      name = Names.choose(tableName, about, "check", constraintNames::contains);
    } else if (constraintNames.contains(name)) {
      throw OrreryException.of(
          SqlState.DUPLICATE_OBJECT, "check constraint \"%s\" already exists", name);
    }
    constraintNames.add(name);
    checks.add(new Check(name, TableCommands.deparse(expression)));
    writtenChecks.add(expression);
  }

  private void addKey(
      Constraint constraint,
      boolean isPrimary,
      Constraint.KeyDefinition key,
      @Nullable String column) {
    if (isPrimary && keys.stream().anyMatch(Key::isPrimary)) {
      throw OrreryException.of(
              SqlState.INVALID_TABLE_DEFINITION,
              "multiple primary keys for table \"%s\" are not allowed",
              tableName)
          .at(constraint.position());
    }
    List<String> names = column == null ? key.columns() : List.of(column);
    keys.add(
        new Key(
            constraint.name(),
            isPrimary,
            names,
            key.include(),
            key.usingIndex(),
            constraint.position()));
  }
}
