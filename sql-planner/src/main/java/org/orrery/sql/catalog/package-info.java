/**
 * The catalog as an immutable value: schemas, tables, indexes, views, extensions and roles, with
 * the built-in relations of {@code sql.pgcatalog} beside them. Each committed change makes the next
 * value; a transaction with DDL works on its own next value until it commits. This package alone
 * encodes catalog objects.
 */
@NullMarked
package org.orrery.sql.catalog;

import org.jspecify.annotations.NullMarked;
