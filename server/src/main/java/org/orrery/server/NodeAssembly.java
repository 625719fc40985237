package org.orrery.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.limit.HeapGuard;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.system.SystemClock;
import org.orrery.base.seam.system.SystemRng;
import org.orrery.base.seam.system.SystemScheduler;
import org.orrery.base.setting.IdentifierList;
import org.orrery.base.setting.ServerSettings;
import org.orrery.cluster.LocalNode;
import org.orrery.cluster.NodeOptions;
import org.orrery.pgwire.PgServer;
import org.orrery.pgwire.PgServerConfig;
import org.orrery.server.session.SqlBackend;
import org.orrery.sql.cagg.AggregateFunctions;
import org.orrery.sql.catalog.SharedCatalog;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.exec.MemoryPool;
import org.orrery.sql.exec.spill.SpillFiles;
import org.orrery.sql.function.BuiltinFunctions;
import org.orrery.sql.function.FunctionContribution;
import org.orrery.sql.pgcatalog.SystemRelations;
import org.orrery.sql.pgcatalog.function.CatalogFunctions;
import org.orrery.sql.plan.SqlPlanner;
import org.orrery.sql.session.OpenSessions;
import org.orrery.sql.session.SqlNode;
import org.orrery.sql.timeseries.hypertable.HypertableFunctions;
import org.orrery.storage.api.TableAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a node together: storage, catalog, SQL, port. The one place that knows all modules. */
final class NodeAssembly implements NodeLauncher {

  private static final Logger LOG = LoggerFactory.getLogger(NodeAssembly.class);
  private static final String DATABASE = "postgres";

  @Override
  public RunningNode start(ServerConfig config) {
    var parts = new ArrayList<AutoCloseable>();
    parts.add(config);
    try {
      return start(config, parts);
    } catch (RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private static Node start(ServerConfig config, List<AutoCloseable> parts) {
    var clock = new SystemClock();
    var rng = new SystemRng();
    var scheduler = new SystemScheduler();
    parts.add(scheduler);
    var keys = new KeyTexts();
    var node = new Node(parts);
    LocalNode storage =
        LocalNode.open(config.files(), scheduler, clock, nodeOptions(config, keys), node::fail);
    parts.add(storage);
    MemoryPool memory = MemoryPool.ofHeap(spillFiles(config));
    SqlNode sql = sqlNode(config.settings(), storage.tables(), clock, rng, scheduler, memory);
    keys.setCatalog(sql.catalog());
    setInitialPassword(sql, config.initialPassword());
    scheduler.spawn("warmup", new Warmup(sql));
    PgServer port =
        new PgServer(portConfig(config.settings()), new SqlBackend(sql), scheduler, clock, rng);
    parts.add(port);
    node.sql = sql;
    node.address = bind(port, config.settings(), sql.hasPasswords());
    LOG.info(
        "node.started version={} commit={} java={}",
        config.build().version(),
        config.build().commit(),
        Runtime.version());
    return node;
  }

  private static SpillFiles spillFiles(ServerConfig config) {
    try {
      return SpillFiles.open(config.files(), Path.of("tmp"));
    } catch (IOException e) {
      throw OrreryException.of(
              SqlState.IO_ERROR,
              "could not empty \"tmp\" of the data directory \"%s\"",
              config.dataDirectory())
          .causedBy(e);
    }
  }

  private static NodeOptions nodeOptions(ServerConfig config, KeyTexts keys) {
    return NodeOptions.DEFAULT
        .withKeyFormatter(keys)
        .withVolumeBytes(volumeBytes(config))
        .withHeap(HeapGuard.divisibleBytes());
  }

  private static long volumeBytes(ServerConfig config) {
    try {
      return config.files().volumeBytes();
    } catch (IOException e) {
      throw OrreryException.of(
              SqlState.IO_ERROR,
              "could not ask for the size of the volume of \"%s\"",
              config.dataDirectory())
          .causedBy(e);
    }
  }

  private static SqlNode sqlNode(
      ServerSettings settings,
      TableAccess tables,
      Clock clock,
      Rng rng,
      SystemScheduler scheduler,
      MemoryPool memory) {
    List<FunctionContribution> contributions = new ArrayList<>(CatalogFunctions.all());
    contributions.addAll(HypertableFunctions.all());
    contributions.addAll(AggregateFunctions.all());
    BuiltinFunctions functions = BuiltinFunctions.with(contributions);
    SharedCatalog catalog = SharedCatalog.open(tables, functions, SystemRelations::create);
    return new SqlNode(
        tables,
        catalog,
        new SqlPlanner(new StoredRowCounts(tables), DATABASE),
        settings,
        clock,
        rng,
        scheduler,
        memory,
        new OpenSessions(),
        DATABASE);
  }

  /** The superuser's password is taken at the first start only; later ones keep what is set. */
  private static void setInitialPassword(SqlNode sql, @Nullable String password) {
    if (password != null && !sql.hasPasswords()) {
      sql.setPassword(SystemSchemas.POSTGRES, password);
    }
  }

  private static PgServerConfig portConfig(ServerSettings settings) {
    PgServerConfig defaults = PgServerConfig.DEFAULT;
    return new PgServerConfig(
        (int) settings.value("max_connections").number(),
        defaults.unauthenticatedMax(),
        Duration.ofSeconds((long) settings.value("authentication_timeout").number()),
        defaults.shutdownTimeout());
  }

  /** Listens on each address; returns the first, with its real port. */
  private static String bind(PgServer port, ServerSettings settings, boolean hasPasswords) {
    int number = (int) settings.value("port").number();
    List<String> hosts =
        Objects.requireNonNullElse(
            IdentifierList.split(settings.value("listen_addresses").text()), List.of());
    String first = null;
    for (String host : hosts) {
      String address = host.equals("*") ? "0.0.0.0" : host;
      checkExposure(address, hasPasswords);
      int bound = bind(port, address, number);
      number = bound;
      first = first == null ? shown(address) + ":" + bound : first;
    }
    if (first == null) {
      throw OrreryException.of(
          SqlState.CONFIG_FILE_ERROR, "parameter \"listen_addresses\" names no address");
    }
    if (!hasPasswords) {
      LOG.warn("port.trust anyone on this machine may connect: no password is set");
    }
    return first;
  }

  private static int bind(PgServer port, String address, int number) {
    try {
      return port.bind(address, number);
    } catch (IOException e) {
      throw OrreryException.of(
              SqlState.OBJECT_IN_USE, "could not listen on \"%s\", port %d", address, number)
          .withDetail(String.valueOf(e.getMessage()))
          .withHint("Is another server already running on that port?")
          .causedBy(e);
    }
  }

  private static String shown(String address) {
    return address.equals("localhost") ? "127.0.0.1" : address;
  }

  private static void checkExposure(String address, boolean hasPasswords) {
    try {
      if (!hasPasswords && !InetAddress.getByName(address).isLoopbackAddress()) {
        throw OrreryException.of(
                SqlState.CONFIG_FILE_ERROR, "will not listen on \"%s\" without a password", address)
            .withHint("Set ORRERY_PASSWORD or give --password-file at the first start.");
      }
    } catch (UnknownHostException e) {
      throw OrreryException.of(
              SqlState.CONFIG_FILE_ERROR,
              "could not translate host name \"%s\" to address",
              address)
          .causedBy(e);
    }
  }

  private static void closeAll(List<AutoCloseable> parts) {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("node.close part={}", part.getClass().getSimpleName(), e);
      }
    }
  }

  /** A running node. */
  private static final class Node implements RunningNode {
    private final List<AutoCloseable> parts;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private volatile String address = "";
    private volatile @Nullable SqlNode sql;

    Node(List<AutoCloseable> parts) {
      this.parts = parts;
    }

    @Override
    public String address() {
      return address;
    }

    @Override
    public LocalSession openSession() {
      return new LocalSession(Objects.requireNonNull(sql, "not started"));
    }

    @Override
    public void awaitEnd() throws InterruptedException {
      ended.await();
    }

    /**
     * Storage has failed (a sync went wrong): nothing more may be acknowledged. The process ends,
     * and the next start recovers from the log.
     */
    void fail(OrreryException reason) {
      LOG.error("node.fatal state={} message={}", reason.state().code(), reason.message());
      close();
    }

    @Override
    public void close() {
      if (isClosing.compareAndSet(false, true)) {
        closeAll(parts);
        ended.countDown();
      }
    }
  }
}
