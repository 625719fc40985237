package org.orrery.sql.pgcatalog.relation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.Resources;
import org.orrery.sql.pgcatalog.RowWriter;

/**
 * {@code pg_proc} and {@code pg_aggregate}: what the registry has, and the types' own functions.
 */
final class ProcedureRows {

  private static final int INTERNAL_LANGUAGE = 12;
  private static final int PG_CATALOG = 11;

  /** What {@code pg_proc} tells the planner of PostgreSQL; the plainest when it is not listed. */
  private record Facts(String parallel, String cost, String rows) {}

  private static final Facts PLAIN = new Facts("s", "1", "0");

  private final Map<Integer, Facts> facts = new HashMap<>();

  void addTo(Fillers to) {
    for (String[] row : Resources.rows("proc_facts.tsv")) {
      facts.put(Integer.parseInt(row[0]), new Facts(row[1], row[2], row[3]));
    }
    to.pg("pg_proc", this::procedures);
    to.pg("pg_aggregate", ProcedureRows::aggregates);
  }

  private void procedures(Catalog catalog, RowWriter rows) {
    for (FunctionDef function : catalog.functions().allFunctions()) {
      SchemaEntry schema = catalog.schema(function.schema());
      if (schema == null) {
        continue;
      }
      procedure(rows, function.oid(), schema.oid(), function.name())
          .set("prokind", function.kind())
          .set("proleakproof", function.isLeakproof())
          .set("proisstrict", function.isStrict())
          .set("proretset", function.returnsSet())
          .set("provolatile", function.volatility().code())
          .set("pronargs", function.argumentTypes().size())
          .set("pronargdefaults", function.defaults().size())
          .set("prorettype", function.returnType().oid())
          .set("proargtypes", oids(function.argumentTypes()));
      SqlType variadic = function.variadicElement();
      rows.set("provariadic", variadic == null ? 0 : variadic.oid());
      if (!function.defaults().isEmpty()) {
        rows.set("proargdefaults", String.join(", ", function.defaults()));
      }
      arguments(function, rows);
    }
    internal(catalog, rows);
  }

  private RowWriter procedure(RowWriter rows, int oid, int schema, String name) {
    Facts fact = facts.getOrDefault(oid, PLAIN);
    return rows.row()
        .set("oid", oid)
        .set("proname", name)
        .set("pronamespace", schema)
        .set("proowner", ClassRows.SYSTEM_OWNER)
        .set("prolang", INTERNAL_LANGUAGE)
        .set("procost", fact.cost())
        .set("prorows", fact.rows())
        .set("proparallel", fact.parallel())
        .set("prosrc", name);
  }

  /** Modes and names, which are NULL when all are plain inputs without names. */
  private static void arguments(FunctionDef function, RowWriter rows) {
    var types = new ArrayList<>(function.argumentTypes());
    var names = new ArrayList<>(function.argumentNames());
    var modes = new ArrayList<Character>();
    for (int i = 0; i < types.size(); i++) {
      modes.add(function.isVariadic() && i == types.size() - 1 ? 'v' : 'i');
    }
    for (FunctionDef.OutputColumn output : function.outputs()) {
      types.add(output.type());
      names.add(output.name());
      modes.add('o');
    }
    if (modes.stream().anyMatch(mode -> mode != 'i')) {
      rows.set("proallargtypes", oids(types)).set("proargmodes", modes);
    }
    if (names.stream().anyMatch(name -> !name.isEmpty())) {
      rows.set("proargnames", names);
    }
  }

  private static List<Integer> oids(List<SqlType> types) {
    return types.stream().map(SqlType::oid).toList();
  }

  /** Functions that other catalogs name and that SQL cannot call: types' input and output. */
  private void internal(Catalog catalog, RowWriter rows) {
    for (String[] row : Resources.rows("internal_proc.tsv")) {
      int oid = Integer.parseInt(row[0]);
      if (catalog.functions().function(oid) != null) {
        continue;
      }
      String arguments = row[3].replace(',', ' ');
      procedure(rows, oid, PG_CATALOG, row[1])
          .set("prokind", 'f')
          .set("proisstrict", true)
          .set("provolatile", row[4])
          .set("pronargs", arguments.isEmpty() ? 0 : arguments.split(" ", -1).length)
          .set("prorettype", row[2])
          .set("proargtypes", arguments);
    }
  }

  private static void aggregates(Catalog catalog, RowWriter rows) {
    Set<Integer> done = new HashSet<>();
    for (Map<String, String> row : Resources.named("aggregate.tsv")) {
      int oid = Integer.parseInt(row.get("aggfnoid"));
      if (catalog.functions().function(oid) != null) {
        rows.row().setAll(row).set("aggfinalmodify", 'r').set("aggmfinalmodify", 'r');
        done.add(oid);
      }
    }
    for (FunctionDef function : catalog.functions().allFunctions()) {
      if (function.kind() == 'a' && !done.contains(function.oid())) {
        rows.row()
            .set("aggfnoid", function.oid())
            .set("aggkind", 'n')
            .set("aggfinalmodify", 'r')
            .set("aggmfinalmodify", 'r');
      }
    }
  }
}
