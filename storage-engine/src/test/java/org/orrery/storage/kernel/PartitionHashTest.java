package org.orrery.storage.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.type.BuiltinTypes;

/** The expected values are what PostgreSQL 15's hash functions give, without the sign. */
class PartitionHashTest {

  private static int ofText(String text) {
    return PartitionHash.BYTES.of(text.getBytes(UTF_8));
  }

  @Test
  void integersOfAllWidthsAndOneValueHaveOneHash() {
    assertThat(PartitionHash.INTEGER.of(42L)).isEqualTo(1_509_752_520);
    assertThat(PartitionHash.BIGINT.of(42L)).isEqualTo(1_509_752_520);
    assertThat(PartitionHash.INTEGER.of(-1L)).isEqualTo(385_747_274);
    assertThat(PartitionHash.BIGINT.of(-1L)).isEqualTo(385_747_274);
    assertThat(PartitionHash.BIGINT.of(-5_000_000_000L)).isEqualTo(954_517_114);
  }

  @Test
  void textsOfAnyLengthAreHashedAsBytes() {
    assertThat(ofText("")).isEqualTo(669_664_877);
    assertThat(ofText("d1")).isEqualTo(342_786_568);
    assertThat(ofText("123456789012")).isEqualTo(45_426_045);
    assertThat(ofText("a device with a long name, ä")).isEqualTo(1_237_229_194);
  }

  @Test
  void blanksThatPadDoNotCount() {
    assertThat(PartitionHash.PADDED.of("ab       ".getBytes(UTF_8)))
        .isEqualTo(1_718_550_461)
        .isEqualTo(PartitionHash.PADDED.of("ab".getBytes(UTF_8)));
  }

  @Test
  void equalDoublesHaveOneHash() {
    assertThat(PartitionHash.FLOAT.of(1.5)).isEqualTo(630_860_146);
    assertThat(PartitionHash.FLOAT.of(Double.NaN)).isEqualTo(871_718_808);
    assertThat(PartitionHash.FLOAT.of(-0.0)).isZero();
    assertThat(PartitionHash.FLOAT.of(0.0)).isZero();
  }

  @Test
  void timesAreHashedAsPostgresCountsThem() {
    long days = 19_723;
    assertThat(PartitionHash.DATE.of(days)).isEqualTo(485_862_185);
    assertThat(PartitionHash.TIMESTAMP.of(days * 86_400_000_000L + 43_200_000_000L))
        .isEqualTo(2_018_312_513);
  }

  @Test
  void rowsOfVectorsHaveTheHashesOfTheirValuesAndNullHasNone() {
    var longs = new LongVector(2);
    longs.setLong(0, 42);
    longs.setNull(1);
    var doubles = new DoubleVector(1);
    doubles.setDouble(0, 1.5);
    var texts = new BytesVector(2);
    texts.setString(0, "before");
    texts.setString(1, "d1");

    assertThat(PartitionHash.INTEGER.of(longs, 0)).isEqualTo(1_509_752_520);
    assertThat(PartitionHash.INTEGER.of(longs, 1)).isZero();
    assertThat(PartitionHash.FLOAT.of(doubles, 0)).isEqualTo(630_860_146);
    assertThat(PartitionHash.BYTES.of(texts, 1)).isEqualTo(342_786_568);
  }

  @Test
  void typesThatCannotBeHashedSayNothing() {
    assertThat(PartitionHash.of(BuiltinTypes.INTERVAL)).isNull();
    assertThat(PartitionHash.of(BuiltinTypes.TEXT)).isEqualTo(PartitionHash.BYTES);
  }
}
