/** What fills the views of {@code information_schema}. */
@NullMarked
package org.orrery.sql.pgcatalog.information;

import org.jspecify.annotations.NullMarked;
