package org.orrery.bench.tsbs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.orrery.bench.target.Dialect;

/**
 * The suite's fifteen kinds of query. The same seed and run give the same hosts and times in every
 * dialect.
 *
 * @see <a href="https://github.com/timescale/tsbs">Time Series Benchmark Suite</a>
 */
public enum CpuQuery {
  SINGLE_GROUPBY_1_1_1("single-groupby-1-1-1", 1, 1, 1),
  SINGLE_GROUPBY_1_1_12("single-groupby-1-1-12", 1, 1, 12),
  SINGLE_GROUPBY_1_8_1("single-groupby-1-8-1", 1, 8, 1),
  SINGLE_GROUPBY_5_1_1("single-groupby-5-1-1", 5, 1, 1),
  SINGLE_GROUPBY_5_1_12("single-groupby-5-1-12", 5, 1, 12),
  SINGLE_GROUPBY_5_8_1("single-groupby-5-8-1", 5, 8, 1),
  CPU_MAX_ALL_1("cpu-max-all-1", 10, 1, 8),
  CPU_MAX_ALL_8("cpu-max-all-8", 10, 8, 8),
  DOUBLE_GROUPBY_1("double-groupby-1", 1, 0, 12),
  DOUBLE_GROUPBY_5("double-groupby-5", 5, 0, 12),
  DOUBLE_GROUPBY_ALL("double-groupby-all", 10, 0, 12),
  GROUPBY_ORDERBY_LIMIT("groupby-orderby-limit", 1, 0, 1),
  HIGH_CPU_1("high-cpu-1", 1, 1, 12),
  HIGH_CPU_ALL("high-cpu-all", 1, 0, 12),
  LASTPOINT("lastpoint", 10, 0, 0);

  private final String label;
  private final int metricCount;
  private final int hostCount;
  private final int hours;

  CpuQuery(String label, int metricCount, int hostCount, int hours) {
    this.label = label;
    this.metricCount = metricCount;
    this.hostCount = hostCount;
    this.hours = hours;
  }

  /** The suite's name for it. */
  public String label() {
    return label;
  }

  /** The statement of one run. */
  public String sql(Dialect dialect, CpuData data, int run) {
    var random = new SplittableRandom(data.seed() * 31 + label.hashCode()).split();
    for (int i = 0; i < run; i++) {
      random = random.split();
    }
    String range = range(data, random);
    String hosts = hosts(data, random);
    return switch (this) {
      case SINGLE_GROUPBY_1_1_1,
          SINGLE_GROUPBY_1_1_12,
          SINGLE_GROUPBY_1_8_1,
          SINGLE_GROUPBY_5_1_1,
          SINGLE_GROUPBY_5_1_12,
          SINGLE_GROUPBY_5_8_1 ->
          "SELECT %s AS minute, %s FROM cpu WHERE hostname IN (%s) AND %s GROUP BY minute ORDER BY minute"
              .formatted(dialect.minute(), aggregates("max"), hosts, range);
      case CPU_MAX_ALL_1, CPU_MAX_ALL_8 ->
          "SELECT %s AS hour, %s FROM cpu WHERE hostname IN (%s) AND %s GROUP BY hour ORDER BY hour"
              .formatted(dialect.hour(), aggregates("max"), hosts, range);
      case DOUBLE_GROUPBY_1, DOUBLE_GROUPBY_5, DOUBLE_GROUPBY_ALL ->
          "SELECT %s AS hour, hostname, %s FROM cpu WHERE %s GROUP BY hour, hostname ORDER BY hour, hostname"
              .formatted(dialect.hour(), aggregates("avg"), range);
      case GROUPBY_ORDERBY_LIMIT ->
          "SELECT %s AS minute, max(usage_user) FROM cpu WHERE time < '%s' GROUP BY minute ORDER BY minute DESC LIMIT 5"
              .formatted(dialect.minute(), endOfWindow(data, random));
      case HIGH_CPU_1 ->
          "SELECT * FROM cpu WHERE usage_user > 90.0 AND %s AND hostname IN (%s)"
              .formatted(range, hosts);
      case HIGH_CPU_ALL -> "SELECT * FROM cpu WHERE usage_user > 90.0 AND " + range;
      case LASTPOINT ->
          dialect == Dialect.QUESTDB
              ? "SELECT * FROM cpu LATEST ON time PARTITION BY hostname"
              : "SELECT DISTINCT ON (hostname) * FROM cpu ORDER BY hostname, time DESC";
    };
  }

  private String aggregates(String function) {
    return CpuData.METRICS.subList(0, metricCount).stream()
        .map(metric -> function + "(" + metric + ") AS " + function + "_" + metric)
        .collect(Collectors.joining(", "));
  }

  private Instant endOfWindow(CpuData data, SplittableRandom random) {
    Duration window = window(data);
    long slackMillis = data.duration().minus(window).toMillis();
    long offset = slackMillis == 0 ? 0 : random.nextLong(slackMillis);
    return CpuData.START.plusMillis(offset).plus(window);
  }

  /** The window is cut to the data's duration. */
  private Duration window(CpuData data) {
    Duration wanted = Duration.ofHours(hours);
    return wanted.compareTo(data.duration()) < 0 ? wanted : data.duration();
  }

  private String range(CpuData data, SplittableRandom random) {
    Instant end = endOfWindow(data, random);
    return "time >= '%s' AND time < '%s'".formatted(end.minus(window(data)), end);
  }

  private String hosts(CpuData data, SplittableRandom random) {
    var chosen = new TreeSet<Integer>();
    while (chosen.size() < Math.min(hostCount, data.hosts())) {
      chosen.add(random.nextInt(data.hosts()));
    }
    List<String> names = new ArrayList<>();
    chosen.forEach(host -> names.add("'host_" + host + "'"));
    return String.join(", ", names);
  }
}
