/**
 * How a client proves who it is: SCRAM-SHA-256 as the server's side of it. Holds no passwords, only
 * verifiers; does the same work for unknown users as for known ones.
 */
@NullMarked
package org.orrery.pgwire.auth;

import org.jspecify.annotations.NullMarked;
