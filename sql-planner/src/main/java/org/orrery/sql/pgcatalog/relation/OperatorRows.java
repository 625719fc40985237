package org.orrery.sql.pgcatalog.relation;

import java.util.HashMap;
import java.util.Map;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.function.CastDef;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.OperatorDef;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.Resources;
import org.orrery.sql.pgcatalog.RowWriter;

/** {@code pg_operator} and {@code pg_cast}: what the registry has. */
final class OperatorRows {

  private static final int PG_CATALOG = 11;

  /** Operators that can merge or hash, with both answers; the others can neither. */
  private final Map<Integer, String[]> facts = new HashMap<>();

  void addTo(Fillers to) {
    for (String[] row : Resources.rows("operator_facts.tsv")) {
      facts.put(Integer.parseInt(row[0]), row);
    }
    to.pg("pg_operator", this::operators);
    to.pg("pg_cast", OperatorRows::casts);
  }

  private void operators(Catalog catalog, RowWriter rows) {
    for (OperatorDef operator : catalog.functions().allOperators()) {
      SqlType left = operator.left();
      String[] fact = facts.get(operator.oid());
      rows.row()
          .set("oid", operator.oid())
          .set("oprname", operator.name())
          .set("oprnamespace", PG_CATALOG)
          .set("oprowner", ClassRows.SYSTEM_OWNER)
          .set("oprkind", left == null ? 'l' : 'b')
          .set("oprcanmerge", fact == null ? "f" : fact[1])
          .set("oprcanhash", fact == null ? "f" : fact[2])
          .set("oprleft", left == null ? 0 : left.oid())
          .set("oprright", operator.right().oid())
          .set("oprresult", operator.function().returnType().oid())
          .set("oprcom", existing(catalog, operator.commutator()))
          .set("oprnegate", existing(catalog, operator.negator()))
          .set("oprcode", operator.function().oid());
    }
  }

  private static int existing(Catalog catalog, int operator) {
    return catalog.functions().operator(operator) == null ? 0 : operator;
  }

  private static void casts(Catalog catalog, RowWriter rows) {
    for (CastDef cast : catalog.functions().allCasts()) {
      FunctionDef function = cast.function();
      rows.row()
          .set("oid", cast.oid())
          .set("castsource", cast.source().oid())
          .set("casttarget", cast.target().oid())
          .set("castfunc", function == null ? 0 : function.oid())
          .set("castcontext", cast.context().code())
          .set("castmethod", cast.method().code());
    }
  }
}
