/**
 * Scalar functions and operators over vectors, one class per family. Each class has a {@code bind}
 * method that names the {@code pg_proc} rows it implements. Integer, float and timestamp comparison
 * and arithmetic have loops of their own; the rest goes through the adapters of {@code Kernels}.
 * All kernels are stateless.
 */
@NullMarked
package org.orrery.sql.function.kernel;

import org.jspecify.annotations.NullMarked;
