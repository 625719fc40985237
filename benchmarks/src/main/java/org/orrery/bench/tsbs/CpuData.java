package org.orrery.bench.tsbs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The cpu-only data set: every ten seconds ten metrics of every host, each a random walk between 0
 * and 100 whose values are written as integers. The same arguments give the same bytes.
 *
 * @param hosts how many hosts, named {@code host_0} and so on
 * @param duration how long they are watched, from {@link #START}
 * @param seed of all randomness
 */
public record CpuData(int hosts, Duration duration, long seed) {

  /** The first instant. */
  public static final Instant START = Instant.parse("2016-01-01T00:00:00Z");

  /** Between two measurements of a host. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  /** The measured columns. */
  public static final List<String> METRICS =
      List.of(
          "usage_user",
          "usage_system",
          "usage_idle",
          "usage_nice",
          "usage_iowait",
          "usage_irq",
          "usage_softirq",
          "usage_steal",
          "usage_guest",
          "usage_guest_nice");

  /** What describes a host, beside its name. */
  public static final List<String> TAGS =
      List.of(
          "region",
          "datacenter",
          "rack",
          "os",
          "arch",
          "team",
          "service",
          "service_version",
          "service_environment");

  private static final int VALUE_MAX = 100;

  private static final List<String> REGIONS =
      List.of(
          "us-east-1",
          "us-west-1",
          "us-west-2",
          "eu-west-1",
          "eu-central-1",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-northeast-1",
          "sa-east-1");
  private static final List<String> SYSTEMS =
      List.of("Ubuntu16.10", "Ubuntu16.04LTS", "Ubuntu15.10");
  private static final List<String> ARCHITECTURES = List.of("x64", "x86");
  private static final List<String> TEAMS = List.of("SF", "NYC", "LON", "CHI");
  private static final List<String> ENVIRONMENTS = List.of("production", "staging", "test");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'+00'").withZone(ZoneOffset.UTC);

  /** Rows of table {@code cpu}. */
  public long rowCount() {
    return hosts * (duration.toSeconds() / INTERVAL.toSeconds());
  }

  /** One past the last instant. */
  public Instant end() {
    return START.plus(duration);
  }

  /** Writes table {@code tags}: id, hostname, then {@link #TAGS}; tab-separated. */
  public void writeTags(Path file) throws IOException {
    var random = new SplittableRandom(seed);
    try (var out = Files.newBufferedWriter(file)) {
      for (int host = 0; host < hosts; host++) {
        String region = pick(REGIONS, random);
        out.write(
            String.join(
                "\t",
                String.valueOf(host + 1),
                "host_" + host,
                region,
                region + (char) ('a' + random.nextInt(3)),
                String.valueOf(random.nextInt(100)),
                pick(SYSTEMS, random),
                pick(ARCHITECTURES, random),
                pick(TEAMS, random),
                String.valueOf(random.nextInt(20)),
                String.valueOf(random.nextInt(2)),
                pick(ENVIRONMENTS, random)));
        out.write('\n');
      }
    }
  }

  private static String pick(List<String> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }

  /**
   * Writes table {@code cpu}: time, tags_id, hostname, then {@link #METRICS}; tab-separated, in
   * time order.
   */
  public void writeCpu(Path file) throws IOException {
    var random = new SplittableRandom(seed).split();
    double[] values = new double[hosts * METRICS.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() * VALUE_MAX;
    }
    byte[][] names = new byte[hosts][];
    for (int host = 0; host < hosts; host++) {
      names[host] = ("\t" + (host + 1) + "\thost_" + host).getBytes(US_ASCII);
    }
    byte[][] numbers = new byte[VALUE_MAX + 1][];
    for (int value = 0; value <= VALUE_MAX; value++) {
      numbers[value] = ("\t" + value).getBytes(US_ASCII);
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (Instant at = START; at.isBefore(end()); at = at.plus(INTERVAL)) {
        byte[] time = TIME.format(at).getBytes(US_ASCII);
        for (int host = 0; host < hosts; host++) {
          out.write(time);
          out.write(names[host]);
          for (int i = host * METRICS.size(); i < (host + 1) * METRICS.size(); i++) {
            out.write(numbers[(int) values[i]]);
            values[i] = Math.clamp(values[i] + random.nextGaussian(), 0, VALUE_MAX);
          }
          out.write('\n');
        }
      }
    }
  }
}
