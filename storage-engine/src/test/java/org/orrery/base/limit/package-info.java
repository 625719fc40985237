/** Tests of {@link org.orrery.base.limit}. */
@NullMarked
package org.orrery.base.limit;

import org.jspecify.annotations.NullMarked;
