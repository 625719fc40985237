/** Tests of the system catalogs against what PostgreSQL 15 shows for the same schema. */
@NullMarked
package org.orrery.sql.pgcatalog;

import org.jspecify.annotations.NullMarked;
