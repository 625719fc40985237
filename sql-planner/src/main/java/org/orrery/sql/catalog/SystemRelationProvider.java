package org.orrery.sql.catalog;

import java.util.List;

/** Gives the built-in relations, in the schemas of {@link SystemSchemas}. */
@FunctionalInterface
public interface SystemRelationProvider {

  /** All built-in relations; asked once at start. */
  List<SystemRelation> relations();

  /** No built-in relations. */
  SystemRelationProvider NONE = List::of;
}
