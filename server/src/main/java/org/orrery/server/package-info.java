/**
 * The program: command line, configuration, wiring and lifecycle. It joins the other modules and
 * holds no logic of theirs. Start reading at {@link org.orrery.server.Main}.
 */
@NullMarked
package org.orrery.server;

import org.jspecify.annotations.NullMarked;
