/**
 * The meta group: the catalog's objects and names, which chunk holds which range of a storage and
 * where it lives, the sequences of OIDs and chunk ids, and the commit records of transactions that
 * change the catalog. State changes only by applying log entries ({@link
 * org.orrery.cluster.meta.MetaState}); {@link org.orrery.cluster.meta.MetaShard} proposes them.
 */
@NullMarked
package org.orrery.cluster.meta;

import org.jspecify.annotations.NullMarked;
