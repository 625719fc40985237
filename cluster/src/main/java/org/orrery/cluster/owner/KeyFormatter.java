package org.orrery.cluster.owner;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/** Shows the values of a key: owners know no types. Implemented where types are known. */
@FunctionalInterface
public interface KeyFormatter {

  /** Leaves the DETAIL out. */
  KeyFormatter NONE = (_, _, _, _) -> null;

  /**
   * A key as in {@code Key (a, b)=(1, x) already exists.}
   *
   * @param rows a batch of {@code schema}
   * @param position the row
   * @return {@code (a, b)=(1, x)}; null when it cannot be shown
   */
  @Nullable String format(TableSchema schema, UniqueKey key, Batch rows, int position);
}
