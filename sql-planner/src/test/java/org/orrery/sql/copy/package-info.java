/** Tests of COPY. */
@NullMarked
package org.orrery.sql.copy;

import org.jspecify.annotations.NullMarked;
