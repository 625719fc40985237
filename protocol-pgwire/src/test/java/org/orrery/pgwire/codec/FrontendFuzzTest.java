package org.orrery.pgwire.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.fuzz.Fuzzer;

class FrontendFuzzTest {

  @Test
  void bytesThatAreNoMessagesAreRefusedAndNothingElseHappens() {
    var seed = new ByteArrayOutputStream();
    seed.writeBytes(message("", "\0\3\0\0user\0me\0database\0d\0\0"));
    seed.writeBytes(message("Q", "select 1\0"));
    seed.writeBytes(message("P", "s\0select $1\0\0\1\0\0\0\27"));
    seed.writeBytes(message("B", "p\0s\0\0\1\0\1\0\1\0\0\0\4\0\0\0\1\0\1\0\1"));
    seed.writeBytes(message("D", "Pp\0"));
    seed.writeBytes(message("E", "p\0\0\0\0\5"));
    seed.writeBytes(message("S", ""));
    seed.writeBytes(message("d", "1\t2\n"));
    seed.writeBytes(message("f", "no\0"));
    seed.writeBytes(message("X", ""));

    Fuzzer.run(FrontendFuzz.class, List.of(seed.toByteArray()));
  }

  private static byte[] message(String tag, String body) {
    int length = body.length() + 4;
    String text = tag + "\0\0\0" + (char) length + body;
    return text.getBytes(ISO_8859_1);
  }
}
