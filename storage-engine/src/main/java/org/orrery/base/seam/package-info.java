/**
 * The outside world as interfaces: time, threads, files, peers and chance. Production adapters are
 * in {@code org.orrery.base.seam.system}; simulated twins are in this module's test-jar. Calling
 * {@code System.nanoTime}, {@code Thread.sleep}, {@code Files.*}, {@code new Random} or starting a
 * thread anywhere else fails the build, so that a whole node can run on virtual time from a seed.
 */
@NullMarked
package org.orrery.base.seam;

import org.jspecify.annotations.NullMarked;
