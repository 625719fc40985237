package org.orrery.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Running helper programs, and the temporary directories and ports that servers need. */
public final class Commands {

  private static final int LAST_CHARACTERS = 4000;

  private Commands() {}

  /**
   * Runs a program to its end and returns what it wrote.
   *
   * @throws CommandFailed when it exits with something else than 0 or takes longer than a minute
   */
  public static String run(List<String> command) {
    try {
      Path output = Files.createTempFile("orrery-command", ".log");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        if (!ended) {
          process.destroyForcibly();
        }
        String said = Files.readString(output);
        if (!ended || process.exitValue() != 0) {
          throw new CommandFailed(String.join(" ", command) + ": " + last(said));
        }
        return said;
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted: " + String.join(" ", command));
    }
  }

  /** The program's path when it is on the path of this process. */
  public static boolean isOnPath(String program) {
    return pathOf(program) != null;
  }

  static @Nullable Path pathOf(String program) {
    String path = System.getenv("PATH");
    for (String directory : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path file = Path.of(directory, program);
      if (!directory.isEmpty() && Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  /** A port of the loopback address that was free a moment ago. */
  public static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of a log, for messages. */
  public static String lastLines(Path log) {
    try {
      return last(new String(Files.readAllBytes(log), UTF_8));
    } catch (NoSuchFileException e) {
      return "(no log)";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String last(String text) {
    return text.substring(Math.max(0, text.length() - LAST_CHARACTERS)).strip();
  }

  /** Bytes of the regular files below a directory; files that vanish meanwhile do not count. */
  public static long bytesBelow(Path directory) {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(Commands::bytes).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a directory with everything in it, if it is there. */
  public static void deleteTree(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
