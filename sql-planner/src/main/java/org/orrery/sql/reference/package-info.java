/**
 * Foreign keys: after a statement has written its rows, looks for the keys they reference, and for
 * rows that reference the keys it has taken away. Works on sets of keys, never row by row.
 */
@NullMarked
package org.orrery.sql.reference;

import org.jspecify.annotations.NullMarked;
