package org.orrery.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.orrery.bench.process.Commands;

/** The program psql. */
public final class Psql {

  private static final long SECONDS_MAX = 120;

  private Psql() {}

  /** What psql wrote, and its exit code. */
  public record Result(String out, String error, int exitCode) {}

  /** Skips the running test when psql is not installed. */
  public static void require() {
    Assumptions.assumeTrue(
        isInstalled(), "skipped: psql is not installed (.ci/install-test-packages)");
  }

  /** Whether it is on the path. */
  public static boolean isInstalled() {
    return Commands.isOnPath("psql");
  }

  /** Runs commands, each as its own {@code -c}, stopping at the first error. */
  public static Result run(Subject subject, String... commands) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("psql", "-X", "-w", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres"));
    command.addAll(List.of("-p", String.valueOf(subject.port()), "-d", subject.database()));
    for (String each : commands) {
      command.addAll(List.of("-c", each));
    }
    var builder = new ProcessBuilder(command);
    builder.environment().put("PGCLIENTENCODING", "UTF8");
    builder.environment().put("PGCONNECT_TIMEOUT", "10");
    builder.environment().put("PAGER", "cat");
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      CompletableFuture<String> error = CompletableFuture.supplyAsync(() -> errorOf(process));
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("psql did not end");
      }
      return new Result(out, error.join(), process.exitValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String errorOf(Process process) {
    try {
      return new String(process.getErrorStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
