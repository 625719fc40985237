package org.orrery.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What was built, as recorded by the build.
 *
 * @param version Orrery's version
 * @param commit the source's commit, {@code unknown} when built outside a checkout
 */
public record BuildInfo(String version, String commit) {

  /** The running program's. */
  public static BuildInfo current() {
    var properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildInfo(
        properties.getProperty("version", "unknown"), properties.getProperty("commit", "unknown"));
  }

  /** One line for people: version, commit, JDK. */
  public String describe() {
    return "Orrery "
        + version
        + " (commit "
        + commit
        + ", Java "
        + Runtime.version()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ")";
  }
}
