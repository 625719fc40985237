package org.orrery.sql.function.format;

/** The fields of a template for numbers. Only those of {@code th} and {@code rn} differ in case. */
enum NumberField {
  EXPONENT("EEEE"),
  FILLED("FM"),
  MINUS("MI"),
  PLUS("PL"),
  BRACKETS("PR"),
  ROMAN("RN"),
  SIGN("SG"),
  IGNORED("SP"),
  ORDINAL("TH"),
  COMMA(","),
  POINT("."),
  ZERO("0"),
  NINE("9"),
  BLANK("B"),
  CURRENCY_CODE("C"),
  LOCAL_POINT("D"),
  GROUP("G"),
  CURRENCY("L"),
  LOCAL_SIGN("S"),
  SHIFT("V");

  private final String spelling;

  NumberField(String spelling) {
    this.spelling = spelling;
  }

  String spelling() {
    return spelling;
  }
}
