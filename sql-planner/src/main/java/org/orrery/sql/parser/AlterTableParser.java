package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.orrery.sql.parser.ast.AlterTableCommand;
import org.orrery.sql.parser.ast.AlterTableCommand.Firing;
import org.orrery.sql.parser.ast.DdlStatement.PartitionBound;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.SequenceOptions;
import org.orrery.sql.parser.ast.TypeName;

/** The sub-commands of ALTER TABLE, INDEX, VIEW and of composite types. */
final class AlterTableParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  AlterTableParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** One sub-command. */
  AlterTableCommand command(ObjectKind kind) {
    int position = cursor.position();
    if (!cursor.isKeyword()) {
      throw cursor.syntaxError();
    }
    PgKeyword word = cursor.keyword();
    cursor.advance();
    return switch (word) {
      case ADD -> add(kind, position);
      case DROP -> drop(kind, position);
      case ALTER -> alter(kind, position);
      case VALIDATE -> {
        cursor.expect(CONSTRAINT);
        yield new AlterTableCommand.ValidateConstraint(cursor.colId(), position);
      }
      case SET -> set(position);
      case RESET ->
          new AlterTableCommand.RelationOptions(true, parser.options.relationOptions(), position);
      case OWNER -> {
        cursor.expect(TO);
        yield new AlterTableCommand.OwnerTo(parser.objects.roleName(), position);
      }
      case CLUSTER -> {
        cursor.expect(ON);
        yield new AlterTableCommand.ClusterOn(cursor.colId(), position);
      }
      case ENABLE, DISABLE -> trigger(word == ENABLE, position);
      case FORCE -> rowSecurity("force", position);
      case NO -> no(position);
      case INHERIT -> new AlterTableCommand.Inherit(cursor.qualifiedName(), true, position);
      case OF -> new AlterTableCommand.OfType(cursor.anyName(), position);
      case NOT -> {
        cursor.expect(OF);
        yield new AlterTableCommand.OfType(null, position);
      }
      case REPLICA -> replicaIdentity(position);
      case ATTACH -> attach(kind, position);
      case DETACH -> detach(position);
      default -> {
        cursor.reset(cursor.mark() - 1);
        throw cursor.syntaxError();
      }
    };
  }

  // ---- ADD and DROP

  private AlterTableCommand add(ObjectKind kind, int position) {
    if (parser.constraints.startsTableConstraint()) {
      return new AlterTableCommand.AddConstraint(parser.constraints.tableConstraint(), position);
    }
    if (kind == ObjectKind.TYPE) {
      cursor.expect(ATTRIBUTE);
      var attribute = parser.ddl.attribute();
      return new AlterTableCommand.AddColumn(attribute, false, cursor.acceptCascade(), position);
    }
    cursor.accept(COLUMN);
    boolean ifNotExists = cursor.acceptIfNotExists();
    return new AlterTableCommand.AddColumn(
        parser.constraints.column(), ifNotExists, false, position);
  }

  private AlterTableCommand drop(ObjectKind kind, int position) {
    if (cursor.accept(CONSTRAINT)) {
      boolean ifExists = cursor.acceptIfExists();
      String name = cursor.colId();
      return new AlterTableCommand.DropConstraint(name, ifExists, cursor.acceptCascade(), position);
    }
    if (kind == ObjectKind.TYPE) {
      cursor.expect(ATTRIBUTE);
    } else {
      cursor.accept(COLUMN);
    }
    boolean ifExists = cursor.acceptIfExists();
    String name = cursor.colId();
    return new AlterTableCommand.DropColumn(name, ifExists, cursor.acceptCascade(), position);
  }

  // ---- ALTER COLUMN

  private AlterTableCommand alter(ObjectKind kind, int position) {
    if (cursor.accept(CONSTRAINT)) {
      String name = cursor.colId();
      var deferral = parser.constraints.deferral();
      return new AlterTableCommand.AlterConstraint(
          name, deferral.deferrable(), deferral.deferred(), position);
    }
    cursor.accept(kind == ObjectKind.TYPE ? ATTRIBUTE : COLUMN);
    if (cursor.kind() == TokenBuffer.INTEGER) {
      String number = Integer.toString(cursor.expectInteger());
      cursor.expect(SET, STATISTICS);
      return statistics(number, position);
    }
    String column = cursor.colId();
    if (cursor.accept(DROP)) {
      return dropFromColumn(column, position);
    }
    if (cursor.accept(ADD)) {
      cursor.expect(GENERATED);
      boolean always = always();
      cursor.expect(AS, IDENTITY);
      SequenceOptions options = parser.constraints.parenthesisedSequence();
      return new AlterTableCommand.AddIdentity(column, always, options, position);
    }
    if (cursor.accept(RESET)) {
      return new AlterTableCommand.ColumnOptions(
          column, true, parser.options.relationOptions(), position);
    }
    if (cursor.is(RESTART)) {
      return identity(column, position);
    }
    if (cursor.is(TYPE) || (cursor.is(SET) && cursor.isAhead(1, DATA))) {
      return columnType(column, position);
    }
    if (cursor.is(SET) && (cursor.isAhead(1, GENERATED) || startsSequenceClause())) {
      return identity(column, position);
    }
    cursor.expect(SET);
    return setOnColumn(column, position);
  }

  private boolean startsSequenceClause() {
    int mark = cursor.mark();
    cursor.advance();
    boolean starts = parser.sequences.startsClause();
    cursor.reset(mark);
    return starts;
  }

  private boolean always() {
    if (cursor.accept(ALWAYS)) {
      return true;
    }
    cursor.expect(BY);
    cursor.expect(DEFAULT);
    return false;
  }

  private AlterTableCommand dropFromColumn(String column, int position) {
    if (cursor.accept(DEFAULT)) {
      return new AlterTableCommand.ColumnDefault(column, null, position);
    }
    if (cursor.accept(NOT)) {
      cursor.expect(NULL);
      return new AlterTableCommand.ColumnNotNull(column, false, position);
    }
    if (cursor.accept(EXPRESSION)) {
      return new AlterTableCommand.DropExpression(column, cursor.acceptIfExists(), position);
    }
    cursor.expect(IDENTITY);
    return new AlterTableCommand.DropIdentity(column, cursor.acceptIfExists(), position);
  }

  private AlterTableCommand columnType(String column, int position) {
    if (cursor.accept(SET)) {
      cursor.expect(DATA);
    }
    cursor.expect(TYPE);
    TypeName type = parser.types.typeName();
    QualifiedName collation = cursor.accept(COLLATE) ? cursor.anyName() : null;
    Expression using = cursor.accept(USING) ? parser.expressions.expression() : null;
    return new AlterTableCommand.AlterColumnType(
        column, type, collation, using, cursor.acceptCascade(), position);
  }

  private AlterTableCommand setOnColumn(String column, int position) {
    if (cursor.accept(DEFAULT)) {
      return new AlterTableCommand.ColumnDefault(column, parser.expressions.expression(), position);
    }
    if (cursor.accept(NOT)) {
      cursor.expect(NULL);
      return new AlterTableCommand.ColumnNotNull(column, true, position);
    }
    if (cursor.accept(STATISTICS)) {
      return statistics(column, position);
    }
    if (cursor.is('(')) {
      return new AlterTableCommand.ColumnOptions(
          column, false, parser.options.relationOptions(), position);
    }
    boolean compression = cursor.accept(COMPRESSION);
    if (!compression) {
      cursor.expect(STORAGE);
    }
    String value = cursor.is(DEFAULT) && compression ? cursor.colLabel() : cursor.colId();
    return new AlterTableCommand.ColumnStorage(column, compression, value, position);
  }

  private AlterTableCommand statistics(String column, int position) {
    boolean negative = cursor.accept('-');
    int value = cursor.expectInteger();
    return new AlterTableCommand.ColumnStatistics(column, negative ? -value : value, position);
  }

  /** alter_identity_column_option_list. */
  private AlterTableCommand identity(String column, int position) {
    var always = new ArrayList<Boolean>(1);
    SequenceOptions options = parser.sequences.identityOptions(() -> always.add(always()));
    Boolean last = always.isEmpty() ? null : always.getLast();
    return new AlterTableCommand.AlterIdentity(column, last, options, position);
  }

  // ---- SET on the relation

  private AlterTableCommand set(int position) {
    if (cursor.is('(')) {
      return new AlterTableCommand.RelationOptions(
          false, parser.options.relationOptions(), position);
    }
    if (cursor.accept(TABLESPACE)) {
      return new AlterTableCommand.SetTablespace(cursor.colId(), position);
    }
    if (cursor.accept(ACCESS)) {
      cursor.expect(METHOD);
      return new AlterTableCommand.SetAccessMethod(cursor.colId(), position);
    }
    if (cursor.accept(LOGGED)) {
      return new AlterTableCommand.SetLogged(true, position);
    }
    if (cursor.accept(UNLOGGED)) {
      return new AlterTableCommand.SetLogged(false, position);
    }
    cursor.expect(WITHOUT);
    if (cursor.accept(OIDS)) {
      return new AlterTableCommand.RelationOptions(false, List.of(), position);
    }
    cursor.expect(CLUSTER);
    return new AlterTableCommand.ClusterOn(null, position);
  }

  // ---- triggers, row security, inheritance, partitions

  private AlterTableCommand trigger(boolean enable, int position) {
    if (cursor.is(ROW)) {
      return rowSecurity(enable ? "enable" : "disable", position);
    }
    Firing firing = enable ? Firing.ENABLE : Firing.DISABLE;
    if (enable && cursor.accept(REPLICA)) {
      firing = Firing.REPLICA;
    } else if (enable && cursor.accept(ALWAYS)) {
      firing = Firing.ALWAYS;
    }
    if (cursor.accept(RULE)) {
      return new AlterTableCommand.TriggerState(firing, true, cursor.colId(), false, position);
    }
    cursor.expect(TRIGGER);
    if (cursor.accept(ALL)) {
      return new AlterTableCommand.TriggerState(firing, false, null, false, position);
    }
    if (cursor.accept(USER)) {
      return new AlterTableCommand.TriggerState(firing, false, null, true, position);
    }
    return new AlterTableCommand.TriggerState(firing, false, cursor.colId(), false, position);
  }

  private AlterTableCommand rowSecurity(String mode, int position) {
    cursor.expect(ROW);
    cursor.expect(LEVEL, SECURITY);
    return new AlterTableCommand.RowSecurity(mode, position);
  }

  private AlterTableCommand no(int position) {
    if (cursor.accept(FORCE)) {
      return rowSecurity("no force", position);
    }
    cursor.expect(INHERIT);
    return new AlterTableCommand.Inherit(cursor.qualifiedName(), false, position);
  }

  private AlterTableCommand replicaIdentity(int position) {
    cursor.expect(IDENTITY);
    if (cursor.accept(USING)) {
      cursor.expect(INDEX);
      return new AlterTableCommand.ReplicaIdentity("using", cursor.colId(), position);
    }
    if (!cursor.is(NOTHING) && !cursor.is(FULL) && !cursor.is(DEFAULT)) {
      throw cursor.syntaxError();
    }
    return new AlterTableCommand.ReplicaIdentity(cursor.colLabel(), null, position);
  }

  private AlterTableCommand attach(ObjectKind kind, int position) {
    cursor.expect(PARTITION);
    QualifiedName partition = cursor.qualifiedName();
    PartitionBound bound = kind == ObjectKind.INDEX ? null : parser.ddl.partitionBound();
    return new AlterTableCommand.AttachPartition(partition, bound, position);
  }

  private AlterTableCommand detach(int position) {
    cursor.expect(PARTITION);
    QualifiedName partition = cursor.qualifiedName();
    boolean concurrently = cursor.accept(CONCURRENTLY);
    boolean complete = !concurrently && cursor.accept(FINALIZE);
    return new AlterTableCommand.DetachPartition(partition, concurrently, complete, position);
  }
}
