/**
 * Aggregates: accumulators whose states lie in primitive arrays indexed by group. Merging partial
 * states gives the result of adding all rows to one accumulator; sums do not depend on the order.
 */
@NullMarked
package org.orrery.sql.function.aggregate;

import org.jspecify.annotations.NullMarked;
