/** What plans promise. */
@NullMarked
package org.orrery.sql.plan;

import org.jspecify.annotations.NullMarked;
