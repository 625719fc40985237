package org.orrery.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.base.setting.ConfFile;
import org.orrery.base.setting.ServerFacts;
import org.orrery.base.setting.ServerSettings;
import org.orrery.base.setting.Setting;
import org.orrery.base.setting.SettingSource;
import org.orrery.base.setting.SettingsRegistry;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery [server]}: runs a node until it is told to stop. */
@Command(
    name = "server",
    description = "Runs the database server (the default command).",
    sortOptions = false,
    versionProvider = ServerCommand.Version.class)
final class ServerCommand implements Callable<Integer> {

  /** The file that people write. */
  static final String CONFIG_FILE = "orrery.conf";

  /** The file that ALTER SYSTEM writes. */
  static final String SYSTEM_FILE = "orrery.auto.conf";

  private static final String PASSWORD_VARIABLE = ServerSettings.ENVIRONMENT_PREFIX + "PASSWORD";

  private final NodeLauncher launcher;
  private final Map<String, String> environment;
  private final FirstTask task;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-D", "--data"},
      paramLabel = "directory",
      defaultValue = "./data",
      description = "Data directory; created when missing (default: ${DEFAULT-VALUE}).")
  private String directory = "./data";

  @Option(
      names = {"-p", "--port"},
      paramLabel = "port",
      description = "TCP port (default: 5432); 0 picks a free one.")
  private @Nullable String port;

  @Option(
      names = {"-h", "--host"},
      paramLabel = "addresses",
      description = "Addresses to listen on, separated by commas (default: localhost).")
  private @Nullable String addresses;

  @Option(
      names = "-c",
      paramLabel = "name=value",
      description = "Sets a parameter; may be repeated.")
  private List<String> parameters = List.of();

  @Option(
      names = "--password-file",
      paramLabel = "file",
      description =
          "File whose first line becomes the superuser's password at the first start"
              + " (or the environment variable ORRERY_PASSWORD).")
  private @Nullable Path passwordFile;

  @Option(names = "--help", usageHelp = true, description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean isHelp;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Shows version, commit and Java.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean isVersion;

  ServerCommand(NodeLauncher launcher, Map<String, String> environment, FirstTask task) {
    this.launcher = launcher;
    this.environment = environment;
    this.task = task;
  }

  /** What a command does beyond running a node. */
  @FunctionalInterface
  interface FirstTask {

    /**
     * Works on a node that has started.
     *
     * @return lines to print after the ready line
     */
    String run(NodeLauncher.RunningNode node);

    /** Nothing. */
    static FirstTask none() {
      return _ -> "";
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerConfig config = config();
    NodeLauncher.RunningNode node = launcher.start(config);
    var stopper = new Thread(() -> stop(node), "shutdown");
    Runtime.getRuntime().addShutdownHook(stopper);
    String more = task.run(node);
    PrintWriter out = out();
    out.println(
        "orrery ready on "
            + node.address()
            + " (data "
            + directory
            + ", pid "
            + ProcessHandle.current().pid()
            + ")");
    out.print(more);
    out.flush();
    node.awaitEnd();
    return 0;
  }

  /** A stop that was asked for is a success, though the JVM reports the signal otherwise. */
  private static void stop(NodeLauncher.RunningNode node) {
    node.close();
    Runtime.getRuntime().halt(0);
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("not run by picocli");
    }
    CommandLine commandLine = spec.commandLine();
    return commandLine.getOut();
  }

  /** Reads all that was said about how to run; takes the data directory's lock. */
  ServerConfig config() {
    BuildInfo build = BuildInfo.current();
    var facts = new ServerFacts(build.version(), TimeZone.getDefault().getID());
    SettingsRegistry registry = SettingsRegistry.standard(facts, moduleSettings());
    Map<String, String> commandLine = commandLineSettings();
    FileStore files = DataDirectory.open(directory);
    AutoCloseable lock = DataDirectory.lock(files, directory);
    try {
      Map<SettingSource, Map<String, String>> layers = new EnumMap<>(SettingSource.class);
      layers.put(SettingSource.FILE, read(files, CONFIG_FILE));
      layers.put(SettingSource.SYSTEM_FILE, read(files, SYSTEM_FILE));
      layers.put(SettingSource.ENVIRONMENT, ServerSettings.fromEnvironment(registry, environment));
      layers.put(SettingSource.COMMAND_LINE, commandLine);
      return new ServerConfig(
          directory, files, ServerSettings.at(registry, layers), password(), build, lock);
    } catch (OrreryException e) {
      DataDirectory.release(lock);
      throw e;
    }
  }

  /** Parameters that exist beyond PostgreSQL's and TimescaleDB's. */
  private static List<Setting> moduleSettings() {
    return List.of();
  }

  private Map<String, String> read(FileStore files, String name) {
    return ConfFile.parse(name, DataDirectory.text(files, directory, name));
  }

  private Map<String, String> commandLineSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data_directory", directory);
    if (port != null) {
      settings.put("port", port);
    }
    if (addresses != null) {
      settings.put("listen_addresses", addresses);
    }
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      if (equals < 0) {
        throw OrreryException.of(SqlState.SYNTAX_ERROR, "-c %s requires a value", parameter);
      }
      settings.put(parameter.substring(0, equals).strip(), parameter.substring(equals + 1));
    }
    return settings;
  }

  private @Nullable String password() {
    Path file = passwordFile;
    if (file == null) {
      return environment.get(PASSWORD_VARIABLE);
    }
    Path parent = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (parent != null && name != null) {
      FileStore files = DataDirectory.open(parent.toString());
      Optional<String> first =
          DataDirectory.text(files, parent.toString(), name.toString()).lines().findFirst();
      if (first.isPresent()) {
        return first.get();
      }
    }
    throw OrreryException.of(
        SqlState.CONFIG_FILE_ERROR, "password file \"%s\" is missing or empty", file);
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {BuildInfo.current().describe()};
    }
  }
}
