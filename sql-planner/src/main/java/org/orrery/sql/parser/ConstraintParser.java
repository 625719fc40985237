package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.parser.ast.Constraint;
import org.orrery.sql.parser.ast.Constraint.ExclusionElement;
import org.orrery.sql.parser.ast.Constraint.KeyDefinition;
import org.orrery.sql.parser.ast.Constraint.Kind;
import org.orrery.sql.parser.ast.Constraint.MatchType;
import org.orrery.sql.parser.ast.Constraint.ReferentialAction;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.IndexElement;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.SequenceOptions;
import org.orrery.sql.parser.ast.TableElement;
import org.orrery.sql.parser.ast.TableElement.ColumnDefinition;
import org.orrery.sql.parser.ast.TableElement.LikeOption;
import org.orrery.sql.parser.ast.TypeName;

/** Columns and constraints of tables, types and domains. */
final class ConstraintParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  ConstraintParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** What may be said about deferral behind a constraint. */
  private record Attributes(@Nullable Boolean deferrable, boolean deferred, boolean notValid) {}

  // ---- columns

  /** (element, …) of CREATE TABLE; {@code typed} when columns need no type (OF, PARTITION OF). */
  List<TableElement> tableElements(boolean typed) {
    cursor.expect('(');
    var elements = new ArrayList<TableElement>();
    if (!typed && cursor.accept(')')) {
      return List.of();
    }
    do {
      elements.add(tableElement(typed));
    } while (cursor.accept(','));
    cursor.expect(')');
    return List.copyOf(elements);
  }

  private TableElement tableElement(boolean typed) {
    int position = cursor.position();
    if (cursor.is(LIKE) && !typed) {
      return like();
    }
    if (startsTableConstraint()) {
      return new TableElement.TableConstraint(tableConstraint(), position);
    }
    return typed ? typedColumn() : column();
  }

  boolean startsTableConstraint() {
    return cursor.is(CONSTRAINT)
        || cursor.is(CHECK)
        || cursor.is(UNIQUE)
        || cursor.is(PRIMARY)
        || cursor.is(FOREIGN)
        || (cursor.is(EXCLUDE) && (cursor.isAhead(1, USING) || cursor.isAhead(1, '(')));
  }

  /** columnDef. */
  ColumnDefinition column() {
    int position = cursor.position();
    String name = cursor.colId();
    TypeName type = parser.types.typeName();
    String compression = null;
    if (cursor.accept(COMPRESSION)) {
      compression = cursor.is(DEFAULT) ? cursor.colLabel() : cursor.colId();
    }
    return qualified(name, type, compression, position);
  }

  private ColumnDefinition typedColumn() {
    int position = cursor.position();
    String name = cursor.colId();
    if (cursor.accept(WITH)) {
      cursor.expect(OPTIONS);
    }
    return qualified(name, null, null, position);
  }

  private ColumnDefinition qualified(
      String name, @Nullable TypeName type, @Nullable String compression, int position) {
    QualifiedName collation = null;
    var constraints = new ArrayList<Constraint>();
    while (true) {
      if (cursor.accept(COLLATE)) {
        collation = cursor.anyName();
        continue;
      }
      Constraint constraint = columnConstraint();
      if (constraint == null) {
        break;
      }
      constraints.add(constraint);
    }
    return new ColumnDefinition(
        name, type, null, compression, collation, List.copyOf(constraints), position);
  }

  /** One column (or domain) constraint with its attributes, or null. */
  @Nullable Constraint columnConstraint() {
    int position = cursor.position();
    String name = cursor.accept(CONSTRAINT) ? cursor.colId() : null;
    Kind kind = columnConstraintKind();
    if (kind == null) {
      if (name != null) {
        throw cursor.syntaxError();
      }
      return null;
    }
    Attributes attributes = attributes(false);
    return new Constraint(
        name, kind, attributes.deferrable(), attributes.deferred(), false, position);
  }

  private @Nullable Kind columnConstraintKind() {
    if (cursor.accept(NOT)) {
      cursor.expect(NULL);
      return new Kind.NotNull();
    }
    if (cursor.accept(NULL)) {
      return new Kind.Null();
    }
    if (cursor.accept(DEFAULT)) {
      return new Kind.Default(parser.expressions.restrictedExpression());
    }
    if (cursor.accept(GENERATED)) {
      return generated();
    }
    if (cursor.accept(CHECK)) {
      return check();
    }
    if (cursor.accept(UNIQUE)) {
      boolean distinct = nullsNotDistinct();
      return new Kind.Unique(distinct, columnKey());
    }
    if (cursor.accept(PRIMARY)) {
      cursor.expect(KEY);
      return new Kind.PrimaryKey(columnKey());
    }
    return cursor.is(REFERENCES) ? references(List.of()) : null;
  }

  private KeyDefinition columnKey() {
    return new KeyDefinition(List.of(), List.of(), definition(), indexTablespace(), null);
  }

  private boolean nullsNotDistinct() {
    if (!cursor.accept(NULLS)) {
      return false;
    }
    boolean not = cursor.accept(NOT);
    cursor.expect(DISTINCT);
    return not;
  }

  /** WITH (…) of a key. */
  private List<Option> definition() {
    return parser.options.optionalWith();
  }

  private @Nullable String indexTablespace() {
    if (!cursor.accept(USING, INDEX)) {
      return null;
    }
    cursor.expect(TABLESPACE);
    return cursor.colId();
  }

  private Kind generated() {
    int when = cursor.position();
    boolean always = cursor.accept(ALWAYS);
    if (!always) {
      cursor.expect(BY);
      cursor.expect(DEFAULT);
    }
    cursor.expect(AS);
    if (cursor.accept(IDENTITY)) {
      return new Kind.Identity(always, parenthesisedSequence());
    }
    if (!always) {
      throw SelectParser.clauseError(
          "for a generated column, GENERATED ALWAYS must be specified", when);
    }
    cursor.expect('(');
    Expression expression = parser.expressions.expression();
    cursor.expect(')');
    cursor.expect(STORED);
    return new Kind.Generated(expression);
  }

  /** OptParenthesizedSeqOptList. */
  SequenceOptions parenthesisedSequence() {
    if (!cursor.accept('(')) {
      return SequenceOptions.NONE;
    }
    SequenceOptions options = parser.sequences.options();
    cursor.expect(')');
    return options;
  }

  private Kind check() {
    cursor.expect('(');
    Expression expression = parser.expressions.expression();
    cursor.expect(')');
    return new Kind.Check(expression, cursor.accept(NO, INHERIT));
  }

  // ---- table constraints

  /** TableConstraint. */
  Constraint tableConstraint() {
    int position = cursor.position();
    String name = cursor.accept(CONSTRAINT) ? cursor.colId() : null;
    Kind kind = tableConstraintKind();
    Attributes attributes = attributes(true);
    return new Constraint(
        name,
        kind,
        attributes.deferrable(),
        attributes.deferred(),
        attributes.notValid(),
        position);
  }

  private Kind tableConstraintKind() {
    if (cursor.accept(CHECK)) {
      cursor.expect('(');
      Expression expression = parser.expressions.expression();
      cursor.expect(')');
      return new Kind.Check(expression, cursor.accept(NO, INHERIT));
    }
    if (cursor.accept(UNIQUE)) {
      if (cursor.is(USING)) {
        return new Kind.Unique(false, existingIndex());
      }
      boolean distinct = nullsNotDistinct();
      return new Kind.Unique(distinct, tableKey());
    }
    if (cursor.accept(PRIMARY)) {
      cursor.expect(KEY);
      return new Kind.PrimaryKey(cursor.is(USING) ? existingIndex() : tableKey());
    }
    if (cursor.accept(EXCLUDE)) {
      return exclusion();
    }
    cursor.expect(FOREIGN, KEY);
    cursor.expect('(');
    List<String> columns = cursor.nameList();
    cursor.expect(')');
    return references(columns);
  }

  private KeyDefinition existingIndex() {
    cursor.expect(USING, INDEX);
    return new KeyDefinition(List.of(), List.of(), List.of(), null, cursor.colId());
  }

  private KeyDefinition tableKey() {
    cursor.expect('(');
    List<String> columns = cursor.nameList();
    cursor.expect(')');
    return new KeyDefinition(columns, include(), definition(), indexTablespace(), null);
  }

  private List<String> include() {
    return cursor.accept(INCLUDE) ? cursor.optionalColumnList() : List.of();
  }

  private Kind exclusion() {
    String method = cursor.accept(USING) ? cursor.colId() : "btree";
    cursor.expect('(');
    var elements = new ArrayList<ExclusionElement>();
    do {
      IndexElement element = parser.indexElements.element();
      cursor.expect(WITH);
      OperatorName operator =
          cursor.accept(OPERATOR) ? cursor.qualifiedOperator() : OperatorName.of(cursor.symbol());
      elements.add(new ExclusionElement(element, operator));
    } while (cursor.accept(','));
    cursor.expect(')');
    var key = new KeyDefinition(List.of(), include(), definition(), indexTablespace(), null);
    Expression where = null;
    if (cursor.accept(WHERE)) {
      cursor.expect('(');
      where = parser.expressions.expression();
      cursor.expect(')');
    }
    return new Kind.Exclusion(method, List.copyOf(elements), key, where);
  }

  private Kind references(List<String> columns) {
    cursor.expect(REFERENCES);
    QualifiedName table = cursor.qualifiedName();
    List<String> referenced = cursor.optionalColumnList();
    MatchType match = match();
    ReferentialAction onUpdate = ReferentialAction.NO_ACTION;
    ReferentialAction onDelete = ReferentialAction.NO_ACTION;
    List<String> deleteColumns = List.of();
    while (cursor.is(ON)) {
      cursor.advance();
      if (cursor.accept(UPDATE)) {
        onUpdate = action();
      } else {
        cursor.expect(DELETE);
        onDelete = action();
        boolean sets =
            onDelete == ReferentialAction.SET_NULL || onDelete == ReferentialAction.SET_DEFAULT;
        deleteColumns = sets ? cursor.optionalColumnList() : List.of();
      }
    }
    return new Kind.ForeignKey(
        columns, table, referenced, match, onUpdate, onDelete, deleteColumns);
  }

  private MatchType match() {
    int position = cursor.position();
    if (!cursor.accept(MATCH)) {
      return MatchType.SIMPLE;
    }
    if (cursor.accept(FULL)) {
      return MatchType.FULL;
    }
    if (cursor.accept(PARTIAL)) {
      throw OrreryException.notSupported("MATCH PARTIAL not yet implemented").at(position);
    }
    cursor.expect(SIMPLE);
    return MatchType.SIMPLE;
  }

  private ReferentialAction action() {
    if (cursor.accept(NO)) {
      cursor.expect(ACTION);
      return ReferentialAction.NO_ACTION;
    }
    if (cursor.accept(RESTRICT)) {
      return ReferentialAction.RESTRICT;
    }
    if (cursor.accept(CASCADE)) {
      return ReferentialAction.CASCADE;
    }
    cursor.expect(SET);
    if (cursor.accept(NULL)) {
      return ReferentialAction.SET_NULL;
    }
    cursor.expect(DEFAULT);
    return ReferentialAction.SET_DEFAULT;
  }

  private Attributes attributes(boolean table) {
    Boolean deferrable = null;
    boolean deferred = false;
    boolean notValid = false;
    while (true) {
      if (cursor.accept(DEFERRABLE)) {
        deferrable = true;
      } else if (cursor.accept(NOT, DEFERRABLE)) {
        deferrable = false;
      } else if (cursor.accept(INITIALLY)) {
        deferred = cursor.accept(DEFERRED);
        if (!deferred) {
          cursor.expect(IMMEDIATE);
        }
      } else if (table && cursor.accept(NOT, VALID)) {
        notValid = true;
      } else {
        break;
      }
    }
    if (deferred && deferrable != null && !deferrable) {
      throw SelectParser.clauseError(
          "constraint declared INITIALLY DEFERRED must be DEFERRABLE", cursor.position());
    }
    return new Attributes(deferred ? Boolean.TRUE : deferrable, deferred, notValid);
  }

  /** The deferral of ALTER CONSTRAINT and of constraint triggers: {deferrable, deferred}. */
  DeferralClause deferral() {
    Attributes attributes = attributes(false);
    return new DeferralClause(attributes.deferrable(), attributes.deferred());
  }

  /** DEFERRABLE and INITIALLY DEFERRED as written. */
  record DeferralClause(@Nullable Boolean deferrable, boolean deferred) {}

  // ---- LIKE

  private TableElement like() {
    int position = cursor.position();
    cursor.expect(LIKE);
    QualifiedName table = cursor.qualifiedName();
    Set<LikeOption> including = EnumSet.noneOf(LikeOption.class);
    while (cursor.is(INCLUDING) || cursor.is(EXCLUDING)) {
      boolean include = cursor.is(INCLUDING);
      cursor.advance();
      Set<LikeOption> options = likeOptions();
      if (include) {
        including.addAll(options);
      } else {
        including.removeAll(options);
      }
    }
    return new TableElement.LikeTable(table, Set.copyOf(including), position);
  }

  private Set<LikeOption> likeOptions() {
    if (!cursor.isKeyword()) {
      throw cursor.syntaxError();
    }
    Set<LikeOption> options =
        switch (cursor.keyword()) {
          case ALL -> EnumSet.allOf(LikeOption.class);
          case COMMENTS -> EnumSet.of(LikeOption.COMMENTS);
          case COMPRESSION -> EnumSet.of(LikeOption.COMPRESSION);
          case CONSTRAINTS -> EnumSet.of(LikeOption.CONSTRAINTS);
          case DEFAULTS -> EnumSet.of(LikeOption.DEFAULTS);
          case GENERATED -> EnumSet.of(LikeOption.GENERATED);
          case IDENTITY -> EnumSet.of(LikeOption.IDENTITY);
          case INDEXES -> EnumSet.of(LikeOption.INDEXES);
          case STATISTICS -> EnumSet.of(LikeOption.STATISTICS);
          case STORAGE -> EnumSet.of(LikeOption.STORAGE);
          default -> throw cursor.syntaxError();
        };
    cursor.advance();
    return options;
  }
}
