/**
 * What fills the system relations. A class makes the rows of one or a few relations that belong
 * together, from the catalog value and the registry; {@link
 * org.orrery.sql.pgcatalog.relation.AllFillers} names them all. Facts that neither has, such as a
 * type's alignment, are read from the package's resources.
 */
@NullMarked
package org.orrery.sql.pgcatalog.relation;

import org.jspecify.annotations.NullMarked;
