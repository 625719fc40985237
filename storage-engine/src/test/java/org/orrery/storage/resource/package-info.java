/** Tests of budgets. */
@NullMarked
package org.orrery.storage.resource;

import org.jspecify.annotations.NullMarked;
