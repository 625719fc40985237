package org.orrery.data.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;

class RegCodecTest {

  private static final FormatSettings SETTINGS =
      new FormatSettings(
          ZoneOffset.UTC,
          FormatSettings.DateStyle.ISO,
          FormatSettings.DateOrder.MDY,
          FormatSettings.IntervalStyle.POSTGRES,
          1,
          true,
          0,
          new ObjectNames() {
            @Override
            public @Nullable String nameOf(SqlType regType, long oid) {
              return regType == BuiltinTypes.REGCLASS && oid == 16_400 ? "weather" : null;
            }

            @Override
            public long oidOf(SqlType regType, String name) {
              return regType == BuiltinTypes.REGCLASS && name.equals("weather") ? 16_400 : 0;
            }
          });

  private static String echo(String typeName, String text) {
    var vector = new LongVector(1);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    var codec = TestTypes.type(typeName).type().codec();
    codec.parseText(utf8, 0, utf8.length, Typmods.NONE, SETTINGS, vector, 0);
    var sink = new ByteSink(8);
    codec.formatText(vector, 0, SETTINGS, sink);
    return sink.toString();
  }

  @Test
  void objectsAreReadAndShownByName() {
    assertThat(echo("regclass", "weather")).isEqualTo("weather");
    assertThat(echo("regclass", "16400")).isEqualTo("weather");
    assertThat(echo("regclass", "77")).isEqualTo("77");
    assertThat(echo("regclass", "-")).isEqualTo("-");
  }

  /** Messages are PostgreSQL 15's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "regclass|foo|42P01|relation \"foo\" does not exist",
        "regtype|foo|42704|type \"foo\" does not exist",
        "regproc|foo|42883|function \"foo\" does not exist",
        "regprocedure|foo(int)|42883|function \"foo(int)\" does not exist",
        "regoper|@@@|42883|operator does not exist: @@@",
        "regnamespace|foo|3F000|schema \"foo\" does not exist",
        "regrole|foo|42704|role \"foo\" does not exist",
        "regcollation|foo|42704|collation \"foo\" for encoding \"UTF8\" does not exist",
        "regclass|``|42602|invalid name syntax",
        "regclass|4294967296|22003|value \"4294967296\" is out of range for type oid",
      })
  void unknownNamesAreReported(String type, String name, String state, String message) {
    assertThatThrownBy(() -> echo(type, name))
        .isInstanceOfSatisfying(
            OrreryException.class, e -> assertThat(e.state().code()).isEqualTo(state))
        .hasMessage(message);
  }
}
