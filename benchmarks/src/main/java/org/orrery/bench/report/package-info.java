/** Timings, and how they are printed. */
@NullMarked
package org.orrery.bench.report;

import org.jspecify.annotations.NullMarked;
