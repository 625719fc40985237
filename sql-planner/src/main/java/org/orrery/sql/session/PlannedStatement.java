package org.orrery.sql.session;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.storage.api.LockMode;

/**
 * A statement ready to run any number of times. Immutable.
 *
 * @param kind what it does
 * @param plan what runs; without {@code columns} it gives one row with the number of rows written
 * @param columns the result's columns in text format; null when the statement returns no rows
 * @param parameterTypes types of $1, $2, …
 * @param dependencies relations as the plan knows them, in the order to lock them
 */
public record PlannedStatement(
    Kind kind,
    PhysicalPlan plan,
    @Nullable List<ResultColumn> columns,
    List<SqlType> parameterTypes,
    List<Dependency> dependencies) {

  public PlannedStatement {
    columns = columns == null ? null : List.copyOf(columns);
    parameterTypes = List.copyOf(parameterTypes);
    dependencies = List.copyOf(dependencies);
  }

  /**
   * A relation that a statement reads or writes.
   *
   * @param mode how it is locked while the transaction lasts
   */
  public record Dependency(Relation relation, LockMode mode) {}

  /** What a statement does. */
  public enum Kind {
    SELECT("SELECT"),
    INSERT("INSERT"),
    UPDATE("UPDATE"),
    DELETE("DELETE"),
    MERGE("MERGE");

    private final String command;

    Kind(String command) {
      this.command = command;
    }

    /** The command's name. */
    public String command() {
      return command;
    }

    /** The command tag for that many rows. */
    public String tag(long rows) {
      return this == INSERT ? "INSERT 0 " + rows : command + " " + rows;
    }
  }

  /** Whether the relations it was planned for are the same in {@code catalog}. */
  public boolean isValidIn(Catalog catalog) {
    for (Dependency each : dependencies) {
      if (!Objects.equals(catalog.relation(each.relation().oid()), each.relation())) {
        return false;
      }
    }
    return true;
  }
}
