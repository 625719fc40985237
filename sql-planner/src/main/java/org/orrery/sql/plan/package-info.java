/**
 * Planning over Calcite's relational algebra: PostgreSQL's types, functions and constants as
 * Calcite sees them, Orrery's own logical nodes, the rewrite programs, and lowering to {@code
 * sql.exec.plan}. With {@code sql.bind} and {@code sql.rule} the only packages that import Calcite.
 *
 * <p>Conventions: every type is a {@link org.orrery.sql.plan.PgRelType}; every call but AND, OR,
 * NOT, IS [NOT] NULL/TRUE/FALSE, CASE and COALESCE has a {@link org.orrery.sql.plan.PgOperator} or
 * {@link org.orrery.sql.plan.PgForm}; every constant but TRUE and FALSE is a {@link
 * org.orrery.sql.plan.PgForm.Constant}; parameters are {@code RexDynamicParam}; outer columns are
 * field accesses of a {@code RexCorrelVariable}; subqueries are {@code RexSubQuery}, and a node
 * whose expressions hold correlated ones names the variable of its own input row in {@code
 * variablesSet} (LogicalFilter, LogicalProject and LogicalJoin have it). ANY and ALL over a query
 * are {@code RexSubQuery.some} or NOT of it; their function follows from the comparison and the
 * types.
 */
@NullMarked
package org.orrery.sql.plan;

import org.jspecify.annotations.NullMarked;
