package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Columnstore;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.AlterTableCommand;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.session.SessionAccess;

/** ALTER TABLE … SET (timescaledb.…) and RESET of a hypertable's columnstore settings. */
public final class ColumnstoreOptions {

  private static final String NAMESPACE = "timescaledb";

  private final SessionAccess session;
  private final TableEntry table;

  ColumnstoreOptions(SessionAccess session, TableEntry table) {
    this.session = session;
    this.table = table;
  }

  /** What an option is about, whatever its name. */
  private enum Setting {
    ENABLED,
    SEGMENT_BY,
    ORDER_BY
  }

  private static Setting setting(Option option) {
    return switch (option.name()) {
      case "compress", "columnstore", "enable_columnstore" -> Setting.ENABLED;
      case "compress_segmentby", "segmentby", "segment_by" -> Setting.SEGMENT_BY;
      case "compress_orderby", "orderby", "order_by" -> Setting.ORDER_BY;
      case "compress_chunk_time_interval",
          "compress_chunk_interval",
          "sparse_index",
          "index",
          "compress_index",
          "compress_sparse_index",
          "direct_compress",
          "direct_compress_schedule_interval",
          "chunk_interval",
          "chunk_time_interval" ->
          throw OrreryException.notSupported(
                  "table option \"%s.%s\" is not supported", NAMESPACE, option.name())
              .at(option.position());
      default ->
          throw OrreryException.of(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "unrecognized parameter \"%s.%s\"",
                  NAMESPACE,
                  option.name())
              .withHint(
                  "Valid timescaledb parameters are: compress, columnstore, enable_columnstore,"
                      + " compress_segmentby, segmentby, compress_orderby, orderby");
    };
  }

  /** Runs the command; options of other namespaces are refused. */
  void run(AlterTableCommand.RelationOptions command) {
    var own = new ArrayList<Option>();
    for (Option option : command.options()) {
      if (option.namespace() != null && !option.namespace().equals(NAMESPACE)) {
        throw OrreryException.of(
            SqlState.INVALID_PARAMETER_VALUE,
            "unrecognized parameter namespace \"%s\"",
            option.namespace());
      }
      if (option.namespace() != null) {
        own.add(option);
      }
    }
    if (own.isEmpty()) {
      return;
    }
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "timescaledb table options can only be specified for hypertables");
    }
    Columnstore before = hypertable.columnstore();
    Columnstore after = command.reset() ? reset(before, own) : set(before, own);
    if (after.equals(before)) {
      return;
    }
    check(before, after);
    session.apply(
        new CatalogChange(session.catalog())
            .put(table.withHypertable(hypertable.withColumnstore(after)).nextVersion()));
  }

  private static Columnstore reset(Columnstore before, List<Option> options) {
    List<Integer> segmentBy = before.segmentBy();
    List<Columnstore.Order> orderBy = before.orderBy();
    for (Option option : options) {
      switch (setting(option)) {
        case SEGMENT_BY -> segmentBy = null;
        case ORDER_BY -> orderBy = null;
        case ENABLED ->
            throw OrreryException.notSupported("only segmentby and orderby options support RESET")
                .at(option.position());
      }
    }
    return new Columnstore(before.isEnabled(), segmentBy, orderBy);
  }

  private Columnstore set(Columnstore before, List<Option> options) {
    boolean isEnabled = before.isEnabled();
    List<Integer> segmentBy = before.segmentBy();
    List<Columnstore.Order> orderBy = before.orderBy();
    for (Option option : options) {
      switch (setting(option)) {
        case ENABLED -> isEnabled = flag(option);
        case SEGMENT_BY -> segmentBy = segmentBy(text(option));
        case ORDER_BY -> orderBy = orderBy(text(option));
      }
    }
    return new Columnstore(isEnabled, segmentBy, orderBy);
  }

  private void check(Columnstore before, Columnstore after) {
    List<Integer> segmentBy = Objects.requireNonNullElse(after.segmentBy(), List.<Integer>of());
    for (Columnstore.Order order :
        Objects.requireNonNullElse(after.orderBy(), List.<Columnstore.Order>of())) {
      if (segmentBy.contains(order.column())) {
        throw OrreryException.of(
                SqlState.SYNTAX_ERROR,
                "cannot use column \"%s\" for both ordering and segmenting",
                nameOf(order.column()))
            .withHint(
                "Use separate columns for the timescaledb.compress_orderby and"
                    + " timescaledb.compress_segmentby options.");
      }
    }
    boolean isAnyCompressed =
        session.catalog().compressedChunks().stream()
            .anyMatch(chunk -> chunk.tableOid() == table.oid());
    if (!after.isEnabled() && !before.isEnabled()) {
      throw notEnabled(table);
    }
    if (!after.isEnabled() && isAnyCompressed) {
      throw OrreryException.notSupported(
          "cannot disable columnstore on hypertable with columnstore chunks");
    }
    if (isAnyCompressed) {
      session.notice(
          Notice.notice("updated compression settings will only apply to future compressions")
              .withDetail("Existing compressed chunks will not be recompressed.")
              .withHint("Use compress_chunk(chunk, recompress => true) to recompress."));
    }
  }

  /** {@code 0A000}: chunks of the table cannot be converted. */
  public static OrreryException notEnabled(TableEntry table) {
    return OrreryException.notSupported("columnstore not enabled on \"%s\"", table.name())
        .withDetail(
            "It is not possible to convert chunks to columnstore on a hypertable or continuous"
                + " aggregate that does not have columnstore enabled.")
        .withHint(
            "Enable columnstore using ALTER TABLE/MATERIALIZED VIEW with the"
                + " timescaledb.enable_columnstore option.");
  }

  private String nameOf(int column) {
    return table.columns().stream()
        .filter(each -> each.number() == column)
        .map(ColumnEntry::name)
        .findFirst()
        .orElseThrow();
  }

  private static boolean flag(Option option) {
    if (option.value() == null) {
      return true;
    }
    String text = Objects.requireNonNullElse(option.text(), "");
    return switch (text) {
      case "true", "on", "yes", "1", "t", "y" -> true;
      case "false", "off", "no", "0", "f", "n" -> false;
      default ->
          throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid value for %s.%s '%s'",
              NAMESPACE,
              option.name(),
              text);
    };
  }

  private static String text(Option option) {
    String text = option.text();
    if (text == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "parameter \"%s.%s\" must have a value",
          NAMESPACE,
          option.name());
    }
    return text;
  }

  private List<Integer> segmentBy(String text) {
    var columns = new ArrayList<Integer>();
    String noun = "segmenting";
    for (SortItem item : items(text, noun)) {
      boolean isPlain =
          item.direction() == SortItem.Direction.DEFAULT && item.nulls() == SortItem.Nulls.DEFAULT;
      if (!isPlain) {
        throw unparsable(noun, text);
      }
      int column = column(item, noun, text, "compress_segmentby");
      if (columns.contains(column)) {
        throw duplicate(column, "compress_segmentby");
      }
      columns.add(column);
    }
    return columns;
  }

  private List<Columnstore.Order> orderBy(String text) {
    var columns = new ArrayList<Columnstore.Order>();
    String noun = "ordering";
    for (SortItem item : items(text, noun)) {
      int column = column(item, noun, text, "compress_orderby");
      if (columns.stream().anyMatch(each -> each.column() == column)) {
        throw duplicate(column, "compress_orderby");
      }
      boolean isDescending = item.direction() == SortItem.Direction.DESC;
      boolean nullsFirst =
          item.nulls() == SortItem.Nulls.DEFAULT
              ? isDescending
              : item.nulls() == SortItem.Nulls.FIRST;
      columns.add(new Columnstore.Order(column, isDescending, nullsFirst));
    }
    return columns;
  }

  private OrreryException duplicate(int column, String option) {
    return OrreryException.of(SqlState.SYNTAX_ERROR, "duplicate column name \"%s\"", nameOf(column))
        .withHint("The timescaledb.%s option must reference distinct column.".formatted(option));
  }

  private static List<SortItem> items(String text, String noun) {
    if (text.isBlank()) {
      return List.of();
    }
    try {
      var statements = PgParser.parse("SELECT 1 ORDER BY " + text);
      if (statements.size() == 1
          && statements.getFirst().statement() instanceof SelectStatement select
          && select.limit() == null
          && select.offset() == null
          && select.locking().isEmpty()) {
        return select.orderBy();
      }
    } catch (OrreryException e) {
      throw unparsable(noun, text).causedBy(e);
    }
    throw unparsable(noun, text);
  }

  private static OrreryException unparsable(String noun, String text) {
    return OrreryException.of(
        SqlState.SYNTAX_ERROR, "unable to parse %s option \"%s\"", noun, text);
  }

  private int column(SortItem item, String noun, String text, String option) {
    if (!(item.expression() instanceof Expression.ColumnRef reference)
        || reference.names().size() != 1
        || item.direction() == SortItem.Direction.USING) {
      throw unparsable(noun, text);
    }
    ColumnEntry column = table.column(reference.names().getFirst());
    if (column == null) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR, "column \"%s\" does not exist", reference.names().getFirst())
          .withHint("The timescaledb.%s option must reference a valid column.".formatted(option));
    }
    return column.number();
  }

  /** Refuses what a column of a table with a columnstore cannot undergo. */
  static @Nullable OrreryException droppingRefused(TableEntry table, ColumnEntry column) {
    TableEntry.Hypertable hypertable = table.hypertable();
    return hypertable != null
            && hypertable.columnstore().isEnabled()
            && hypertable.columnstore().uses(column.number())
        ? OrreryException.notSupported(
            "cannot drop orderby or segmentby column from a hypertable with columnstore enabled")
        : null;
  }
}
