package org.orrery.sql.bind;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.orrery.data.type.SqlType;
import org.orrery.storage.api.LockMode;

/**
 * A bound statement.
 *
 * @param kind what it is
 * @param rel its algebra; for a write without RETURNING one int8 row with the number of rows
 * @param columns columns of the result the client sees; none for a write without RETURNING
 * @param parameterTypes types of {@code $1} on
 * @param dependencies OIDs of the relations it reads or writes, and how they are locked
 * @param isReadOnly whether it writes no table
 */
public record BoundStatement(
    Kind kind,
    RelNode rel,
    List<OutputColumn> columns,
    List<SqlType> parameterTypes,
    Map<Integer, LockMode> dependencies,
    boolean isReadOnly) {

  public BoundStatement {
    columns = List.copyOf(columns);
    parameterTypes = List.copyOf(parameterTypes);
    dependencies = Collections.unmodifiableMap(new LinkedHashMap<>(dependencies));
  }

  /** Kinds of plannable statements. */
  public enum Kind {
    SELECT,
    INSERT,
    UPDATE,
    DELETE
  }

  /**
   * A column of the result.
   *
   * @param name its name
   * @param type its type
   * @param typmod its type modifier, -1 for none
   * @param tableOid OID of the table whose column it is, 0 for an expression
   * @param columnNumber attribute number in that table, 0 for an expression
   */
  public record OutputColumn(
      String name, SqlType type, int typmod, int tableOid, int columnNumber) {}
}
