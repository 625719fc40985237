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
      value = settings.names().oidOf(BuiltinTypes.byOid(oid), name);
      if (value == 0) {
        throw unknown(name);
      }
    }
    vector.setNotNull(row);
    ((LongVector) vector).setLong(row, value);
  }

  /** The OID that digits are, or -1. */
  private static long number(String name) {
    if (name.isEmpty() || name.length() > 10) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < name.length(); i++) {
      if (!Ascii.isDigit(name.charAt(i))) {
        return -1;
      }
      value = value * 10 + (name.charAt(i) - '0');
    }
    return value <= 0xffff_ffffL ? value : -1;
  }

  private OrreryException unknown(String name) {
    boolean isUnquoted = target == Target.OPERATOR;
    return isUnquoted
        ? OrreryException.of(target.state, "%s does not exist: %s", target.noun, name)
        : OrreryException.of(target.state, "%s \"%s\" does not exist", target.noun, name);
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
