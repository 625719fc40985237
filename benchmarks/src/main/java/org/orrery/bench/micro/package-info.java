/**
 * JMH micro-benchmarks of hot loops: {@code benchmarks/micro}. Values a second are operations times
 * the block's 1,024.
 */
@NullMarked
package org.orrery.bench.micro;

import org.jspecify.annotations.NullMarked;
