/**
 * What decides whether a row is there for a reader: committed deletes per csn ({@link
 * org.orrery.storage.mvcc.DeleteSet}), a transaction's intents in a chunk ({@link
 * org.orrery.storage.mvcc.StagedRows}) and the age of the oldest snapshot ({@link
 * org.orrery.storage.mvcc.GcHorizon}). Values are immutable for readers and changed by the chunk's
 * apply thread alone, by making the next value.
 */
@NullMarked
package org.orrery.storage.mvcc;

import org.jspecify.annotations.NullMarked;
