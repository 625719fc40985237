/** What a workload can be run against, behind one interface. */
@NullMarked
package org.orrery.bench.target;

import org.jspecify.annotations.NullMarked;
