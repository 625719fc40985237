/**
 * Measuring: the workload driver's command line. Subpackages hold workloads, the servers they run
 * against and micro-benchmarks. Real time, real files and real processes: nothing here is part of
 * the server.
 */
@NullMarked
package org.orrery.bench;

import org.jspecify.annotations.NullMarked;
