package org.orrery.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, made by initdb in a temporary directory: superuser {@code
 * postgres}, no passwords, loopback only, UTF8 with {@code C.UTF-8}. PostgreSQL refuses to run as
 * root; then it runs as the system's user {@code postgres}.
 */
public final class PostgresServer implements AutoCloseable {

  /** The major version whose answers Orrery's are compared with. */
  private static final int MAJOR = 15;

  private static final String USER = "postgres";

  private final Path programs;
  private final Path home;
  private final int port;
  private final Thread stopAtExit = new Thread(this::stop, "stop-postgres");
  private boolean running;

  private PostgresServer(Path programs, Path home, int port) {
    this.programs = programs;
    this.home = home;
    this.port = port;
  }

  /**
   * Makes and starts a server.
   *
   * @param settings lines for postgresql.conf
   * @return nothing when no PostgreSQL 15 is installed
   * @throws CommandFailed when it is there and does not start
   */
  public static Optional<PostgresServer> start(List<String> settings) {
    Path programs = findPrograms();
    if (programs == null) {
      return Optional.empty();
    }
    try {
      Path home = Files.createTempDirectory("orrery-postgres");
      if (isRoot()) {
        Files.setOwner(
            home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
      }
      var server = new PostgresServer(programs, home, Commands.freePort());
      Runtime.getRuntime().addShutdownHook(server.stopAtExit);
      server.create(settings);
      return Optional.of(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void create(List<String> settings) throws IOException {
    Path data = home.resolve("data");
    run(
        List.of(
            program("initdb"),
            "-D",
            data.toString(),
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8"));
    List<String> lines = new ArrayList<>(settings);
    lines.add("port = " + port);
    lines.add("listen_addresses = '127.0.0.1'");
    lines.add("unix_socket_directories = ''");
    lines.add("timezone = 'UTC'");
    Files.write(data.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
    run(
        List.of(
            program("pg_ctl"),
            "-D",
            data.toString(),
            "-l",
            home.resolve("log").toString(),
            "-w",
            "start"));
    running = true;
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** JDBC address of a database. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }

  private static void run(List<String> command) {
    List<String> full = new ArrayList<>();
    if (isRoot()) {
      full.addAll(List.of("runuser", "-u", USER, "--"));
    }
    full.addAll(command);
    Commands.run(full);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Looks where the caller says, at the path's initdb, and where Debian puts servers. */
  private static @Nullable Path findPrograms() {
    List<Path> candidates = new ArrayList<>();
    String told = System.getProperty("orrery.postgres.bin");
    if (told != null) {
      candidates.add(Path.of(told));
    }
    Path onPath = Commands.pathOf("initdb");
    if (onPath != null && onPath.getParent() != null) {
      candidates.add(onPath.getParent());
    }
    candidates.add(Path.of("/", "usr", "lib", "postgresql", String.valueOf(MAJOR), "bin"));
    try (Stream<Path> found = candidates.stream()) {
      return found.filter(PostgresServer::isRightVersion).findFirst().orElse(null);
    }
  }

  private static boolean isRightVersion(Path programs) {
    Path postgres = programs.resolve("postgres");
    return Files.isExecutable(postgres)
        && Files.isExecutable(programs.resolve("initdb"))
        && Commands.run(List.of(postgres.toString(), "--version")).contains(" " + MAJOR + ".");
  }

  private synchronized void stop() {
    if (running) {
      running = false;
      run(List.of(program("pg_ctl"), "-D", home.resolve("data").toString(), "-m", "fast", "stop"));
    }
    Commands.deleteTree(home);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    stop();
  }
}
