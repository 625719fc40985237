package org.orrery.sql.bind;

import java.util.List;
import org.apache.calcite.rel.RelNode;

/**
 * A query whose columns all have types.
 *
 * @param rel its algebra
 * @param columns its columns, each a reference to the row of {@code rel}
 */
record BoundQuery(RelNode rel, List<Target> columns) {

  BoundQuery {
    columns = List.copyOf(columns);
  }

  List<String> names() {
    return columns.stream().map(Target::name).toList();
  }
}
