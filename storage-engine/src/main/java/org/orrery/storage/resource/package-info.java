/** What the engine may use of memory and disk, and the errors when there is no more. */
@NullMarked
package org.orrery.storage.resource;

import org.jspecify.annotations.NullMarked;
