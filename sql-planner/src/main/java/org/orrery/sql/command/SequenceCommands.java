package org.orrery.sql.command;

import java.math.BigInteger;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.AlterStatement;
import org.orrery.sql.parser.ast.DdlStatement;
import org.orrery.sql.parser.ast.Persistence;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.SequenceOptions;
import org.orrery.sql.session.SessionAccess;

/** CREATE and ALTER SEQUENCE, and the sequences of serial and identity columns. */
final class SequenceCommands {

  private final SessionAccess session;

  SequenceCommands(SessionAccess session) {
    this.session = session;
  }

  String create(DdlStatement.CreateSequence create) {
    if (create.persistence() == Persistence.TEMPORARY) {
      throw CommandRunner.unsupported("CREATE TEMPORARY SEQUENCE", create);
    }
    SchemaEntry schema = Names.creationSchema(session, create.name());
    String name = create.name().name();
    if (Names.isThere(session, schema.oid(), name, create.ifNotExists())) {
      return "CREATE SEQUENCE";
    }
    SequenceEntry sequence =
        define(schema.oid(), name, BuiltinTypes.INT8, create.options(), SequenceEntry.NO_IDENTITY);
    sequence = owned(sequence, create.options().ownedBy());
    session.apply(
        new CatalogChange(session.catalog())
            .dependOn(schema)
            .put(sequence)
            .createStorage(sequence.storageId()));
    return "CREATE SEQUENCE";
  }

  /**
   * A new sequence that nothing owns yet.
   *
   * @param type its type unless the options say another
   */
  SequenceEntry define(
      int schemaOid, String name, SqlType type, SequenceOptions options, char identity) {
    long oids = session.tables().catalog().allocateOids(2);
    var blank =
        new SequenceEntry(
            (int) oids,
            schemaOid,
            name,
            SystemSchemas.POSTGRES_ROLE,
            type,
            0,
            0,
            1,
            0,
            0,
            1,
            false,
            oids + 1,
            0,
            0,
            identity);
    return with(blank, options, true);
  }

  /** The name of a new sequence of a column: {@code table_column_seq}. */
  static String name(String table, String column, Predicate<String> isTaken) {
    return Names.choose(table, column, "seq", isTaken);
  }

  /** A sequence with the options written; those of a new one have defaults. */
  SequenceEntry with(SequenceEntry old, SequenceOptions options, boolean isNew) {
    SqlType type = type(old, options);
    long increment = number(options.increment(), old.increment());
    if (increment == 0) {
      throw invalid("INCREMENT must not be zero");
    }
    boolean isUp = increment > 0;
    boolean wasTypeMax = old.max() == max(old.type());
    boolean wasTypeMin = old.min() == -max(old.type()) - 1;
    boolean setsType = options.dataType() != null;
    long max =
        options.noMaxValue() || isNew || (setsType && wasTypeMax)
            ? isUp ? max(type) : -1
            : old.max();
    long min =
        options.noMinValue() || isNew || (setsType && wasTypeMin)
            ? isUp ? 1 : -max(type) - 1
            : old.min();
    max = number(options.maxValue(), max);
    min = number(options.minValue(), min);
    checkRange(type, min, max);
    long start = number(options.start(), isNew ? (isUp ? min : max) : old.start());
    checkWithin("START", start, min, max);
    long cache = number(options.cache(), old.cache());
    if (cache <= 0) {
      throw invalid("CACHE (" + cache + ") must be greater than zero");
    }
    Boolean cycle = options.cycle();
    var changed =
        new SequenceEntry(
            old.oid(),
            old.schemaOid(),
            old.name(),
            old.ownerOid(),
            type,
            start,
            isNew ? start : old.first(),
            increment,
            min,
            max,
            cache,
            cycle == null ? old.isCycling() : cycle,
            old.storageId(),
            old.tableOid(),
            old.column(),
            old.identity());
    if (!options.restart()) {
      return changed;
    }
    long value = number(options.restartWith(), start);
    checkWithin("RESTART", value, min, max);
    return changed.restarted(value, session.tables().catalog().allocateOids(1));
  }

  private SqlType type(SequenceEntry old, SequenceOptions options) {
    if (options.dataType() == null) {
      return checkedType(old, old.type());
    }
    return checkedType(old, session.planner().type(options.dataType(), session.planning()).type());
  }

  private static SqlType checkedType(SequenceEntry sequence, SqlType type) {
    if (type != BuiltinTypes.INT2 && type != BuiltinTypes.INT4 && type != BuiltinTypes.INT8) {
      throw invalid(
          (sequence.isIdentity() ? "identity column type" : "sequence type")
              + " must be smallint, integer, or bigint");
    }
    return type;
  }

  private static long max(SqlType type) {
    return type == BuiltinTypes.INT2
        ? Short.MAX_VALUE
        : type == BuiltinTypes.INT4 ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  private static long number(@Nullable String text, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return new BigInteger(text).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw OrreryException.of(
              SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
              "value \"%s\" is out of range for type bigint",
              text)
          .causedBy(e);
    }
  }

  private static OrreryException invalid(String message) {
    return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "%s", message);
  }

  private static void checkRange(SqlType type, long min, long max) {
    String typeName = TypeNames.format(type, Typmods.NONE);
    if (max > max(type) || max < -max(type) - 1) {
      throw invalid("MAXVALUE (" + max + ") is out of range for sequence data type " + typeName);
    }
    if (min > max(type) || min < -max(type) - 1) {
      throw invalid("MINVALUE (" + min + ") is out of range for sequence data type " + typeName);
    }
    if (min >= max) {
      throw invalid("MINVALUE (" + min + ") must be less than MAXVALUE (" + max + ")");
    }
  }

  private static void checkWithin(String what, long value, long min, long max) {
    if (value < min) {
      throw invalid(what + " value (" + value + ") cannot be less than MINVALUE (" + min + ")");
    }
    if (value > max) {
      throw invalid(what + " value (" + value + ") cannot be greater than MAXVALUE (" + max + ")");
    }
  }

  /** The sequence owned as OWNED BY says; as it is without one. */
  private SequenceEntry owned(SequenceEntry sequence, @Nullable QualifiedName owner) {
    if (owner == null) {
      return sequence;
    }
    if (owner.parts().size() == 1) {
      if (!owner.name().equals("none")) {
        throw OrreryException.of(SqlState.SYNTAX_ERROR, "invalid OWNED BY option")
            .withHint("Specify OWNED BY table.column or OWNED BY NONE.");
      }
      return sequence.ownedBy(0, 0);
    }
    var tableName =
        new QualifiedName(owner.parts().subList(0, owner.parts().size() - 1), owner.position());
    TableEntry table = Names.table(session, tableName);
    ColumnEntry column = table.column(owner.name());
    if (column == null) {
      throw OrreryException.of(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          owner.name(),
          table.name());
    }
    if (table.schemaOid() != sequence.schemaOid()) {
      throw OrreryException.of(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "sequence must be in same schema as table it is linked to");
    }
    return sequence.ownedBy(table.oid(), column.number());
  }

  String alter(AlterStatement.AlterSequence alter) {
    Relation relation = Names.find(session, alter.name());
    if (relation == null && alter.ifExists()) {
      session.notice(
          Notice.notice("relation \"" + alter.name().display() + "\" does not exist, skipping"));
      return "ALTER SEQUENCE";
    }
    relation = Names.relation(session, alter.name());
    if (!(relation instanceof SequenceEntry sequence)) {
      throw Names.wrongType(relation, "a sequence");
    }
    QualifiedName owner = alter.options().ownedBy();
    if (owner != null && sequence.isIdentity()) {
      throw OrreryException.notSupported("cannot change ownership of identity sequence");
    }
    var change = new CatalogChange(session.catalog());
    apply(change, sequence, owned(with(sequence, alter.options(), false), owner));
    session.apply(change);
    return "ALTER SEQUENCE";
  }

  /** Adds a changed sequence to a change; a restarted one leaves its old position behind. */
  static void apply(CatalogChange change, SequenceEntry before, SequenceEntry after) {
    change.put(Objects.requireNonNull(after));
    if (after.storageId() != before.storageId()) {
      change.createStorage(after.storageId()).dropStorage(before.storageId());
    }
  }
}
