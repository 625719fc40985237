/** Random queries over tiny tables, made from a seed. One thread. */
@NullMarked
package org.orrery.it.random;

import org.jspecify.annotations.NullMarked;
