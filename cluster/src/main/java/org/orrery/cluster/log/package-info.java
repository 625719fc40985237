/**
 * The one way anything becomes durable: entries proposed to a group of a {@link
 * org.orrery.cluster.log.ReplicatedLog} and applied, in order, by the group's state machine. {@link
 * org.orrery.cluster.log.LocalLog} keeps all groups of a lone node in one series of files.
 *
 * <p>Invariants: nothing is acknowledged before it is durable; nothing is applied before it is
 * durable; a group's indexes have no gap; a damaged record that was durable stops the node instead
 * of ending the log. Threads: one writer per log, one applier per group. Read {@code LogRecord} for
 * the bytes, {@code LogRecovery} for the end of the log.
 */
@NullMarked
package org.orrery.cluster.log;

import org.jspecify.annotations.NullMarked;
