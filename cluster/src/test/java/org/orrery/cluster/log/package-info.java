/** The contract of the log, and its crash harness. */
@NullMarked
package org.orrery.cluster.log;

import org.jspecify.annotations.NullMarked;
