/** Runs the coverage-guided fuzzer Jazzer on targets of any module. */
@NullMarked
package org.orrery.base.fuzz;

import org.jspecify.annotations.NullMarked;
