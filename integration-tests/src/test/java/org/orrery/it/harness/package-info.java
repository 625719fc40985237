/**
 * What whole-server tests share: the packaged server, a PostgreSQL 15 to compare answers with,
 * psql, files of SQL. Tests that need a program that is not installed are skipped, with the reason.
 */
@NullMarked
package org.orrery.it.harness;

import org.jspecify.annotations.NullMarked;
