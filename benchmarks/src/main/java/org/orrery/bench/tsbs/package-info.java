/**
 * The Time Series Benchmark Suite's cpu-only use case: data from a seed, and its fifteen kinds of
 * query.
 */
@NullMarked
package org.orrery.bench.tsbs;

import org.jspecify.annotations.NullMarked;
