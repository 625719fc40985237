/**
 * Evaluation of bound expressions over batches. An {@link org.orrery.sql.exec.eval.Evaluator}
 * belongs to one operator of one execution and reuses its vectors.
 */
@NullMarked
package org.orrery.sql.exec.eval;

import org.jspecify.annotations.NullMarked;
