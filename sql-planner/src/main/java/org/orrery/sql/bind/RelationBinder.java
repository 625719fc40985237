package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.bind.FromBinder.Source;
import org.orrery.sql.bind.Namespace.Column;
import org.orrery.sql.bind.Namespace.Item;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.plan.Rels;
import org.orrery.storage.api.LockMode;

/** Binds tables, views, built-in relations and common table expressions by name. */
final class RelationBinder {

  private final Analysis analysis;

  RelationBinder(Analysis analysis) {
    this.analysis = analysis;
  }

  Source bind(TableRef.Relation reference, Scope scope) {
    var sample = reference.sample();
    if (sample != null) {
      throw OrreryException.notSupported("TABLESAMPLE is not supported yet").at(sample.position());
    }
    TableRef.Alias alias = reference.alias();
    QualifiedName name = reference.name();
    String itemName = alias == null ? name.name() : alias.name();
    if (name.parts().size() == 1) {
      CommonTable table = scope.commonTable(name.name());
      if (table != null) {
        refuseLocks(scope, itemName, "a WITH query");
        return commonTable(table, itemName, alias, reference);
      }
    }
    Relation relation = find(name);
    if (relation instanceof ViewEntry view) {
      refuseLocks(scope, itemName, "a view");
      return view(view, itemName, alias);
    }
    String schema = alias == null ? schemaName(relation) : null;
    RowLocking locking = scope.locking();
    TableEntry table =
        switch (relation) {
          case TableEntry self -> self;
          case ChunkRelation chunk -> chunk.table();
          default -> null;
        };
    if (locking != null && table != null && locking.covers(itemName, table)) {
      RelNode scan = scan(relation, true);
      return new Source(
          scan,
          List.of(item(relation, scan, itemName, schema, alias), locking.rowNames(table, scan)));
    }
    RelNode scan = scan(relation, false);
    return new Source(scan, List.of(item(relation, scan, itemName, schema, alias)));
  }

  private static void refuseLocks(Scope scope, String name, String kind) {
    RowLocking locking = scope.locking();
    if (locking != null) {
      locking.refuseOther(name, kind);
    }
  }

  /** The relation of a name. */
  Relation find(QualifiedName name) {
    Relation relation = lookUp(name);
    if (relation == null) {
      throw OrreryException.of(
              SqlState.UNDEFINED_TABLE, "relation \"%s\" does not exist", name.display())
          .at(name.position());
    }
    analysis.depend(relation, LockMode.ACCESS_SHARE);
    return relation;
  }

  private @Nullable Relation lookUp(QualifiedName name) {
    String schemaName = name.schema();
    if (name.parts().size() > 2
        && !name.parts().get(name.parts().size() - 3).equals(analysis.context.databaseName())) {
      throw OrreryException.notSupported(
              "cross-database references are not implemented: \"%s\"", name.display())
          .at(name.position());
    }
    if (schemaName == null) {
      return analysis.context.searchPath().relation(analysis.catalog, name.name());
    }
    SchemaEntry schema = analysis.catalog.schema(schemaName);
    return schema == null ? null : analysis.catalog.relation(schema.oid(), name.name());
  }

  private @Nullable String schemaName(Relation relation) {
    SchemaEntry schema = analysis.catalog.schema(relation.schemaOid());
    return schema == null ? null : schema.name();
  }

  /** A scan of all columns of a table or built-in relation. */
  RelNode scan(Relation relation, boolean withRowIds) {
    var names = new ArrayList<String>();
    var types = new ArrayList<RelDataType>();
    for (ColumnEntry column : relation.columns()) {
      names.add(column.name());
      types.add(analysis.relType(column.type()));
    }
    if (withRowIds) {
      names.add(Rels.CHUNK_COLUMN);
      names.add(Rels.ROW_COLUMN);
      types.add(analysis.relType(org.orrery.data.type.BuiltinTypes.INT8));
      types.add(analysis.relType(org.orrery.data.type.BuiltinTypes.INT8));
    }
    return new Rels.Scan(
        analysis.cluster, relation, withRowIds, Rels.rowType(analysis.types, names, types));
  }

  /** The names of a scanned relation. */
  Item item(
      Relation relation,
      RelNode scan,
      String name,
      @Nullable String schema,
      TableRef.@Nullable Alias alias) {
    var columns = new ArrayList<Column>();
    for (int i = 0; i < relation.columns().size(); i++) {
      ColumnEntry column = relation.columns().get(i);
      columns.add(
          new Column(
              column.name(),
              analysis.rex.makeInputRef(scan, i),
              column.type(),
              column.typmod(),
              relation.oid(),
              column.number()));
    }
    return new Item(name, schema, relation, FromBinder.renamed(name, columns, alias), true, true);
  }

  private Source commonTable(
      CommonTable table, String name, TableRef.@Nullable Alias alias, TableRef.Relation at) {
    RelNode rel = table.rel();
    if (rel == null) {
      throw OrreryException.of(
              SqlState.INVALID_RECURSION,
              "recursive reference to query \"%s\" must not appear within its non-recursive term",
              table.name())
          .at(at.position());
    }
    if (table.spool() >= 0) {
      analysis.spoolReferences.merge(table.spool(), 1, Integer::sum);
      rel = new Rels.Spool(rel, table.spool());
    }
    List<Target> columns = Relations.references(analysis, rel, table.columns());
    return new Source(rel, List.of(FromBinder.item(name, columns, alias)));
  }

  /** A view's query in place of the view; it was checked when the view was made. */
  private Source view(ViewEntry view, String name, TableRef.@Nullable Alias alias) {
    BoundQuery query = expand(view);
    var columns = new ArrayList<Target>();
    for (int i = 0; i < view.columns().size(); i++) {
      ColumnEntry column = view.columns().get(i);
      Bound value = query.columns().get(i).value();
      columns.add(new Target(column.name(), value, view.oid(), column.number()));
    }
    Item item = FromBinder.item(name, columns, alias);
    String schema = alias == null ? schemaName(view) : null;
    return new Source(
        query.rel(), List.of(new Item(name, schema, view, item.columns(), true, true)));
  }

  private BoundQuery expand(ViewEntry view) {
    try {
      if (PgParser.parse(view.sql()).getFirst().statement() instanceof SelectStatement query) {
        return new QueryBinder(analysis).bind(query, null).finish();
      }
    } catch (OrreryException e) {
      throw e.at(OrreryException.NO_POSITION);
    }
    throw org.orrery.base.error.Invariant.broken("a view that is not a query: " + view.name());
  }
}
