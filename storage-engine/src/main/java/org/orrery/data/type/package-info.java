/**
 * SQL types: PostgreSQL's identity of each (OID, name, length, category) and its text and binary
 * forms, which exist only here. Reading and writing are the same for the wire, COPY, casts and
 * literals.
 */
@NullMarked
package org.orrery.data.type;

import org.jspecify.annotations.NullMarked;
