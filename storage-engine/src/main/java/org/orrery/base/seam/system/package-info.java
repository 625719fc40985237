/**
 * The production adapters of {@code org.orrery.base.seam}: the only code that touches the machine's
 * clock, threads, files and randomness.
 */
@NullMarked
package org.orrery.base.seam.system;

import org.jspecify.annotations.NullMarked;
