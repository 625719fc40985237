package org.orrery.sql.function.json;

import org.orrery.sql.function.AggregateFunction;
import org.orrery.sql.function.Bindings;

/** Binds the aggregates that make JSON. */
final class JsonAggregates {

  private JsonAggregates() {}

  static void bind(Bindings to) {
    for (boolean isBinary : new boolean[] {false, true}) {
      String type = isBinary ? "jsonb" : "json";
      to.aggregate(
          AggregateFunction.ordered(
              (context, types, _) -> new JsonAccumulator(context, types, isBinary)),
          type + "_agg(anyelement)",
          type + "_object_agg(any,any)");
    }
  }
}
