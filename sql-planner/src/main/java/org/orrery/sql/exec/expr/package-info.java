/**
 * Bound expressions as the executor sees them: typed trees over the columns of an input batch, with
 * every function resolved. Immutable, without Calcite, and shared by concurrent executions.
 */
@NullMarked
package org.orrery.sql.exec.expr;

import org.jspecify.annotations.NullMarked;
