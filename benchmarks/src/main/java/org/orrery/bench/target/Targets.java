package org.orrery.bench.target;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.orrery.bench.process.CommandFailed;
import org.orrery.bench.process.OrreryServer;

/** The targets of one sitting, started in order and closed together. */
public final class Targets implements AutoCloseable {

  private final List<Target> targets = new ArrayList<>();

  /**
   * Starts targets by name ({@code orrery}, {@code postgres}, {@code duckdb}, {@code questdb}) or
   * JDBC address.
   *
   * @param log where it says which of the peers cannot run here, and why
   * @throws CommandFailed when Orrery does not start, or nothing does
   */
  public static Targets open(List<String> names, String heap, PrintWriter log) throws SQLException {
    var opened = new Targets();
    for (String name : names) {
      try {
        opened.targets.add(open(name, heap));
      } catch (CommandFailed | SQLException e) {
        if (name.equals("orrery") || name.startsWith("jdbc:")) {
          opened.close();
          throw e;
        }
        log.println(name + " is left out: " + e.getMessage());
      }
    }
    if (opened.targets.isEmpty()) {
      throw new CommandFailed("no target could be started");
    }
    return opened;
  }

  private static Target open(String name, String heap) throws SQLException {
    return switch (name) {
      case "orrery" -> new OrreryTarget(OrreryServer.launch(heap));
      case "postgres" -> PostgresTarget.create();
      case "duckdb" -> new DuckDbTarget();
      case "questdb" -> new QuestDbTarget();
      default -> {
        if (!name.startsWith("jdbc:")) {
          throw new CommandFailed("no such target: " + name);
        }
        yield new UrlTarget(name.replaceAll("\\?.*", ""), name);
      }
    };
  }

  /** In the order asked for. */
  public List<Target> all() {
    return List.copyOf(targets);
  }

  @Override
  public void close() {
    targets.reversed().forEach(Target::close);
    targets.clear();
  }
}
