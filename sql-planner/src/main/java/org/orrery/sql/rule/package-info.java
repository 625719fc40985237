/**
 * Rewrites of logical plans: which of Calcite's rules run, in which order, and Orrery's own. The
 * number of rules is the planning budget, so each one here earns its place.
 */
@NullMarked
package org.orrery.sql.rule;

import org.jspecify.annotations.NullMarked;
