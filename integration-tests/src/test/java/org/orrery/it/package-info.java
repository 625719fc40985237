/**
 * Whole-server tests through real clients: {@code …IT} classes start the packaged server as a
 * process.
 */
@NullMarked
package org.orrery.it;

import org.jspecify.annotations.NullMarked;
