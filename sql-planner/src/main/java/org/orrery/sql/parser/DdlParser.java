package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Constraint;
import org.orrery.sql.parser.ast.DdlStatement;
import org.orrery.sql.parser.ast.DdlStatement.CheckOption;
import org.orrery.sql.parser.ast.DdlStatement.OnCommit;
import org.orrery.sql.parser.ast.DdlStatement.PartitionBound;
import org.orrery.sql.parser.ast.DdlStatement.PartitionBy;
import org.orrery.sql.parser.ast.DdlStatement.PartitionOf;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.BooleanLiteral;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.IndexElement;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.Persistence;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.RoleName;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.TableElement;
import org.orrery.sql.parser.ast.TypeName;

/** CREATE. */
final class DdlParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  DdlParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  Statement create(int position) {
    cursor.expect(CREATE);
    boolean orReplace = cursor.accept(OR, REPLACE);
    if (!cursor.isKeyword()) {
      throw cursor.syntaxError();
    }
    Persistence persistence = persistence();
    if (persistence != Persistence.PERMANENT || cursor.is(RECURSIVE)) {
      return temporary(persistence, orReplace, position);
    }
    return switch (cursor.keyword()) {
      case FUNCTION, PROCEDURE -> parser.routines.function(orReplace, position);
      case TRIGGER -> parser.routines.trigger(orReplace, position);
      case CONSTRAINT -> parser.routines.trigger(orReplace, position);
      case VIEW -> view(persistence, orReplace, position);
      default -> {
        if (orReplace && !isReplaceable()) {
          throw cursor.syntaxError();
        }
        yield createObject(position);
      }
    };
  }

  private boolean isReplaceable() {
    return cursor.is(AGGREGATE)
        || cursor.is(LANGUAGE)
        || cursor.is(TRUSTED)
        || cursor.is(PROCEDURAL)
        || cursor.is(RULE)
        || cursor.is(TRANSFORM);
  }

  private Persistence persistence() {
    if ((cursor.is(GLOBAL) || cursor.is(LOCAL))
        && (cursor.isAhead(1, TEMP) || cursor.isAhead(1, TEMPORARY))) {
      cursor.advance();
    }
    if (cursor.accept(TEMP) || cursor.accept(TEMPORARY)) {
      return Persistence.TEMPORARY;
    }
    return cursor.accept(UNLOGGED) ? Persistence.UNLOGGED : Persistence.PERMANENT;
  }

  private Statement temporary(Persistence persistence, boolean orReplace, int position) {
    if (cursor.is(VIEW) || cursor.is(RECURSIVE)) {
      return view(persistence, orReplace, position);
    }
    if (cursor.is(TABLE)) {
      return table(persistence, position);
    }
    if (cursor.is(MATERIALIZED)) {
      return materializedView(persistence, position);
    }
    cursor.expect(SEQUENCE);
    return sequence(persistence, position);
  }

  private Statement createObject(int position) {
    return switch (cursor.keyword()) {
      case TABLE -> table(Persistence.PERMANENT, position);
      case SCHEMA -> schema(position);
      case UNIQUE, INDEX -> index(position);
      case MATERIALIZED -> materializedView(Persistence.PERMANENT, position);
      case SEQUENCE -> {
        cursor.advance();
        yield sequence(Persistence.PERMANENT, position);
      }
      case EXTENSION -> extension(position);
      case DATABASE -> database(position);
      case TYPE -> type(position);
      case DOMAIN -> domain(position);
      case ROLE, GROUP -> parser.roles.create(position);
      case USER ->
          cursor.isAhead(1, MAPPING)
              ? parser.objects.unsupported("CREATE USER MAPPING", position)
              : parser.roles.create(position);
      case TRUSTED -> parser.objects.unsupported("CREATE LANGUAGE", position);
      case DEFAULT -> {
        cursor.advance();
        if (!cursor.is(CONVERSION)) {
          throw cursor.syntaxError();
        }
        yield parser.objects.unsupported("CREATE CONVERSION", position);
      }
      default -> {
        ObjectKind kind = parser.objects.kind();
        yield switch (kind) {
          case COLUMN, CONSTRAINT, LARGE_OBJECT, PARAMETER, ROUTINE -> {
            cursor.reset(cursor.mark() - 1);
            throw cursor.syntaxError();
          }
          default -> {
            if (cursor.isEnd() || cursor.is(';')) {
              throw cursor.syntaxError();
            }
            yield parser.objects.unsupported("CREATE " + kind.sql(), position);
          }
        };
      }
    };
  }

  // ---- tables

  private Statement table(Persistence persistence, int position) {
    cursor.expect(TABLE);
    boolean ifNotExists = cursor.acceptIfNotExists();
    QualifiedName name = cursor.qualifiedName();
    if (isCreateAs()) {
      return tableAs(name, false, persistence, ifNotExists, position);
    }
    QualifiedName ofType = null;
    PartitionOf partitionOf = null;
    List<TableElement> elements;
    if (cursor.accept(OF)) {
      ofType = cursor.anyName();
      elements = cursor.is('(') ? parser.constraints.tableElements(true) : List.of();
    } else if (cursor.accept(PARTITION)) {
      cursor.expect(OF);
      QualifiedName parent = cursor.qualifiedName();
      elements = cursor.is('(') ? parser.constraints.tableElements(true) : List.of();
      partitionOf = new PartitionOf(parent, partitionBound());
    } else {
      elements = parser.constraints.tableElements(false);
    }
    List<QualifiedName> inherits = List.of();
    if (ofType == null && partitionOf == null && cursor.accept(INHERITS)) {
      cursor.expect('(');
      inherits = cursor.qualifiedNameList();
      cursor.expect(')');
    }
    PartitionBy partitionBy = partitionBy();
    String method = cursor.accept(USING) ? cursor.colId() : null;
    List<Option> options = tableOptions();
    OnCommit onCommit = onCommit();
    return new DdlStatement.CreateTable(
        name,
        persistence,
        ifNotExists,
        elements,
        inherits,
        ofType,
        partitionOf,
        partitionBy,
        method,
        options,
        onCommit,
        tablespace(),
        position);
  }

  /** Whether CREATE TABLE name goes on as a CREATE TABLE … AS. */
  private boolean isCreateAs() {
    if (!cursor.is('(')) {
      return cursor.is(AS)
          || cursor.is(USING)
          || cursor.is(WITH)
          || cursor.is(WITHOUT)
          || cursor.is(ON)
          || cursor.is(TABLESPACE);
    }
    int mark = cursor.mark();
    cursor.advance();
    boolean names = cursor.isColId();
    while (names && cursor.isColId()) {
      cursor.advance();
      if (!cursor.accept(',')) {
        break;
      }
    }
    names = names && cursor.accept(')');
    cursor.reset(mark);
    return names;
  }

  private Statement tableAs(
      QualifiedName name,
      boolean materialized,
      Persistence persistence,
      boolean ifNotExists,
      int position) {
    List<String> columns = cursor.optionalColumnList();
    String method = cursor.accept(USING) ? cursor.colId() : null;
    List<Option> options = tableOptions();
    OnCommit onCommit = materialized ? OnCommit.NOT_SET : onCommit();
    String tablespace = tablespace();
    cursor.expect(AS);
    Statement query;
    if (!materialized && cursor.is(EXECUTE)) {
      query = parser.utilities.execute(cursor.position());
    } else {
      query = parser.selects.query();
    }
    return new DdlStatement.CreateTableAs(
        name,
        materialized,
        persistence,
        ifNotExists,
        columns,
        method,
        options,
        onCommit,
        tablespace,
        query,
        withData(),
        position);
  }

  /** WITH [NO] DATA; true when not said. */
  boolean withData() {
    if (!cursor.accept(WITH)) {
      return true;
    }
    boolean data = !cursor.accept(NO);
    cursor.expect(DATA);
    return data;
  }

  private List<Option> tableOptions() {
    if (cursor.accept(WITHOUT)) {
      cursor.expect(OIDS);
      return List.of();
    }
    return parser.options.optionalWith();
  }

  private OnCommit onCommit() {
    if (!cursor.accept(ON)) {
      return OnCommit.NOT_SET;
    }
    cursor.expect(COMMIT);
    if (cursor.accept(DROP)) {
      return OnCommit.DROP;
    }
    boolean preserve = cursor.accept(PRESERVE);
    if (!preserve) {
      cursor.expect(DELETE);
    }
    cursor.expect(ROWS);
    return preserve ? OnCommit.PRESERVE_ROWS : OnCommit.DELETE_ROWS;
  }

  private @Nullable String tablespace() {
    return cursor.accept(TABLESPACE) ? cursor.colId() : null;
  }

  private @Nullable PartitionBy partitionBy() {
    int position = cursor.position();
    if (!cursor.accept(PARTITION)) {
      return null;
    }
    cursor.expect(BY);
    String strategy = cursor.colId();
    return new PartitionBy(strategy, parser.indexElements.list(), position);
  }

  /** PartitionBoundSpec. */
  PartitionBound partitionBound() {
    if (cursor.accept(DEFAULT)) {
      return new PartitionBound.Default();
    }
    cursor.expect(FOR);
    cursor.expect(VALUES);
    if (cursor.accept(IN)) {
      return new PartitionBound.In(bounds());
    }
    if (cursor.accept(FROM)) {
      List<Expression> from = bounds();
      cursor.expect(TO);
      return new PartitionBound.Range(from, bounds());
    }
    cursor.expect(WITH);
    cursor.expect('(');
    if (!cursor.isWord("modulus")) {
      throw cursor.syntaxError();
    }
    cursor.advance();
    int modulus = cursor.expectInteger();
    cursor.expect(',');
    if (!cursor.isWord("remainder")) {
      throw cursor.syntaxError();
    }
    cursor.advance();
    int remainder = cursor.expectInteger();
    cursor.expect(')');
    return new PartitionBound.Hash(modulus, remainder);
  }

  private List<Expression> bounds() {
    cursor.expect('(');
    List<Expression> values = parser.expressions.expressions();
    cursor.expect(')');
    return values;
  }

  // ---- views

  private Statement view(Persistence persistence, boolean orReplace, int position) {
    boolean recursive = cursor.accept(RECURSIVE);
    cursor.expect(VIEW);
    QualifiedName name = cursor.qualifiedName();
    List<String> columns = cursor.optionalColumnList();
    if (recursive && columns.isEmpty()) {
      throw cursor.syntaxError();
    }
    List<Option> options = parser.options.optionalWith();
    cursor.expect(AS);
    SelectStatement query = parser.selects.query();
    CheckOption check = checkOption();
    return new DdlStatement.CreateView(
        name, orReplace, persistence, recursive, columns, options, query, check, position);
  }

  private CheckOption checkOption() {
    if (!cursor.accept(WITH)) {
      return CheckOption.NONE;
    }
    CheckOption option = CheckOption.CASCADED;
    if (cursor.accept(LOCAL)) {
      option = CheckOption.LOCAL;
    } else {
      cursor.accept(CASCADED);
    }
    cursor.expect(CHECK, OPTION);
    return option;
  }

  private Statement materializedView(Persistence persistence, int position) {
    cursor.expect(MATERIALIZED, VIEW);
    boolean ifNotExists = cursor.acceptIfNotExists();
    QualifiedName name = cursor.qualifiedName();
    return tableAs(name, true, persistence, ifNotExists, position);
  }

  Statement refresh(int position) {
    cursor.expect(REFRESH);
    cursor.expect(MATERIALIZED, VIEW);
    boolean concurrently = cursor.accept(CONCURRENTLY);
    QualifiedName name = cursor.qualifiedName();
    return new DdlStatement.RefreshMaterializedView(name, concurrently, withData(), position);
  }

  // ---- indexes, sequences, schemas

  private Statement index(int position) {
    boolean unique = cursor.accept(UNIQUE);
    cursor.expect(INDEX);
    boolean concurrently = cursor.accept(CONCURRENTLY);
    boolean ifNotExists = cursor.acceptIfNotExists();
    String name = cursor.is(ON) ? null : cursor.colId();
    if (ifNotExists && name == null) {
      throw cursor.syntaxError();
    }
    cursor.expect(ON);
    var relation = parser.tables.relation();
    String method = cursor.accept(USING) ? cursor.colId() : null;
    List<IndexElement> elements = parser.indexElements.list();
    List<IndexElement> include = cursor.accept(INCLUDE) ? parser.indexElements.list() : List.of();
    boolean nullsNotDistinct = false;
    if (cursor.accept(NULLS)) {
      nullsNotDistinct = cursor.accept(NOT);
      cursor.expect(DISTINCT);
    }
    List<Option> options = parser.options.optionalWith();
    String tablespace = tablespace();
    Expression where = parser.expressions.optionalWhere();
    return new DdlStatement.CreateIndex(
        name,
        unique,
        concurrently,
        ifNotExists,
        relation.name(),
        relation.only(),
        method,
        elements,
        include,
        nullsNotDistinct,
        options,
        tablespace,
        where,
        position);
  }

  private Statement sequence(Persistence persistence, int position) {
    boolean ifNotExists = cursor.acceptIfNotExists();
    QualifiedName name = cursor.qualifiedName();
    return new DdlStatement.CreateSequence(
        name, persistence, ifNotExists, parser.sequences.options(), position);
  }

  private Statement schema(int position) {
    cursor.expect(SCHEMA);
    boolean ifNotExists = cursor.acceptIfNotExists();
    String name = cursor.is(AUTHORIZATION) ? null : cursor.colId();
    RoleName owner = cursor.accept(AUTHORIZATION) ? parser.objects.roleName() : null;
    var elements = new ArrayList<Statement>();
    while (cursor.is(CREATE) || cursor.is(GRANT)) {
      int start = cursor.position();
      elements.add(cursor.is(CREATE) ? create(start) : parser.roles.grant(start));
    }
    if (ifNotExists && !elements.isEmpty()) {
      throw SelectParser.clauseError(
          "CREATE SCHEMA IF NOT EXISTS cannot include schema elements",
          elements.getFirst().position());
    }
    return new DdlStatement.CreateSchema(name, owner, ifNotExists, List.copyOf(elements), position);
  }

  // ---- extensions and databases

  private Statement extension(int position) {
    cursor.expect(EXTENSION);
    boolean ifNotExists = cursor.acceptIfNotExists();
    String name = cursor.colId();
    cursor.accept(WITH);
    var options = new ArrayList<Option>();
    while (true) {
      int start = cursor.position();
      if (cursor.accept(SCHEMA)) {
        options.add(text("schema", cursor.colId(), start));
      } else if (cursor.accept(VERSION)) {
        options.add(text("new_version", cursor.wordOrString(), start));
      } else if (cursor.accept(CASCADE)) {
        options.add(new Option(null, "cascade", new BooleanLiteral(true, start), start));
      } else {
        break;
      }
    }
    return new DdlStatement.CreateExtension(name, ifNotExists, List.copyOf(options), position);
  }

  static Option text(String name, String value, int position) {
    return new Option(null, name, new StringLiteral(value, position), position);
  }

  private Statement database(int position) {
    cursor.expect(DATABASE);
    String name = cursor.colId();
    cursor.accept(WITH);
    return new DdlStatement.CreateDatabase(name, databaseOptions(), position);
  }

  /** createdb_opt_list. */
  List<Option> databaseOptions() {
    var options = new ArrayList<Option>();
    while (!cursor.isEnd() && !cursor.is(';')) {
      int start = cursor.position();
      String name;
      if (cursor.accept(CONNECTION)) {
        cursor.expect(LIMIT);
        name = "connection_limit";
      } else if (cursor.isKeyword()) {
        name = databaseOptionName();
      } else {
        name = cursor.colId();
      }
      cursor.accept('=');
      int valueAt = cursor.position();
      Expression value;
      if (cursor.accept(DEFAULT)) {
        value = null;
      } else if (cursor.kind() == TokenBuffer.INTEGER
          || cursor.kind() == TokenBuffer.NUMBER
          || cursor.is('-')) {
        value = parser.expressions.signedNumber();
      } else {
        value = new StringLiteral(optionWord(), valueAt);
      }
      options.add(new Option(null, name, value, start));
    }
    return List.copyOf(options);
  }

  private String optionWord() {
    if (cursor.accept(TRUE)) {
      return "true";
    }
    return cursor.accept(FALSE) ? "false" : parser.options.booleanOrWord();
  }

  private String databaseOptionName() {
    return switch (cursor.keyword()) {
      case ENCODING, LOCATION, OWNER, TABLESPACE, TEMPLATE -> cursor.colLabel();
      default -> throw cursor.syntaxError();
    };
  }

  // ---- types and domains

  private Statement type(int position) {
    cursor.expect(TYPE);
    QualifiedName name = cursor.anyName();
    if (!cursor.accept(AS)) {
      return parser.objects.unsupported("CREATE TYPE", position);
    }
    if (cursor.accept(ENUM)) {
      return enumType(name, position);
    }
    if (cursor.is(RANGE)) {
      return parser.objects.unsupported("CREATE TYPE AS RANGE", position);
    }
    cursor.expect('(');
    var columns = new ArrayList<TableElement.ColumnDefinition>();
    if (!cursor.is(')')) {
      do {
        columns.add(attribute());
      } while (cursor.accept(','));
    }
    cursor.expect(')');
    return new DdlStatement.CreateCompositeType(name, List.copyOf(columns), position);
  }

  /** TableFuncElement: a name and type with an optional collation. */
  TableElement.ColumnDefinition attribute() {
    int start = cursor.position();
    String column = cursor.colId();
    TypeName type = parser.types.typeName();
    QualifiedName collation = cursor.accept(COLLATE) ? cursor.anyName() : null;
    return new TableElement.ColumnDefinition(column, type, null, null, collation, List.of(), start);
  }

  private Statement enumType(QualifiedName name, int position) {
    cursor.expect('(');
    var labels = new ArrayList<String>();
    if (!cursor.is(')')) {
      do {
        labels.add(cursor.expectString());
      } while (cursor.accept(','));
    }
    cursor.expect(')');
    return new DdlStatement.CreateEnum(name, List.copyOf(labels), position);
  }

  private Statement domain(int position) {
    cursor.expect(DOMAIN);
    QualifiedName name = cursor.anyName();
    cursor.accept(AS);
    TypeName type = parser.types.typeName();
    QualifiedName collation = null;
    var constraints = new ArrayList<Constraint>();
    while (true) {
      if (cursor.accept(COLLATE)) {
        collation = cursor.anyName();
        continue;
      }
      Constraint constraint = parser.constraints.columnConstraint();
      if (constraint == null) {
        break;
      }
      constraints.add(constraint);
    }
    return new DdlStatement.CreateDomain(name, type, collation, List.copyOf(constraints), position);
  }
}
