package org.orrery.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions give PostgreSQL's answers. Each line of the files is a time zone (UTC when left out), a
 * signature (a polymorphic one followed by {@code #types>result}), argument values and what
 * PostgreSQL 15 answers: a value, {@code \N} for NULL or {@code !SQLSTATE message}.
 */
class ScalarFunctionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"operators", "time_bucket", "text_and_math", "time", "arrays_and_any"})
  void functionsAnswerAsPostgresql(String file) throws IOException {
    List<String> mismatches = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream(file + ".tsv"), file)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String mismatch = Evaluation.mismatch(line);
        if (mismatch != null) {
          mismatches.add(mismatch);
        }
      }
    }

    assertThat(mismatches).isEmpty();
  }
}
