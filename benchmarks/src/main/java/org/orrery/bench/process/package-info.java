/**
 * Servers as processes of their own, in temporary directories: started, killed, stopped. Any
 * thread; one owner each.
 */
@NullMarked
package org.orrery.bench.process;

import org.jspecify.annotations.NullMarked;
