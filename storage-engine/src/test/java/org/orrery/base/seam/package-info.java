/** Tests of the seams' helpers. */
@NullMarked
package org.orrery.base.seam;

import org.jspecify.annotations.NullMarked;
