package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.Statement;

/** The session's prepared statements and the plans it remembers. Thread: the session's. */
final class Statements {

  /** Prepared statements of one session. */
  static final int STATEMENTS_MAX = 10_000;

  /** Plans a session remembers. */
  static final int PLANS_MAX = 256;

  /** Longest text whose plan is remembered: long ones are inserts that never come again. */
  static final int PLAN_CHARACTERS_MAX = 8192;

  /** Settings that change what a text means, besides the search path and the user. */
  private record PlanKey(
      String sql,
      List<@Nullable SqlType> types,
      String searchPath,
      String user,
      String timeZone,
      String dateStyle,
      String intervalStyle) {}

  private record CachedPlan(PlannedStatement plan, Catalog catalog) {}

  private final SqlSession session;
  private final Map<String, PreparedStatement> byName = new LinkedHashMap<>();
  private final Map<PlanKey, CachedPlan> plans =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PlanKey, CachedPlan> eldest) {
          return size() > PLANS_MAX;
        }
      };

  Statements(SqlSession session) {
    this.session = session;
  }

  Collection<PreparedStatement> all() {
    return byName.values();
  }

  /** Types of the protocol's OIDs; null for 0 and for {@code unknown}. */
  List<@Nullable SqlType> types(int[] oids) {
    var types = new ArrayList<@Nullable SqlType>(oids.length);
    for (int oid : oids) {
      SqlType type = oid == 0 ? null : session.access().catalog().type(oid);
      if (oid != 0 && type == null) {
        throw OrreryException.of(
            SqlState.UNDEFINED_OBJECT,
            "type with OID %s does not exist",
            Integer.toUnsignedString(oid));
      }
      types.add(type == BuiltinTypes.UNKNOWN ? null : type);
    }
    return types;
  }

  /** Prepares a statement under a name. */
  void prepare(
      String name,
      String sql,
      @Nullable Statement statement,
      List<@Nullable SqlType> types,
      boolean isFromSql) {
    if (!name.isEmpty() && byName.containsKey(name)) {
      throw OrreryException.of(
          SqlState.DUPLICATE_PREPARED_STATEMENT, "prepared statement \"%s\" already exists", name);
    }
    if (byName.size() >= STATEMENTS_MAX) {
      throw OrreryException.of(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "a session can hold %d prepared statements",
          STATEMENTS_MAX);
    }
    List<ResultColumn> columns = null;
    List<SqlType> parameterTypes = List.of();
    if (statement instanceof PreparableStatement preparable) {
      PlannedStatement plan = plan(preparable, sql, types);
      columns = plan.columns();
      parameterTypes = plan.parameterTypes();
    } else {
      parameterTypes = types.stream().map(t -> t == null ? BuiltinTypes.TEXT : t).toList();
    }
    byName.put(
        name,
        new PreparedStatement(
            name,
            sql,
            statement,
            types,
            columns,
            parameterTypes,
            isFromSql,
            session.statementMicros()));
  }

  /** The plan of a statement, remembered or new. */
  PlannedStatement plan(PreparableStatement statement, String sql, List<@Nullable SqlType> types) {
    return session.access().locked(() -> planUnlocked(statement, sql, types));
  }

  private PlannedStatement planUnlocked(
      PreparableStatement statement, String sql, List<@Nullable SqlType> types) {
    SessionParts access = session.access();
    if (sql.length() > PLAN_CHARACTERS_MAX) {
      return session.node().planner().plan(statement, types, access.planning());
    }
    var settings = session.settings();
    var key =
        new PlanKey(
            sql,
            types,
            settings.text("search_path"),
            access.currentUser(),
            settings.text("TimeZone"),
            settings.text("DateStyle"),
            settings.text("IntervalStyle"));
    CachedPlan cached = plans.get(key);
    Catalog catalog = access.catalog();
    // What the catalog does not hold, a chunk, may have gone nevertheless.
    boolean isSame = cached != null && cached.catalog().equals(catalog);
    if (cached != null && isSame && cached.plan().isValidIn(catalog)) {
      return cached.plan();
    }
    PlannedStatement plan = session.node().planner().plan(statement, types, access.planning());
    plans.put(key, new CachedPlan(plan, catalog));
    return plan;
  }

  /** Plans a statement that comes with another, without remembering it. */
  PlannedStatement planInternal(PreparableStatement statement) {
    return session.access().plan(statement, List.of());
  }

  /** The current plan of a prepared statement. */
  PlannedStatement plan(PreparedStatement prepared, PreparableStatement statement) {
    PlannedStatement plan = plan(statement, prepared.sql(), prepared.declaredTypes());
    if (!sameColumns(plan.columns(), prepared.columns())) {
      throw OrreryException.notSupported("cached plan must not change result type");
    }
    return plan;
  }

  private static boolean sameColumns(
      @Nullable List<ResultColumn> now, @Nullable List<ResultColumn> then) {
    if (now == null || then == null) {
      return now == null && then == null;
    }
    if (now.size() != then.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      ResultColumn a = now.get(i);
      ResultColumn b = then.get(i);
      boolean isSame =
          a.name().equals(b.name()) && a.type() == b.type() && a.typmod() == b.typmod();
      if (!isSame) {
        return false;
      }
    }
    return true;
  }

  PreparedStatement get(String name) {
    PreparedStatement prepared = byName.get(name);
    if (prepared == null) {
      throw name.isEmpty()
          ? OrreryException.of(
              SqlState.INVALID_SQL_STATEMENT_NAME, "unnamed prepared statement does not exist")
          : OrreryException.of(
              SqlState.INVALID_SQL_STATEMENT_NAME,
              "prepared statement \"%s\" does not exist",
              name);
    }
    return prepared;
  }

  void close(String name) {
    byName.remove(name);
  }

  void closeAll() {
    byName.clear();
  }

  /** Forgets remembered plans. */
  void forgetPlans() {
    plans.clear();
  }
}
