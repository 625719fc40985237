package org.orrery.sql.pgcatalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.exec.plan.RowSource;
import org.orrery.sql.pgcatalog.information.InformationSchema;
import org.orrery.sql.pgcatalog.relation.AllFillers;
import org.orrery.sql.pgcatalog.timescale.HypertableViews;

/** All system relations, each with its columns and what makes its rows. */
public final class SystemRelations {

  private SystemRelations() {}

  /** Makes them; called once per server. */
  public static List<SystemRelation> create() {
    var fillers = new Fillers();
    AllFillers.addTo(fillers);
    InformationSchema.addTo(fillers);
    HypertableViews.addTo(fillers);
    Set<String> unused = new HashSet<>(fillers.names());
    var relations = new ArrayList<SystemRelation>();
    for (RelationShape shape : shapes()) {
      String key = shape.schema() + "." + shape.name();
      unused.remove(key);
      relations.add(
          new SystemRelation(
              shape.oid(),
              shape.schemaOid(),
              shape.name(),
              shape.columns(),
              shape.isView(),
              source(shape, fillers, key)));
    }
    Invariant.check(unused.isEmpty(), "rows for unknown relations " + unused);
    return List.copyOf(relations);
  }

  private static RowSource source(RelationShape shape, Fillers fillers, String key) {
    DatabaseFiller ofCatalog = fillers.ofCatalog(key);
    if (ofCatalog != null) {
      var source = new CatalogRowSource(shape, ofCatalog);
      List<String> keys = fillers.keysOfChunks(key);
      return keys == null ? source : new ChunkRowSource(source, shape, ofCatalog, keys);
    }
    SessionFiller ofSession = fillers.ofSession(key);
    if (ofSession != null) {
      return (context, output) -> {
        var writer = new RowWriter(shape);
        ofSession.fill(context, writer);
        CatalogRowSource.give(writer.finish(), output);
      };
    }
    return (_, _) -> {};
  }

  /**
   * The relations as the resource declares them: a line {@code >}, OID, schema's OID, name, kind,
   * then a line per column: number, name, type's OID, type modifier, whether NULL is refused.
   */
  static List<RelationShape> shapes() {
    var shapes = new ArrayList<RelationShape>();
    String @Nullable [] head = null;
    var columns = new ArrayList<ColumnEntry>();
    for (String[] line : Resources.rows("relations.tsv")) {
      if (!line[0].equals(">")) {
        columns.add(column(line));
        continue;
      }
      if (head != null) {
        shapes.add(shape(head, columns));
      }
      head = line;
      columns.clear();
    }
    if (head != null) {
      shapes.add(shape(head, columns));
    }
    return shapes;
  }

  private static RelationShape shape(String[] head, List<ColumnEntry> columns) {
    int schemaOid = Integer.parseInt(head[2]);
    return new RelationShape(
        Integer.parseInt(head[1]),
        schemaOid,
        schemaName(schemaOid),
        head[3],
        head[4].equals("v"),
        columns);
  }

  private static ColumnEntry column(String[] line) {
    return new ColumnEntry(
        Integer.parseInt(line[0]),
        line[1],
        BuiltinTypes.byOid(Integer.parseInt(line[2])),
        Integer.parseInt(line[3]),
        line[4].equals("t"),
        null,
        null);
  }

  private static String schemaName(int oid) {
    return switch (oid) {
      case SystemSchemas.PG_CATALOG -> "pg_catalog";
      case SystemSchemas.INFORMATION_SCHEMA -> "information_schema";
      case SystemSchemas.TIMESCALEDB_CATALOG -> "_timescaledb_catalog";
      case SystemSchemas.TIMESCALEDB_INTERNAL -> "_timescaledb_internal";
      case SystemSchemas.TIMESCALEDB_CONFIG -> "_timescaledb_config";
      case SystemSchemas.TIMESCALEDB_INFORMATION -> "timescaledb_information";
      case SystemSchemas.TIMESCALEDB_EXPERIMENTAL -> "timescaledb_experimental";
      default -> throw Invariant.broken("unknown system schema " + oid);
    };
  }
}
