/**
 * Simulated twins of the seams, seeded and on virtual time, for every module's tests: files that
 * crash, networks that lose, threads that one seed orders.
 */
@NullMarked
package org.orrery.base.seam.sim;

import org.jspecify.annotations.NullMarked;
