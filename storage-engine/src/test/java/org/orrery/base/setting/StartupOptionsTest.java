package org.orrery.base.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StartupOptionsTest {

  @Test
  void allFormsOfOneOptionAreUnderstood() {
    assertThat(
            StartupOptions.parse(
                " -c geqo=off -cwork_mem=1MB  --statement-timeout=5s -c search_path=a,\\ b\\\\c "))
        .isEqualTo(
            Map.of(
                "geqo", "off",
                "work_mem", "1MB",
                "statement_timeout", "5s",
                "search_path", "a, b\\c"));
    assertThat(StartupOptions.parse("")).isEmpty();
  }

  @Test
  void anOptionThatSetsNothingIsRefused() {
    assertThat(SessionSettingsTest.errorOf(() -> StartupOptions.parse("-c geqo")).message())
        .isEqualTo("-c geqo requires a value");
    assertThat(SessionSettingsTest.errorOf(() -> StartupOptions.parse("-B 3")).message())
        .isEqualTo("invalid command-line argument for server process: -B");
  }
}
