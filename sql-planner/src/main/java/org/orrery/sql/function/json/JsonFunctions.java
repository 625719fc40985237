package org.orrery.sql.function.json;

import org.orrery.sql.function.Bindings;

/** Binds everything of json and jsonb. */
public final class JsonFunctions {

  private JsonFunctions() {}

  /** Binds all families. */
  public static void bindAll(Bindings to) {
    JsonAccess.bind(to);
    JsonbComparisons.bind(to);
    JsonbCasts.bind(to);
    JsonbChanges.bind(to);
    JsonBuilding.bind(to);
    JsonAggregates.bind(to);
    JsonSets.bind(to);
  }
}
