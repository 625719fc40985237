/** Doubles of the catalog for tests of what reads it. */
@NullMarked
package org.orrery.sql.catalog;

import org.jspecify.annotations.NullMarked;
