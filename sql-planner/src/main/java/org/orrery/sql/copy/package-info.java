/**
 * COPY: the text, csv and binary formats between byte streams and column vectors, without an object
 * per row. Types' own forms are {@code data.type}'s.
 */
@NullMarked
package org.orrery.sql.copy;

import org.jspecify.annotations.NullMarked;
