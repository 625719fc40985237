/**
 * JSON values as trees: parsing with PostgreSQL's errors, and writing in jsonb's canonical form.
 * The types json and jsonb are in {@code org.orrery.data.type}.
 */
@NullMarked
package org.orrery.data.json;

import org.jspecify.annotations.NullMarked;
