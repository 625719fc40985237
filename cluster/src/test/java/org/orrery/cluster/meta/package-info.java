/** Tests of the meta group. */
@NullMarked
package org.orrery.cluster.meta;

import org.jspecify.annotations.NullMarked;
