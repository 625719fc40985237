/** The last line behind all budgets: what is left of the process's memory. */
@NullMarked
package org.orrery.base.limit;

import org.jspecify.annotations.NullMarked;
