/**
 * Execution: physical plans to operators over batches of {@link org.orrery.data.Batch#ROWS_MAX}
 * rows. An execution runs on its session's thread; aggregation over large scans spreads over the
 * compute pool. No Calcite here: this is what chunk owners' nodes run.
 *
 * <p>Read next: {@link org.orrery.sql.exec.plan.PhysicalPlan}, {@code exec.eval}, {@code
 * exec.operator}.
 */
@NullMarked
package org.orrery.sql.exec;

import org.jspecify.annotations.NullMarked;
