/**
 * What actors are made of: a bounded mailbox drained by one thread, and bounded credits for
 * whatever else is limited. A full one makes its caller wait, up to a deadline, then {@code 53000}.
 */
@NullMarked
package org.orrery.base.actor;

import org.jspecify.annotations.NullMarked;
