package org.orrery.sql.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LikePrefixTest {

  private static @Nullable String of(String pattern) {
    LikePrefix prefix = LikePrefix.of(pattern);
    if (prefix == null) {
      return null;
    }
    byte[] high = prefix.high();
    return new String(prefix.low(), UTF_8) + ".." + (high == null ? "" : new String(high, UTF_8));
  }

  @Test
  void whatComesBeforeTheFirstWildcardBoundsTheStrings() {
    assertThat(of("abc%")).isEqualTo("abc..abd");
    assertThat(of("a_c")).isEqualTo("a..b");
    assertThat(of("abc")).isEqualTo("abc..abd");
    assertThat(of("%abc")).isNull();
    assertThat(of("")).isNull();
  }

  @Test
  void escapedWildcardsAreCharacters() {
    assertThat(of("a\\%b%")).isEqualTo("a%b..a%c");
    assertThat(of("a\\")).isNull();
  }

  @Test
  void theUpperBoundIsAStringToo() {
    assertThat(of("a\uD7FF%")).isEqualTo("a\uD7FF..a\uE000");
    assertThat(of("a\uDBFF\uDFFF%")).isEqualTo("a\uDBFF\uDFFF..b");
    assertThat(of("\uDBFF\uDFFF%")).isEqualTo("\uDBFF\uDFFF..");
  }
}
