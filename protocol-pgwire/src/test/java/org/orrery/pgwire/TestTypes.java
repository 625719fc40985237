package org.orrery.pgwire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeCodec;

/** The few types that protocol tests need. */
public final class TestTypes {

  public static final SqlType INT4 = integer(23, "int4", 4);
  public static final SqlType INT8 = integer(20, "int8", 8);
  public static final SqlType TEXT =
      new SqlType(
          25,
          "text",
          SqlType.Variety.BASE,
          'S',
          true,
          -1,
          PhysicalKind.BYTES,
          new TextCodec(),
          null);

  private TestTypes() {}

  private static SqlType integer(int oid, String name, int length) {
    return new SqlType(
        oid,
        name,
        SqlType.Variety.BASE,
        'N',
        false,
        length,
        PhysicalKind.LONG,
        new IntegerCodec(length),
        null);
  }

  private record IntegerCodec(int length) implements TypeCodec {

    @Override
    public void parseText(
        byte[] text,
        int offset,
        int count,
        int typmod,
        FormatSettings settings,
        Vector target,
        int row) {
      String digits = new String(text, offset, count, StandardCharsets.UTF_8);
      ((LongVector) target).setLong(row, Long.parseLong(digits));
    }

    @Override
    public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
      sink.writeDecimal(((LongVector) source).getLong(row));
    }

    @Override
    public void parseBinary(
        byte[] bytes, int offset, int count, int typmod, Vector target, int row) {
      var buffer = ByteBuffer.wrap(bytes, offset, count);
      ((LongVector) target).setLong(row, length == 4 ? buffer.getInt() : buffer.getLong());
    }

    @Override
    public void formatBinary(Vector source, int row, ByteSink sink) {
      long value = ((LongVector) source).getLong(row);
      if (length == 4) {
        sink.writeInt((int) value);
      } else {
        sink.writeLong(value);
      }
    }
  }

  private record TextCodec() implements TypeCodec {

    @Override
    public void parseText(
        byte[] text,
        int offset,
        int count,
        int typmod,
        FormatSettings settings,
        Vector target,
        int row) {
      ((BytesVector) target).setBytes(row, text, offset, count);
    }

    @Override
    public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
      var vector = (BytesVector) source;
      sink.writeBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
    }

    @Override
    public void parseBinary(
        byte[] bytes, int offset, int count, int typmod, Vector target, int row) {
      ((BytesVector) target).setBytes(row, bytes, offset, count);
    }

    @Override
    public void formatBinary(Vector source, int row, ByteSink sink) {
      formatText(source, row, FormatSettings.DEFAULT, sink);
    }
  }
}
