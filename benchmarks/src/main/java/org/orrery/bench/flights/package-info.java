/** Three million real flights: loading and a few questions. */
@NullMarked
package org.orrery.bench.flights;

import org.jspecify.annotations.NullMarked;
