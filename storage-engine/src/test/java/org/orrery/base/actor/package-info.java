/** Tests of the actors' base. */
@NullMarked
package org.orrery.base.actor;

import org.jspecify.annotations.NullMarked;
