package org.orrery.sql.bind;

/** Where an expression stands, which says what it may contain. */
enum Clause {
  SELECT("SELECT"),
  WHERE("WHERE"),
  JOIN_ON("JOIN conditions"),
  FROM_FUNCTION("functions in FROM"),
  GROUP_BY("GROUP BY"),
  HAVING("HAVING"),
  ORDER_BY("ORDER BY"),
  DISTINCT_ON("DISTINCT ON"),
  LIMIT("LIMIT"),
  OFFSET("OFFSET"),
  VALUES("VALUES"),
  FILTER("FILTER"),
  WINDOW("window definitions"),
  WINDOW_ROWS("ROWS"),
  INSERT("INSERT"),
  UPDATE("UPDATE"),
  RETURNING("RETURNING"),
  CHECK("check constraints"),
  DEFAULT("DEFAULT expressions"),
  ARGUMENT("aggregate function calls"),
  INDEX("index expressions"),
  INDEX_PREDICATE("index predicates"),
  GENERATED("column generation expressions");

  private final String label;

  Clause(String label) {
    this.label = label;
  }

  /** As messages call it: {@code aggregate functions are not allowed in …}. */
  String label() {
    return label;
  }

  boolean allowsSubqueries() {
    return switch (this) {
      case CHECK, DEFAULT, INDEX, INDEX_PREDICATE, GENERATED -> false;
      default -> true;
    };
  }
}
