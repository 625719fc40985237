/**
 * The order of commits: timestamps, snapshots and the horizon below which versions may be folded.
 */
@NullMarked
package org.orrery.cluster.tso;

import org.jspecify.annotations.NullMarked;
