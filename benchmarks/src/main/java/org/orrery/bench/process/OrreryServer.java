package org.orrery.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The packaged server ({@code server/target/orrery.jar}) as a process, on a free port, with the
 * flags that the launcher gives its JVM, or started by the launcher itself. Its standard error is
 * the file {@code log} beside the data directory.
 */
public final class OrreryServer implements AutoCloseable {

  /** First line on standard output, once clients may connect. */
  private static final Pattern READY = Pattern.compile("orrery ready on .*:(\\d+) \\(.*\\)");

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseG1GC",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dfile.encoding=UTF-8");

  private final Path home;
  private final Path data;
  private final boolean ownsHome;
  private final String heap;
  private final List<String> options;
  private final Thread killAtExit = new Thread(this::kill, "kill-orrery");
  private List<String> command = List.of();
  private boolean isLaunched;
  private @Nullable Process process;
  private CompletableFuture<String> output = new CompletableFuture<>();
  private int port;
  private Duration lastStart = Duration.ZERO;

  private OrreryServer(Path home, Path data, boolean ownsHome, String heap, List<String> options) {
    this.home = home;
    this.data = data;
    this.ownsHome = ownsHome;
    this.heap = heap;
    this.options = List.copyOf(options);
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  /**
   * Starts a server on a new, empty data directory that goes away with it.
   *
   * @param heap as {@code -Xmx} takes it
   * @param options more of the command line, such as {@code -c name=value}
   * @throws CommandFailed when it is not ready after a minute; the message has the end of its log
   */
  public static OrreryServer start(String heap, String... options) {
    OrreryServer server = create(heap, List.of(options));
    server.start();
    return server;
  }

  /**
   * Starts another of the program's commands that run a server, on a new, empty data directory that
   * goes away with it.
   */
  public static OrreryServer startCommand(String command, String heap) {
    OrreryServer server = create(heap, List.of());
    server.command = List.of(command);
    server.start();
    return server;
  }

  /**
   * Starts a server as {@link #start(String, String...)} does, but as people do, by the checkout's
   * launcher, which first gets time to make its cache for the JVM.
   */
  public static OrreryServer launch(String heap) {
    Commands.run(List.of(launcher(), "--version"));
    OrreryServer server = create(heap, List.of());
    server.isLaunched = true;
    server.start();
    return server;
  }

  private static OrreryServer create(String heap, List<String> options) {
    try {
      Path home = Files.createTempDirectory("orrery-server");
      return new OrreryServer(home, home.resolve("data"), true, heap, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server on a data directory of the caller's, which stays. */
  public static OrreryServer startIn(Path data, String heap, String... options) {
    try {
      Path home = Files.createTempDirectory("orrery-server");
      var server = new OrreryServer(home, data, false, heap, List.of(options));
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar: where {@code orrery.jar} says, else in the checkout that this runs in. */
  public static Path jar() {
    String told = System.getProperty("orrery.jar");
    return told != null ? Path.of(told) : Checkout.root().resolve("server/target/orrery.jar");
  }

  /**
   * Starts it again on the same data, after {@link #kill} or {@link #stop}; the port may change.
   */
  public void start() {
    if (!Files.exists(jar())) {
      throw new CommandFailed(jar() + " is missing: ./mvnw -DskipTests package");
    }
    long begin = System.nanoTime();
    try {
      List<String> line = new ArrayList<>(isLaunched ? List.of(launcher()) : javaLine());
      line.addAll(command);
      line.addAll(List.of("-D", data.toString(), "-p", "0"));
      line.addAll(options);
      var builder = new ProcessBuilder(line);
      builder.environment().put("ORRERY_JAVA_OPTS", "-Xmx" + heap);
      Process started =
          builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
      process = started;
      port = awaitReady(started);
      lastStart = Duration.ofNanos(System.nanoTime() - begin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String launcher() {
    return Checkout.root().resolve("orrery").toString();
  }

  private List<String> javaLine() {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Xmx" + heap);
    line.addAll(JVM_FLAGS);
    line.addAll(List.of("-jar", jar().toString()));
    return line;
  }

  private int awaitReady(Process started) {
    var ready = new CompletableFuture<Integer>();
    var all = new CompletableFuture<String>();
    output = all;
    Thread.ofPlatform().daemon().name("orrery-stdout").start(() -> readOutput(started, ready, all));
    try {
      return ready.get(START_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      kill();
      throw new CommandFailed("the server did not start: " + Commands.lastLines(log()));
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted while the server started");
    }
  }

  private static void readOutput(
      Process started, CompletableFuture<Integer> ready, CompletableFuture<String> all) {
    var text = new StringBuilder();
    try (BufferedReader lines = started.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        text.append(line).append('\n');
        Matcher matcher = READY.matcher(line);
        if (matcher.matches()) {
          ready.complete(Integer.valueOf(matcher.group(1)));
        }
      }
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
    ready.completeExceptionally(new CommandFailed("standard output ended"));
    all.complete(text.toString());
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** From starting the JVM to the ready line, the last time. */
  public Duration lastStart() {
    return lastStart;
  }

  /** Processor time that the process has taken so far, of all threads; zero when it has ended. */
  public Duration processorTime() {
    Process current = process;
    return current == null
        ? Duration.ZERO
        : current.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The process's memory mappings, a line each, as Linux lists them; empty elsewhere. */
  public List<String> mappings() {
    Process current = process;
    Path maps = Path.of("/proc/" + (current == null ? 0 : current.pid()) + "/maps");
    try {
      return Files.exists(maps) ? Files.readAllLines(maps) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JDBC address. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /** All that it wrote to standard output; waits until it has ended. */
  public String output() {
    return output.join();
  }

  /** The data directory. */
  public Path data() {
    return data;
  }

  /** What it wrote to standard error. */
  public Path log() {
    return home.resolve("log");
  }

  /** The end of the log, for messages. */
  public String lastLog() {
    return Commands.lastLines(log());
  }

  /** Whether the process lives. */
  public boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** {@code kill -9}; returns once the process is gone. */
  public void kill() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
      await(current);
    }
  }

  /**
   * Asks it to end (SIGTERM) and waits.
   *
   * @return its exit code
   */
  public int stop() {
    Process current = process;
    if (current == null) {
      return 0;
    }
    current.destroy();
    if (!await(current)) {
      kill();
      throw new CommandFailed("the server did not stop: " + lastLog());
    }
    return current.exitValue();
  }

  private static boolean await(Process process) {
    try {
      return process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(killAtExit);
    keepLog();
    Commands.deleteTree(home);
    if (ownsHome) {
      Commands.deleteTree(data);
    }
  }

  /** Copies the log to the directory that {@code orrery.logs} names, if it does. */
  private void keepLog() {
    String directory = System.getProperty("orrery.logs");
    if (directory == null || !Files.exists(log())) {
      return;
    }
    try {
      Files.createDirectories(Path.of(directory));
      Files.copy(
          log(),
          Path.of(directory).resolve(home.getFileName() + ".log"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
