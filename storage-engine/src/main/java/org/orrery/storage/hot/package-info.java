/**
 * Rows in arrival order, not yet sealed: column slabs that one thread appends to and any thread
 * reads a prefix of. A writer fills slabs first and publishes the row count after (through the
 * chunk's version), so readers take no locks. Start with {@link org.orrery.storage.hot.HotRows}.
 */
@NullMarked
package org.orrery.storage.hot;

import org.jspecify.annotations.NullMarked;
