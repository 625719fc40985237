/**
 * Utility statements that change the catalog or the data as a whole: DDL, roles, maintenance. Each
 * checks names and rules, then gives one {@link org.orrery.sql.catalog.CatalogChange} to the
 * session's transaction. Transactions, settings and cursors are the session's own.
 */
@NullMarked
package org.orrery.sql.command;

import org.jspecify.annotations.NullMarked;
