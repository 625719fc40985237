package org.orrery.sql.parser;

import org.orrery.sql.parser.ast.Statement;

/**
 * A statement with its place in the query string.
 *
 * @param start UTF-16 offset of the statement's first token
 * @param end UTF-16 offset after its last token, before the semicolon
 */
public record ParsedStatement(Statement statement, int start, int end) {}
