/**
 * {@code to_char} and its relatives: templates of PostgreSQL 15 ("Data Type Formatting Functions")
 * for times and numbers, printing and reading. Parsed templates are immutable; any thread.
 */
@NullMarked
package org.orrery.sql.function.format;

import org.jspecify.annotations.NullMarked;
