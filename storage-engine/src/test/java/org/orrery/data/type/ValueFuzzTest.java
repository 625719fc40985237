package org.orrery.data.type;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.fuzz.Fuzzer;

class ValueFuzzTest {

  private static final List<String> TEXTS =
      List.of(
          "t",
          "-12",
          "1.50e-3",
          "NaN",
          "2024-02-29 13:00:01.5+02",
          "1 year 2 mons -3 days 04:05:06.7",
          "{1,NULL,3}",
          "{{\"a b\",c},{d,e}}",
          "{\"a\": [1, 2.50, null]}",
          "\\xdeadbeef",
          "00000000-0000-0000-0000-000000000001",
          "infinity",
          "BC 0044-03-15",
          "J.7",
          "2024-01-01 1200lz-08");

  @Test
  void whatATypeReadsComesBackAndWhatItRefusesHasAState() {
    List<byte[]> seeds = new ArrayList<>();
    for (int type = 0; type < 60; type++) {
      byte[] text = TEXTS.get(type % TEXTS.size()).getBytes(UTF_8);
      byte[] seed = new byte[text.length + 2];
      seed[0] = (byte) type;
      System.arraycopy(text, 0, seed, 2, text.length);
      seeds.add(seed);
    }

    Fuzzer.run(ValueFuzz.class, seeds);
  }
}
