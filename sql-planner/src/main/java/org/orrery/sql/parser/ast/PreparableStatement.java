package org.orrery.sql.parser.ast;

/**
 * A statement that goes through the binder and planner: what PREPARE, EXPLAIN, COPY (…) and WITH
 * accept (PostgreSQL's PreparableStmt).
 */
public sealed interface PreparableStatement extends Statement
    permits SelectStatement, InsertStatement, UpdateStatement, DeleteStatement, MergeStatement {}
