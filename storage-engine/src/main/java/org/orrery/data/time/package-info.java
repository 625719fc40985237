/**
 * Arithmetic on dates, times and intervals over plain numbers: days and microseconds since
 * 1970-01-01. Nothing here allocates on the paths that run once per row, except where it says so.
 * Text forms are in {@code org.orrery.data.type}.
 */
@NullMarked
package org.orrery.data.time;

import org.jspecify.annotations.NullMarked;
