/** Clients' own catalog queries, captured from psql and pgjdbc. */
@NullMarked
package org.orrery.it.catalog;

import org.jspecify.annotations.NullMarked;
