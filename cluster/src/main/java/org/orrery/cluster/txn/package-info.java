/**
 * Transactions: buffering and routing of writes, staging at the owners, the commit protocol, and
 * what a restart makes of transactions that were open ({@link
 * org.orrery.cluster.txn.TransactionRecovery}).
 */
@NullMarked
package org.orrery.cluster.txn;

import org.jspecify.annotations.NullMarked;
