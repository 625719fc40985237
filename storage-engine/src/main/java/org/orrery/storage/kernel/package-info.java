/**
 * Loops over primitive arrays and encoded blocks that scans and aggregates are made of: sums, least
 * and greatest values, range filters to selections, time-bucket runs. Static methods over arrays so
 * that C2 sees everything; no allocation, no state but what the caller passes.
 */
@NullMarked
package org.orrery.storage.kernel;

import org.jspecify.annotations.NullMarked;
