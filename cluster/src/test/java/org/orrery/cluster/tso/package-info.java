@NullMarked
package org.orrery.cluster.tso;

import org.jspecify.annotations.NullMarked;
