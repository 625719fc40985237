package org.orrery.data.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Vector;

class TypeNamesTest {

  /** As PostgreSQL 15's {@code format_type}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "varchar(10)|character varying(10)",
        "bpchar(3)|character(3)",
        "numeric(10,2)|numeric(10,2)",
        "numeric(3,-2)|numeric(3,-2)",
        "timestamptz(3)|timestamp(3) with time zone",
        "time(0)|time(0) without time zone",
        "interval(2)|interval(2)",
        "interval day to second(3)|interval day to second(3)",
        "interval year|interval year",
        "int4[]|integer[]",
        "varchar(5)[]|character varying(5)[]",
        "char|\"char\"",
        "any|\"any\"",
        "int2vector|int2vector",
        "regclass|regclass",
        "record[]|record[]",
      })
  void typesAreSpelledAsByFormatType(String spelling, String expected) {
    TestTypes.Parsed parsed = TestTypes.type(spelling);

    assertThat(TypeNames.format(parsed.type(), parsed.typmod())).isEqualTo(expected);
  }

  @Test
  void characterWithoutLengthIsSpelledBpchar() {
    assertThat(TypeNames.formatType(1042, -1)).isEqualTo("bpchar");
    assertThat(TypeNames.formatType(1042, null)).isEqualTo("character");
    assertThat(TypeNames.formatType(0, -1)).isEqualTo("-");
    assertThat(TypeNames.formatType(99_999, -1)).isEqualTo("???");
  }

  @ParameterizedTest
  @CsvSource({"anyelement", "trigger", "internal"})
  void pseudoTypesHaveNoValues(String name) {
    SqlType type = TestTypes.type(name).type();
    Vector vector = Vector.allocate(type.kind(), 1);

    assertThatThrownBy(
            () -> type.codec().parseText(new byte[1], 0, 1, -1, FormatSettings.DEFAULT, vector, 0))
        .isInstanceOf(OrreryException.class)
        .hasMessage("cannot accept a value of type " + name);
  }
}
