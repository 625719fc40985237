package org.orrery.sql.exec;

import org.jspecify.annotations.Nullable;
import org.orrery.sql.exec.plan.WatchedKey;

/**
 * What a statement has done to the keys of a foreign key. Of a referencing table: the new keys, no
 * two the same. Of a referenced table: the keys that rows had before, and have now if they were
 * updated.
 *
 * @param watched whose keys
 * @param before former keys; null for a referencing table
 * @param after new keys, those of a referenced table beside {@code before}; null when rows were
 *     deleted
 */
public record KeyChanges(WatchedKey watched, @Nullable RowStore before, @Nullable RowStore after) {}
