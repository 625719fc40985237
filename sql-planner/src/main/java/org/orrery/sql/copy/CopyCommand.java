package org.orrery.sql.copy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.type.FormatSettings;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.command.Names;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.parser.ast.UtilityStatement.Copy;
import org.orrery.sql.session.PlannedStatement;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.ResultReceiver;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** COPY. */
public final class CopyCommand {

  private final SessionAccess session;
  private final Function<PreparableStatement, PlannedStatement> planner;

  /** For one session. */
  public CopyCommand(
      SessionAccess session, Function<PreparableStatement, PlannedStatement> planner) {
    this.session = session;
    this.planner = planner;
  }

  /** Runs a COPY to its end; its tag. */
  public String run(Copy copy, ResultReceiver receiver) {
    if (copy.program()) {
      throw OrreryException.notSupported("COPY with PROGRAM is not supported").at(copy.position());
    }
    if (copy.file() != null) {
      throw OrreryException.notSupported("COPY with a file on the server is not supported")
          .withHint("COPY from STDIN and to STDOUT work for anyone; so does psql's \\copy command.")
          .at(copy.position());
    }
    if (copy.where() != null) {
      throw OrreryException.notSupported("COPY FROM … WHERE is not supported")
          .at(copy.where().position());
    }
    CopyOptions options = CopyOptions.read(copy.options(), copy.from());
    long rows = copy.from() ? from(copy, options, receiver) : to(copy, options, receiver);
    return "COPY " + rows;
  }

  private FormatSettings format() {
    return session.planning().evaluation().format();
  }

  private long from(Copy copy, CopyOptions options, ResultReceiver receiver) {
    session.checkWritable("COPY FROM");
    QualifiedName name = Objects.requireNonNull(copy.table());
    Relation relation = Names.relation(session, name, LockMode.ROW_EXCLUSIVE);
    if (relation instanceof ViewEntry) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE, "cannot copy to view \"%s\"", relation.name())
          .withHint("To enable copying to a view, provide an INSTEAD OF INSERT trigger.");
    }
    TableEntry table =
        relation instanceof ChunkRelation chunk ? chunk.guarded() : Names.table(session, name);
    String shown = relation.name();
    List<ColumnEntry> wanted = columns(copy, table, shown);
    checkNames(options, wanted, table, shown);
    var columns = new ArrayList<CopyColumn>();
    for (ColumnEntry column : wanted) {
      columns.add(new CopyColumn(column.name(), column.type(), column.typmod(), format()));
    }
    boolean isBinary = options.format() == CopyOptions.Format.BINARY;
    var buffer = new CopyBuffer(receiver.copyIn(isBinary, columns.size()));
    CopyReader reader =
        switch (options.format()) {
          case TEXT -> new CopyTextReader(shown, columns, buffer, options);
          case CSV -> new CopyCsvReader(shown, columns, buffer, options);
          case BINARY -> new CopyBinaryReader(shown, columns, buffer);
        };
    return new CopyFrom(session, table, shown, reader).run();
  }

  private static List<ColumnEntry> columns(Copy copy, TableEntry table, String shown) {
    if (copy.columns().isEmpty()) {
      return table.columns().stream().filter(column -> !column.isGenerated()).toList();
    }
    var columns = new ArrayList<ColumnEntry>();
    Set<String> seen = new HashSet<>();
    for (String name : copy.columns()) {
      ColumnEntry column = table.column(name);
      if (column == null) {
        throw OrreryException.of(
            SqlState.UNDEFINED_COLUMN,
            "column \"%s\" of relation \"%s\" does not exist",
            name,
            shown);
      }
      if (column.isGenerated()) {
        throw OrreryException.of(
                SqlState.INVALID_COLUMN_REFERENCE, "column \"%s\" is a generated column", name)
            .withDetail("Generated columns cannot be used in COPY.");
      }
      if (!seen.add(name)) {
        throw OrreryException.of(
            SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", name);
      }
      columns.add(column);
    }
    return columns;
  }

  private static void checkNames(
      CopyOptions options, List<ColumnEntry> columns, TableEntry table, String shown) {
    for (String name : options.namedColumns()) {
      if (columns.stream().anyMatch(column -> column.name().equals(name))) {
        continue;
      }
      throw table.column(name) == null
          ? OrreryException.of(
              SqlState.UNDEFINED_COLUMN,
              "column \"%s\" of relation \"%s\" does not exist",
              name,
              shown)
          : OrreryException.of(
              SqlState.INVALID_COLUMN_REFERENCE,
              "FORCE column \"%s\" not referenced by COPY",
              name);
    }
  }

  private long to(Copy copy, CopyOptions options, ResultReceiver receiver) {
    PlannedStatement plan = planner.apply(source(copy));
    List<ResultColumn> columns = plan.columns();
    if (columns == null) {
      throw OrreryException.notSupported("COPY query must have a RETURNING clause");
    }
    if (plan.kind() != PlannedStatement.Kind.SELECT) {
      session.checkWritable(plan.kind().command());
    }
    boolean isBinary = options.format() == CopyOptions.Format.BINARY;
    var writer = new CopyTo(options, columns, format(), receiver.copyOut(isBinary, columns.size()));
    writer.start();
    long count = 0;
    if (!isHypertable(copy)) {
      var execution = session.execution();
      try (Operator rows = new OperatorFactory(execution).start(plan.plan())) {
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
          execution.checkCancelled();
          writer.write(batch);
          count += batch.size();
        }
      }
    }
    writer.finish();
    return count;
  }

  /** A hypertable itself has no rows; its chunks have. */
  private boolean isHypertable(Copy copy) {
    boolean isHypertable =
        copy.table() != null
            && Names.relation(session, copy.table()) instanceof TableEntry table
            && table.hypertable() != null;
    if (!isHypertable) {
      return false;
    }
    session.notice(
        Notice.notice("hypertable data are in the chunks, no data will be copied")
            .withDetail(
                "Data for hypertables are stored in the chunks of a hypertable so COPY TO of a"
                    + " hypertable will not copy any data.")
            .withHint(
                "Use \"COPY (SELECT * FROM <hypertable>) TO ...\" to copy all data in hypertable,"
                    + " or copy each chunk individually."));
    return true;
  }

  private PreparableStatement source(Copy copy) {
    if (copy.query() != null) {
      return copy.query();
    }
    QualifiedName name = Objects.requireNonNull(copy.table());
    Relation relation = Names.relation(session, name, LockMode.ACCESS_SHARE);
    if (relation instanceof ViewEntry) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE, "cannot copy from view \"%s\"", relation.name())
          .withHint("Try the COPY (SELECT ...) TO variant.");
    }
    TableEntry table =
        relation instanceof ChunkRelation chunk ? chunk.table() : Names.table(session, name);
    var targets = new ArrayList<TargetItem>();
    for (ColumnEntry column : columns(copy, table, relation.name())) {
      var reference = new Expression.ColumnRef(List.of(column.name()), false, copy.position());
      targets.add(new TargetItem(reference, null, copy.position()));
    }
    var from = new TableRef.Relation(name, false, null, null, copy.position());
    var body =
        new QueryBody.Select(
            QueryBody.Distinct.NONE,
            targets,
            null,
            List.of(from),
            null,
            null,
            null,
            List.of(),
            copy.position());
    return new SelectStatement(
        null, body, List.of(), null, false, null, List.of(), copy.position());
  }
}
