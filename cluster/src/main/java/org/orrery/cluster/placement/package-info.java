/** Which shard a new chunk goes to. */
@NullMarked
package org.orrery.cluster.placement;

import org.jspecify.annotations.NullMarked;
