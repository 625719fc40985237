/** Tests of chunks against naive models. */
@NullMarked
package org.orrery.storage.chunk;

import org.jspecify.annotations.NullMarked;
