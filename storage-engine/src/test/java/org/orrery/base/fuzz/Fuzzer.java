package org.orrery.base.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.orrery.base.error.OrreryException;

/**
 * Runs Jazzer on a target, a class with {@code public static void fuzzerTestOneInput(byte[])}, in a
 * JVM of its own. Any exception, an input that takes over ten seconds, or more memory than the JVM
 * has fails the test with the input. {@code -Dorrery.fuzz.seconds} says for how long.
 *
 * @see <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a>
 */
public final class Fuzzer {

  private static final int SECONDS = Integer.getInteger("orrery.fuzz.seconds", 2);
  private static final long SEED = Long.getLong("orrery.seed", 20261120L);
  private static final int INPUT_BYTES_MAX = 64 << 10;
  private static final int OUTPUT_LINES = 60;

  private Fuzzer() {}

  /** What a reader may do: succeed, or say what is wrong. */
  @FunctionalInterface
  public interface Attempt {
    /** Reads the input. */
    void run() throws Exception;
  }

  /** For targets: passes over errors that have a SQLSTATE, except internal ones. */
  public static void attempt(Attempt reading) throws Exception {
    try {
      reading.run();
    } catch (OrreryException e) {
      if (e.state().code().equals("XX000")) {
        throw e;
      }
    }
  }

  /** Fuzzes a target from some valid inputs on. */
  public static void run(Class<?> target, List<byte[]> seeds) {
    try {
      Path home = Files.createTempDirectory("orrery-fuzz");
      try {
        run(target, seeds, home);
      } finally {
        delete(home);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Class<?> target, List<byte[]> seeds, Path home) throws IOException {
    Path corpus = Files.createDirectory(home.resolve("corpus"));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.getName(),
            "--instrumentation_includes=org.orrery.**",
            "--disabled_hooks=*",
            "-max_total_time=" + SECONDS,
            "-seed=" + (int) SEED,
            "-max_len=" + INPUT_BYTES_MAX,
            "-timeout=10",
            "-rss_limit_mb=0",
            "-artifact_prefix=" + home + "/",
            "--reproducer_path=" + home,
            corpus.toString()));
    Path log = home.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      int status = process.waitFor();
      List<String> lines = Files.readAllLines(log, UTF_8);
      assertThat(status)
          .as(
              String.join(
                  "\n", lines.subList(Math.max(0, lines.size() - OUTPUT_LINES), lines.size())))
          .isZero();
      assertThat(String.join("\n", lines)).contains("DONE");
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void delete(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
