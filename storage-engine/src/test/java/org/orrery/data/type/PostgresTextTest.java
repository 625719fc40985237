package org.orrery.data.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;

/** Text in and out of every type, against answers taken from PostgreSQL 15 (postgres15.tsv). */
class PostgresTextTest {

  private static final List<Case> CASES = cases();

  private record Case(String type, String settings, String input, String expected) {}

  private static List<Case> cases() {
    var stream = PostgresTextTest.class.getResourceAsStream("postgres15.tsv");
    try (var reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(stream), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(cells -> new Case(cells[0], cells[1], unescape(cells[2]), unescape(cells[3])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unescape(String cell) {
    return cell.replace("\\\\", "\u0000")
        .replace("\\t", "\t")
        .replace("\\d", "\u007f")
        .replace('\u0000', '\\');
  }

  @Test
  void textIsReadAndWrittenAsByPostgres() {
    var differences = new ArrayList<String>();
    for (Case c : CASES) {
      String actual = answer(c);
      if (!actual.equals(c.expected())) {
        differences.add(c + "\n      actual=" + actual);
      }
    }

    assertThat(differences).isEmpty();
  }

  @Test
  void whatIsWrittenReadsBackAsTheSameText() {
    var differences = new ArrayList<String>();
    for (Case c : CASES) {
      if (!c.expected().startsWith("ERROR") && !isLossy(c)) {
        String again = answer(new Case(c.type(), c.settings(), c.expected(), ""));
        if (!again.equals(c.expected())) {
          differences.add(c + "\n      actual=" + again);
        }
      }
    }

    assertThat(differences).isEmpty();
  }

  /** Styles whose output PostgreSQL itself reads differently. */
  private static boolean isLossy(Case c) {
    return c.settings().contains("sql_standard")
        || (c.settings().contains("datestyle") && !c.settings().contains("ISO, MDY"))
        || (c.settings().contains("New_York") && c.input().contains("-11-03"));
  }

  private static String answer(Case c) {
    TestTypes.Parsed parsed = TestTypes.type(c.type());
    Vector vector = Vector.allocate(parsed.type().kind(), 1);
    FormatSettings settings = TestTypes.settings(c.settings());
    byte[] text = c.input().getBytes(StandardCharsets.UTF_8);
    var sink = new ByteSink(16);
    try {
      var codec = parsed.type().codec();
      codec.parseText(text, 0, text.length, parsed.typmod(), settings, vector, 0);
      codec.formatText(vector, 0, settings, sink);
      return sink.toString().replace('\n', '~');
    } catch (OrreryException e) {
      String detail = e.detail() == null ? "" : " DETAIL " + e.detail();
      String hint = e.hint() == null ? "" : " HINT " + e.hint();
      return String.format(
          Locale.ROOT, "ERROR %s %s%s%s", e.state().code(), e.message(), detail, hint);
    }
  }
}
