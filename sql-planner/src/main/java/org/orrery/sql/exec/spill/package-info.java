/**
 * Rows that operators put into temporary files when a query holds too much memory: {@link
 * org.orrery.sql.exec.spill.SpillFiles} is the node's directory, a {@link
 * org.orrery.sql.exec.spill.SpillFile} a sequence of batches, {@link
 * org.orrery.sql.exec.spill.SpillPartitions} several of them by the hash of a key. Files are
 * written by one thread, then read by one; they are not synced and do not outlive the node.
 */
@NullMarked
package org.orrery.sql.exec.spill;

import org.jspecify.annotations.NullMarked;
