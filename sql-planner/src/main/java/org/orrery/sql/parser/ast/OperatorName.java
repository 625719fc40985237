package org.orrery.sql.parser.ast;

import java.util.List;

/**
 * An operator as written; {@code schema} is empty unless {@code OPERATOR(schema.op)} was used.
 * {@code !=} is already {@code <>}.
 */
public record OperatorName(List<String> schema, String symbol) {

  /** An operator without schema. */
  public static OperatorName of(String symbol) {
    return new OperatorName(List.of(), symbol);
  }
}
