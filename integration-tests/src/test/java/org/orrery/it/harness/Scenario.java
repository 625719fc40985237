package org.orrery.it.harness;

import java.util.ArrayList;
import java.util.List;

/**
 * What several sessions do in turn. In a file a scenario begins with a comment, its title, and has
 * a step a line: a session's name and a statement, such as {@code a: BEGIN}. The session {@code
 * setup} comes before the others. {@code a: cancel} cancels what the session runs, {@code a:
 * finish} waits until it has ended, {@code a: leave} closes the connection.
 */
public record Scenario(String title, List<Step> steps) {

  /** A session's statement. */
  public record Step(String session, String sql) {}

  /** Reads a resource below {@code org/orrery/it}. */
  public static List<Scenario> read(String name) {
    List<Scenario> scenarios = new ArrayList<>();
    for (String line : SqlFile.text(name).lines().toList()) {
      if (line.startsWith("-- ")) {
        scenarios.add(new Scenario(line.substring(3), new ArrayList<>()));
      } else if (!line.isBlank()) {
        int colon = line.indexOf(": ");
        var step = new Step(line.substring(0, colon).strip(), line.substring(colon + 2).strip());
        scenarios.getLast().steps().add(step);
      }
    }
    return scenarios;
  }
}
