/**
 * The house rules as tests: who may import whom, what only the seams may do, how large a file may
 * grow. The rules about modules are read from {@code docs/architecture.md}, so that document and
 * code cannot drift apart.
 */
@NullMarked
package org.orrery.it.architecture;

import org.jspecify.annotations.NullMarked;
