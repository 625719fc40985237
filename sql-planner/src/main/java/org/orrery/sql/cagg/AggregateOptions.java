package org.orrery.sql.cagg;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Option;

/**
 * The options of CREATE MATERIALIZED VIEW.
 *
 * @param isMaterializedOnly whether rows that are not kept yet are left out
 * @param createsGroupIndexes whether there is an index for each column that is grouped by
 * @param chunkInterval width of the kept rows' chunks; null for the default
 */
record AggregateOptions(
    boolean isMaterializedOnly, boolean createsGroupIndexes, @Nullable String chunkInterval) {

  private static final Set<String> NAMESPACES = Set.of("timescaledb", "tsdb");
  private static final Set<String> COLUMNSTORE =
      Set.of(
          "columnstore",
          "enable_columnstore",
          "compress",
          "segmentby",
          "segment_by",
          "compress_segmentby",
          "orderby",
          "order_by",
          "compress_orderby",
          "compress_chunk_interval",
          "compress_chunk_time_interval");
  private static final String VALID =
      "Valid timescaledb parameters are: continuous, create_group_indexes, materialized_only,"
          + " columnstore, chunk_interval, segmentby, orderby, compress_chunk_interval";

  /** Whether options ask for a continuous aggregate. */
  static boolean isContinuous(List<Option> options) {
    return options.stream()
        .anyMatch(each -> isOurs(each) && name(each).equals("continuous") && flag(each));
  }

  static boolean isOurs(Option option) {
    return option.namespace() != null && NAMESPACES.contains(option.namespace());
  }

  static String name(Option option) {
    return option.name().toLowerCase(Locale.ROOT);
  }

  /** Reads the options of a new continuous aggregate. */
  static AggregateOptions of(List<Option> options) {
    boolean isMaterializedOnly = true;
    boolean createsGroupIndexes = true;
    String chunkInterval = null;
    var seen = new HashSet<String>();
    for (Option option : options) {
      if (!isOurs(option)) {
        throw OrreryException.notSupported("unsupported combination of storage parameters")
            .withDetail("A continuous aggregate does not support standard storage parameters.")
            .withHint(
                "Use only parameters with the \"timescaledb.\" prefix when creating a continuous"
                    + " aggregate.");
      }
      String name = name(option);
      if (!seen.add(name)) {
        throw OrreryException.of(
            SqlState.AMBIGUOUS_PARAMETER, "duplicate parameter \"timescaledb.%s\"", name);
      }
      switch (name) {
        case "continuous" -> flag(option);
        case "materialized_only" -> isMaterializedOnly = flag(option);
        case "create_group_indexes" -> createsGroupIndexes = flag(option);
        case "finalized" -> requireFinalized(option);
        case "chunk_interval" -> chunkInterval = text(option);
        default -> throw refused(name);
      }
    }
    return new AggregateOptions(isMaterializedOnly, createsGroupIndexes, chunkInterval);
  }

  private static void requireFinalized(Option option) {
    if (!flag(option)) {
      throw OrreryException.notSupported(
          "timescaledb.finalized = false is not supported: aggregates keep final values");
    }
  }

  private static OrreryException refused(String name) {
    return COLUMNSTORE.contains(name)
        ? OrreryException.notSupported(
                "cannot enable columnstore while creating a continuous aggregate")
            .withHint(
                "Use ALTER MATERIALIZED VIEW to enable columnstore after creating the continuous"
                    + " aggregate.")
        : unknown(name);
  }

  static boolean isColumnstore(String name) {
    return COLUMNSTORE.contains(name);
  }

  static OrreryException unknown(String name) {
    return OrreryException.of(
            SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"timescaledb.%s\"", name)
        .withHint(VALID);
  }

  static boolean flag(Option option) {
    if (option.value() == null) {
      return true;
    }
    String text = Objects.requireNonNullElse(option.text(), "").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true", "on", "yes", "1", "t", "y" -> true;
      case "false", "off", "no", "0", "f", "n" -> false;
      default ->
          throw OrreryException.of(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "invalid value for timescaledb.%s '%s'",
                  name(option),
                  text)
              .withHint("timescaledb." + name(option) + " must be a valid bool");
    };
  }

  static String text(Option option) {
    String text = option.text();
    if (text == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "parameter \"timescaledb.%s\" must have a value",
          name(option));
    }
    return text;
  }
}
