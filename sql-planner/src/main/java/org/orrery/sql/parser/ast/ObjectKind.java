package org.orrery.sql.parser.ast;

import java.util.Locale;

/** The kinds of objects that DROP, COMMENT, ALTER and GRANT name. */
public enum ObjectKind {
  ACCESS_METHOD,
  AGGREGATE,
  CAST,
  COLLATION,
  COLUMN,
  CONSTRAINT,
  CONVERSION,
  DATABASE,
  DOMAIN,
  EVENT_TRIGGER,
  EXTENSION,
  FOREIGN_DATA_WRAPPER,
  FOREIGN_TABLE,
  FUNCTION,
  INDEX,
  LANGUAGE,
  LARGE_OBJECT,
  MATERIALIZED_VIEW,
  OPERATOR,
  OPERATOR_CLASS,
  OPERATOR_FAMILY,
  PARAMETER,
  POLICY,
  PROCEDURE,
  PUBLICATION,
  ROLE,
  ROUTINE,
  RULE,
  SCHEMA,
  SEQUENCE,
  SERVER,
  STATISTICS,
  SUBSCRIPTION,
  TABLE,
  TABLESPACE,
  TEXT_SEARCH_CONFIGURATION,
  TEXT_SEARCH_DICTIONARY,
  TEXT_SEARCH_PARSER,
  TEXT_SEARCH_TEMPLATE,
  TRANSFORM,
  TRIGGER,
  TYPE,
  USER_MAPPING,
  VIEW;

  /** As SQL writes it, in upper case: {@code MATERIALIZED VIEW}; good for command tags. */
  public String sql() {
    return name().replace('_', ' ');
  }

  /** As messages write it: {@code materialized view}. */
  public String display() {
    return sql().toLowerCase(Locale.ROOT);
  }
}
