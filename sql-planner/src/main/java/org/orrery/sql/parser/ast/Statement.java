package org.orrery.sql.parser.ast;

/** One SQL statement. */
public sealed interface Statement extends AstNode
    permits PreparableStatement, DdlStatement, AlterStatement, RoleStatement, UtilityStatement {}
