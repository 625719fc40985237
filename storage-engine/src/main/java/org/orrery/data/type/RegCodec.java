package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/**
 * The reg… types: OIDs shown and read as the names of objects. A name is looked up by the session's
 * {@link ObjectNames}; digits are an OID, {@code -} is 0.
 */
final class RegCodec implements TypeCodec {

  /** What the names of a type mean, for its error. */
  enum Target {
    RELATION(SqlState.UNDEFINED_TABLE, "relation"),
    TYPE(SqlState.UNDEFINED_OBJECT, "type"),
    FUNCTION(SqlState.UNDEFINED_FUNCTION, "function"),
    OPERATOR(SqlState.UNDEFINED_FUNCTION, "operator"),
    NAMESPACE(SqlState.INVALID_SCHEMA_NAME_3F000, "schema"),
    ROLE(SqlState.UNDEFINED_OBJECT, "role"),
    COLLATION(SqlState.UNDEFINED_OBJECT, "collation"),
    TEXT_SEARCH_CONFIGURATION(SqlState.UNDEFINED_OBJECT, "text search configuration"),
    TEXT_SEARCH_DICTIONARY(SqlState.UNDEFINED_OBJECT, "text search dictionary");

    private final SqlState state;
    private final String noun;

    Target(SqlState state, String noun) {
      this.state = state;
      this.noun = noun;
    }
  }

  private static final long OID_MAX = 0xffff_ffffL;

  private final int oid;
  private final Target target;

  RegCodec(int oid, Target target) {
    this.oid = oid;
    this.target = target;
  }

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector vector,
      int row) {
    String name = TypeErrors.string(text, offset, length);
    long value = name.equals("-") ? 0 : number(name);
    if (value < 0) {
      if (name.isBlank()) {
        throw OrreryException.of(SqlState.INVALID_NAME, "invalid name syntax");
      }
      value = settings.names().oidOf(BuiltinTypes.byOid(oid), name);
      if (value == 0) {
        throw unknown(name);
      }
    }
    vector.setNotNull(row);
    ((LongVector) vector).setLong(row, value);
  }

  /** The OID that digits are, or -1 for anything else. */
  private static long number(String name) {
    long value = name.isEmpty() ? -1 : 0;
    for (int i = 0; i < name.length(); i++) {
      if (!Ascii.isDigit(name.charAt(i))) {
        return -1;
      }
      value = Math.min(value * 10 + (name.charAt(i) - '0'), OID_MAX + 1);
    }
    if (value > OID_MAX) {
      throw OrreryException.of(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value \"%s\" is out of range for type oid", name);
    }
    return value;
  }

  private OrreryException unknown(String name) {
    return switch (target) {
      case OPERATOR -> OrreryException.of(target.state, "operator does not exist: %s", name);
      case COLLATION ->
          OrreryException.of(
              target.state, "collation \"%s\" for encoding \"UTF8\" does not exist", name);
      default -> OrreryException.of(target.state, "%s \"%s\" does not exist", target.noun, name);
    };
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    long value = ((LongVector) source).getLong(row);
    if (value == 0) {
      sink.writeByte('-');
      return;
    }
    String name = settings.names().nameOf(BuiltinTypes.byOid(oid), value);
    if (name == null) {
      sink.writeDecimal(value);
    } else {
      sink.writeString(name);
    }
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, 4);
    target.setNotNull(row);
    ((LongVector) target).setLong(row, Ascii.readInt(bytes, offset) & 0xffff_ffffL);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    sink.writeInt((int) ((LongVector) source).getLong(row));
  }
}
