/**
 * Physical plans: immutable records that the planner lowers Calcite's algebra to and the executor
 * runs. They hold no Calcite objects, are shared by concurrent executions and may be cached; what
 * differs between executions (parameters, snapshot, chunks) comes from the execution's context.
 */
@NullMarked
package org.orrery.sql.exec.plan;

import org.jspecify.annotations.NullMarked;
