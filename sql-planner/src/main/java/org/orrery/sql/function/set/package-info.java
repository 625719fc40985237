/** Set-returning functions. Each call makes batches of at most {@code Batch.ROWS_MAX} rows. */
@NullMarked
package org.orrery.sql.function.set;

import org.jspecify.annotations.NullMarked;
