package org.orrery.sql.parser;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.orrery.base.fuzz.Fuzzer;

/** Parses bytes as SQL. */
public final class ParserFuzz {

  private ParserFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Fuzzer.attempt(() -> PgParser.parse(new String(input, UTF_8)));
  }
}
