/** Tests of the binder against what PostgreSQL 15 answers to the same statements. */
@NullMarked
package org.orrery.sql.bind;

import org.jspecify.annotations.NullMarked;
