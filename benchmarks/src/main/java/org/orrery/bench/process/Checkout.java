package org.orrery.bench.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The source checkout that this runs in. */
public final class Checkout {

  private Checkout() {}

  /**
   * The nearest directory upwards that holds the launcher.
   *
   * @throws IllegalStateException when there is none
   */
  public static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      Path parent = at.getParent();
      if (parent == null) {
        throw new IllegalStateException("not run inside a checkout");
      }
      at = parent;
    }
    return at;
  }
}
