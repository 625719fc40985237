package org.orrery.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.TimeZone;
import org.orrery.bench.process.CommandFailed;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the workload driver. */
@Command(
    name = "bench",
    description = "Loads and queries databases and prints how they compare.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TsbsCommand.class,
      FlightsCommand.class,
      ChangesCommand.class,
      RestartCommand.class,
      ChunksCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Drivers interpret times without zone in the JVM's.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    var out = new PrintWriter(System.out, true, UTF_8);
    var error = new PrintWriter(System.err, true, UTF_8);
    var commands = new CommandLine(new Main());
    commands.setOut(out);
    commands.setErr(error);
    commands.setExecutionExceptionHandler(
        (exception, _, _) -> {
          if (exception instanceof CommandFailed) {
            error.println("bench: " + exception.getMessage());
            return 1;
          }
          throw exception;
        });
    System.exit(commands.execute(arguments));
  }
}
