/**
 * Rows in memory: column vectors of at most {@link Batch#ROWS_MAX} rows, what operators pass on and
 * storage takes and gives. Vectors wrap plain primitive arrays, so that hot loops read them
 * directly. A vector belongs to one thread at a time. SQL types and their text and binary forms are
 * in {@code org.orrery.data.type}.
 */
@NullMarked
package org.orrery.data;

import org.jspecify.annotations.NullMarked;
