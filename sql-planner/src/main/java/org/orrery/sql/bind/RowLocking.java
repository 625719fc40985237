package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.bind.Namespace.Column;
import org.orrery.sql.bind.Namespace.Item;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.SelectStatement.LockingClause;
import org.orrery.sql.plan.Rels;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.RowWait;

/**
 * FOR UPDATE and its relatives of one SELECT: which tables of FROM are locked, and how. A locked
 * table is scanned with the names of its rows, which are an item of FROM that no query can name.
 */
final class RowLocking {

  /** How the rows of a table of FROM are locked. */
  private record Locked(TableEntry table, RowLock lock, RowWait policy) {}

  private final Analysis analysis;
  private final List<LockingClause> clauses;
  private final List<Locked> tables = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  RowLocking(Analysis analysis, List<LockingClause> clauses) {
    this.analysis = analysis;
    this.clauses = clauses;
  }

  /** {@code FOR UPDATE} or the like, as the first clause has it. */
  static String shown(LockingClause clause) {
    return RowLock.valueOf(clause.strength().name()).sql();
  }

  /** Refuses the clauses beside something that has no rows of a table. */
  static void refuse(List<LockingClause> clauses, String beside) {
    if (!clauses.isEmpty()) {
      throw OrreryException.notSupported(
          "%s is not allowed with %s", shown(clauses.getFirst()), beside);
    }
  }

  /** Whether the rows of a table of FROM are locked; it is scanned with their names then. */
  boolean covers(String name, TableEntry table) {
    RowLock lock = null;
    RowWait wait = RowWait.BLOCK;
    names.add(name);
    for (LockingClause clause : clauses) {
      if (!clause.of().isEmpty() && clause.of().stream().noneMatch(of -> of.name().equals(name))) {
        continue;
      }
      RowLock wanted = RowLock.valueOf(clause.strength().name());
      lock = lock == null || lock.compareTo(wanted) < 0 ? wanted : lock;
      wait = stricter(wait, RowWait.valueOf(clause.lockWait().name()));
    }
    if (lock == null) {
      return false;
    }
    if (analysis.catalog.materializedView(table.oid()) != null) {
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE, "cannot lock rows in materialized view \"%s\"", table.name());
    }
    analysis.depend(table.oid(), LockMode.ROW_SHARE);
    tables.add(new Locked(table, lock, wait));
    return true;
  }

  /** Of several clauses about a table NOWAIT counts, else SKIP LOCKED. */
  private static RowWait stricter(RowWait a, RowWait b) {
    if (a == RowWait.NOWAIT || b == RowWait.NOWAIT) {
      return RowWait.NOWAIT;
    }
    return a == RowWait.SKIP_LOCKED ? a : b;
  }

  /** Refuses a clause that would lock what another item of FROM reads. */
  void refuseOther(String name, String kind) {
    names.add(name);
    for (LockingClause clause : clauses) {
      boolean isNamed = clause.of().stream().anyMatch(of -> of.name().equals(name));
      if (isNamed || (clause.of().isEmpty() && kind.equals("a view"))) {
        throw OrreryException.notSupported("%s cannot be applied to %s", shown(clause), kind)
            .at(clause.position());
      }
    }
  }

  /** Whether an item holds the names of locked rows. */
  static boolean isRowNames(Item item) {
    return !item.isNameVisible()
        && !item.columns().isEmpty()
        && item.columns().getFirst().name().equals(Rels.CHUNK_COLUMN);
  }

  /** The item of FROM that holds the names of a scanned table's rows. */
  Item rowNames(TableEntry table, org.apache.calcite.rel.RelNode scan) {
    int width = table.columns().size();
    var columns = new ArrayList<Column>();
    for (int i = 0; i < 2; i++) {
      String name = i == 0 ? Rels.CHUNK_COLUMN : Rels.ROW_COLUMN;
      columns.add(
          new Column(
              name, analysis.rex.makeInputRef(scan, width + i), BuiltinTypes.INT8, -1, 0, 0));
    }
    return new Item(null, null, table, columns, false, false);
  }

  /** Refuses to lock rows that an outer join may lack. */
  void requireNone(List<Item> nullable) {
    if (nullable.stream().anyMatch(RowLocking::isRowNames)) {
      throw OrreryException.notSupported(
          "%s cannot be applied to the nullable side of an outer join", shown(clauses.getFirst()));
    }
  }

  /**
   * Adds the names of locked rows to the columns of the query.
   *
   * @param items what FROM has
   * @param targets the query's columns, to which two are added for each locked table
   */
  List<Rels.LockRows.Table> addRowNames(List<Item> items, List<Target> targets) {
    requireKnownNames();
    List<Item> found = items.stream().filter(RowLocking::isRowNames).toList();
    if (found.size() != tables.size()) {
      throw OrreryException.notSupported(
              "%s of a join with an alias is not supported", shown(clauses.getFirst()))
          .at(clauses.getFirst().position());
    }
    var locks = new ArrayList<Rels.LockRows.Table>();
    for (int i = 0; i < found.size(); i++) {
      Locked locked = tables.get(i);
      locks.add(
          new Rels.LockRows.Table(
              analysis.catalog.storageSchema(locked.table()),
              targets.size(),
              locked.lock(),
              locked.policy()));
      for (Column column : found.get(i).columns()) {
        var value = new Bound.Value(column.rex(), column.type(), -1, OrreryException.NO_POSITION);
        targets.add(Target.of(column.name(), value));
      }
    }
    return locks;
  }

  private void requireKnownNames() {
    for (LockingClause clause : clauses) {
      for (QualifiedName of : clause.of()) {
        if (!names.contains(of.name())) {
          throw unknown(clause, of);
        }
      }
    }
  }

  private static OrreryException unknown(LockingClause clause, @Nullable QualifiedName of) {
    String name = of == null ? "" : of.name();
    return OrreryException.of(
            SqlState.UNDEFINED_TABLE,
            "relation \"%s\" in %s clause not found in FROM clause",
            name,
            shown(clause))
        .at(of == null ? clause.position() : of.position());
  }
}
