package org.orrery.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Map;
import org.orrery.base.error.OrreryException;
import picocli.CommandLine;

/** Entry point of the program {@code orrery}. */
public final class Main {

  /** Exit code of anything that went wrong. */
  static final int FAILURE = 1;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, true, UTF_8);
    var error = new PrintWriter(System.err, true, UTF_8);
    System.exit(commandLine(new NodeAssembly(), System.getenv(), out, error).execute(arguments));
  }

  /** The command line, with everything it touches passed in. */
  static CommandLine commandLine(
      NodeLauncher launcher, Map<String, String> environment, PrintWriter out, PrintWriter error) {
    // Options without a command are the server's: `orrery -p 5433` as `postgres -p 5433`.
    var commands =
        new CommandLine(new ServerCommand(launcher, environment, ServerCommand.FirstTask.none()));
    commands.setCommandName("orrery");
    commands
        .getCommandSpec()
        .usageMessage()
        .description("A time-series database that speaks PostgreSQL and TimescaleDB.");
    commands.addSubcommand(
        "server",
        new CommandLine(new ServerCommand(launcher, environment, ServerCommand.FirstTask.none())));
    var demo = new CommandLine(new ServerCommand(launcher, environment, new Demo()));
    demo.getCommandSpec()
        .usageMessage()
        .description("Runs the server with a real data set loaded, and shows queries to try.");
    commands.addSubcommand("demo", demo);
    var rehearsal = new CommandLine(new ServerCommand(launcher, environment, new Rehearsal()));
    rehearsal
        .getCommandSpec()
        .usageMessage()
        .hidden(true)
        .description("Runs the server after using it for a while, for the JVM's cache.");
    commands.addSubcommand("rehearse", rehearsal);
    commands.addSubcommand("check", new CommandLine(new CheckCommand()));
    commands.addSubcommand("help", new CommandLine(new CommandLine.HelpCommand()));
    commands.setOut(out);
    commands.setErr(error);
    commands.setParameterExceptionHandler(
        (exception, _) -> {
          error.println("orrery: " + exception.getMessage() + " (try \"orrery --help\")");
          return FAILURE;
        });
    commands.setExecutionExceptionHandler(
        (exception, _, _) -> {
          if (exception instanceof OrreryException known) {
            error.println("orrery: " + oneLine(known));
            return FAILURE;
          }
          throw exception;
        });
    return commands;
  }

  private static String oneLine(OrreryException error) {
    var line = new StringBuilder(error.message());
    for (String more : new String[] {error.detail(), error.hint()}) {
      if (more != null) {
        line.append(" (").append(more).append(')');
      }
    }
    return line.toString();
  }
}
