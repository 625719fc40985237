package org.orrery.sql.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.fuzz.Fuzzer;

class CopyFuzzTest {

  /** Data in the formats of {@link CopyFuzz}. */
  private static final List<String> TEXTS =
      List.of(
          "1\ta b\\n\t2024-01-01 00:00:00+00\t1.5\t\\\\xab\n\\N\t\\N\t\\N\t\\N\t\\N\n\\.\n",
          "1,\"a, \"\"b\"\"\",2024-01-01,1.5,\\xab\r\n2,,,,\n",
          "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0\0\5\0\0\0\4\0\0\0\1",
          "c0,c1,c2,c3,c4\n1,'a!'b',x,2,x\n",
          "c0|c1|c2|c3|c4\n1|a||2|\n");

  @Test
  void badCopyDataIsRefusedAndNothingElseHappens() {
    List<byte[]> seeds = new ArrayList<>();
    for (int format = 0; format < TEXTS.size(); format++) {
      byte[] text = TEXTS.get(format).getBytes(ISO_8859_1);
      for (int pieceBytes : new int[] {3, 200}) {
        byte[] seed = new byte[text.length + 2];
        seed[0] = (byte) format;
        seed[1] = (byte) pieceBytes;
        System.arraycopy(text, 0, seed, 2, text.length);
        seeds.add(seed);
      }
    }

    Fuzzer.run(CopyFuzz.class, seeds);
  }
}
