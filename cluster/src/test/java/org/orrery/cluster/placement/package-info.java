@NullMarked
package org.orrery.cluster.placement;

import org.jspecify.annotations.NullMarked;
