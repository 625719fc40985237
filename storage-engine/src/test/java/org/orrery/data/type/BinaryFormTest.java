package org.orrery.data.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

class BinaryFormTest {

  private static final FormatSettings SETTINGS = FormatSettings.DEFAULT;

  /** The bytes are what PostgreSQL 15's send functions give. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int4|-2|fffffffe",
        "oid|4294967295|ffffffff",
        "float4|1.5|3fc00000",
        "bool|t|01",
        "numeric|12345.678|0003000100000003000109291a7c",
        "numeric|0.00|0000000000000002",
        "numeric|-0.0001|0001ffff400000040001",
        "numeric|NaN|00000000c0000000",
        "numeric|-Infinity|00000000f0000020",
        "interval|1 mon 2 days 00:00:03|00000000002dc6c00000000200000001",
        "timetz|12:00:00+02|0000000a0eebb000ffffe3e0",
        "date|2000-01-02|00000001",
        "date|infinity|7fffffff",
        "timestamp|2000-01-01 00:00:01|00000000000f4240",
        "timestamptz|-infinity|8000000000000000",
        "jsonb|{\"a\": 1}|017b2261223a20317d",
        "_int4|{1,NULL}|00000001000000010000001700000002000000010000000400000001ffffffff",
        "int2vector|1 2|00000001000000000000001500000002000000000000000200010000000200" + "02",
        "tid|(1,2)|000000010002",
        "uuid|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|a0eebc999c0b4ef8bb6d6bb9bd380a11",
      })
  void binaryFormsAreThoseOfPostgres(String typeName, String text, String hex) {
    SqlType type = Objects.requireNonNull(BuiltinTypes.byName(typeName));
    byte[] binary = toBinary(type, text);

    assertThat(HexFormat.of().formatHex(binary)).isEqualTo(hex);
    assertThat(toText(type, binary)).isEqualTo(text);
  }

  private static byte[] toBinary(SqlType type, String text) {
    Vector vector = Vector.allocate(type.kind(), 1);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    type.codec().parseText(utf8, 0, utf8.length, Typmods.NONE, SETTINGS, vector, 0);
    var sink = new ByteSink(8);
    type.codec().formatBinary(vector, 0, sink);
    return sink.toByteArray();
  }

  private static String toText(SqlType type, byte[] binary) {
    Vector vector = Vector.allocate(type.kind(), 1);
    type.codec().parseBinary(binary, 0, binary.length, Typmods.NONE, vector, 0);
    var sink = new ByteSink(8);
    type.codec().formatText(vector, 0, SETTINGS, sink);
    return sink.toString();
  }

  @Test
  void binaryValuesOfAWrongLengthAreRefused() {
    assertThatThrownBy(() -> toText(BuiltinTypes.INT4, new byte[3]))
        .isInstanceOf(OrreryException.class)
        .hasMessage("insufficient data left in message");
    assertThatThrownBy(() -> toText(BuiltinTypes.INT4, new byte[5]))
        .isInstanceOf(OrreryException.class)
        .hasMessage("incorrect binary data format");
    assertThatThrownBy(() -> toText(BuiltinTypes.TEXT, new byte[] {'a', (byte) 0xc3}))
        .isInstanceOf(OrreryException.class)
        .hasMessage("invalid byte sequence for encoding \"UTF8\": 0xc3");
  }

  @Test
  void randomValuesSurviveTextAndBinary() {
    var random = new SplittableRandom(42);
    for (int i = 0; i < 5_000; i++) {
      roundTrip(BuiltinTypes.INT8, Long.toString(random.nextLong()));
      roundTripDouble(Double.longBitsToDouble(random.nextLong()));
      roundTripDouble(random.nextInt(2_000_000) / 100.0);
      roundTripFloat(Float.intBitsToFloat(random.nextInt()));
      String numeric = random.nextLong() + "." + random.nextLong(Long.MAX_VALUE);
      roundTrip(BuiltinTypes.NUMERIC, numeric);
    }
  }

  private static void roundTrip(SqlType type, String text) {
    assertThat(toText(type, toBinary(type, text))).isEqualTo(text);
  }

  private static void roundTripDouble(double value) {
    var sink = new ByteSink(32);
    FloatText.writeDouble(value, 1, sink);
    String text = sink.toString();

    assertThat(Double.parseDouble(text)).isEqualTo((Double) value);
    roundTrip(BuiltinTypes.FLOAT8, text);
  }

  private static void roundTripFloat(float value) {
    var sink = new ByteSink(32);
    FloatText.writeFloat(value, 1, sink);
    String text = sink.toString();

    assertThat(Float.parseFloat(text)).isEqualTo((Float) value);
    roundTrip(BuiltinTypes.FLOAT4, text);
  }

  @Test
  void arraysAndRecordsAreBuiltFromVectors() {
    var numbers = new LongVector(new long[] {1, 2, 3});
    numbers.setNull(1);
    var target = new BytesVector(2);
    ArrayValue.of(BuiltinTypes.INT4, numbers, 3).store(target, 0);
    var words = new BytesVector(1);
    words.setString(0, "a \"b");
    var sink = new ByteSink(16);
    RecordValue.write(
        List.of(BuiltinTypes.INT4, BuiltinTypes.TEXT), List.of(numbers, words), 0, sink);

    assertThat(toText(BuiltinTypes.INT4_ARRAY, target.getBytes(0))).isEqualTo("{1,NULL,3}");
    assertThat(toText(BuiltinTypes.RECORD, sink.toByteArray())).isEqualTo("(1,\"a \"\"b\")");
  }
}
