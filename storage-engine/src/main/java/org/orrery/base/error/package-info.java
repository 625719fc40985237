/**
 * The one exception type of the code base and PostgreSQL's SQLSTATE codes. An error is thrown where
 * it is known, with its final code and message; nothing maps exception types to codes at an edge.
 */
@NullMarked
package org.orrery.base.error;

import org.jspecify.annotations.NullMarked;
