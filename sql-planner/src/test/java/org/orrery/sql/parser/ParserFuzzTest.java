package org.orrery.sql.parser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.orrery.base.fuzz.Fuzzer;

class ParserFuzzTest {

  @Test
  void anyTextParsesOrIsASyntaxError() throws IOException {
    try (InputStream accepted = ParserFuzzTest.class.getResourceAsStream("accepted.sql")) {
      String all = new String(Objects.requireNonNull(accepted).readAllBytes(), UTF_8);
      List<byte[]> seeds =
          all.lines().filter(line -> !line.isBlank()).map(line -> line.getBytes(UTF_8)).toList();

      Fuzzer.run(ParserFuzz.class, seeds);
    }
  }
}
