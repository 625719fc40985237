/**
 * Functions, operators and aggregates of json and jsonb. What only looks into a value works on its
 * text ({@link org.orrery.data.json.JsonCursor}); what changes a value builds a tree of it.
 * Stateless; any thread.
 */
@NullMarked
package org.orrery.sql.function.json;

import org.jspecify.annotations.NullMarked;
