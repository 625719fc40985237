/**
 * Physical operators. Each pulls batches from its inputs; a batch it returns is valid until it is
 * asked for the next one.
 */
@NullMarked
package org.orrery.sql.exec.operator;

import org.jspecify.annotations.NullMarked;
