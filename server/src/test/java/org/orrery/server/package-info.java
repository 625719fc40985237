/** Tests of the command line. */
@NullMarked
package org.orrery.server;

import org.jspecify.annotations.NullMarked;
