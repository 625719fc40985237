package org.orrery.server;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.cluster.NodeVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code orrery check}: verifies a data directory that no server uses. Exit code 0 when it is
 * sound, {@link Main#FAILURE} when it cannot be checked, {@link #DAMAGED} when something is
 * damaged.
 */
@Command(
    name = "check",
    description =
        "Verifies the data directory of a server that is not running: every checksum, the order of"
            + " rows, statistics, manifests against files. Changes nothing. Exit code 0: sound,"
            + " 1: could not be checked, 2: damaged.")
final class CheckCommand implements Callable<Integer> {

  /** Exit code when something is damaged. */
  static final int DAMAGED = 2;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-D", "--data"},
      paramLabel = "directory",
      defaultValue = "./data",
      description = "Data directory (default: ${DEFAULT-VALUE}).")
  private String directory = "./data";

  @Option(names = "--help", usageHelp = true, description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean isHelp;

  @Override
  public Integer call() {
    FileStore files = DataDirectory.existing(directory);
    PrintWriter out = out();
    var verifier = new NodeVerifier(files, out::println, line -> out.println("DAMAGED " + line));
    if (!verifier.isNode()) {
      throw OrreryException.of(
          SqlState.IO_ERROR, "directory \"%s\" is not a data directory", directory);
    }
    AutoCloseable lock = DataDirectory.lock(files, directory);
    try {
      int damaged = verifier.verify();
      out.println(damaged == 0 ? "sound" : damaged + " damaged");
      return damaged == 0 ? 0 : DAMAGED;
    } finally {
      DataDirectory.release(lock);
    }
  }

  private PrintWriter out() {
    CommandSpec own = spec;
    if (own == null) {
      throw new IllegalStateException("not run by picocli");
    }
    return own.commandLine().getOut();
  }
}
