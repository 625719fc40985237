package org.orrery.sql.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.parser.ast.Statement;

/**
 * A prepared statement of the protocol or of PREPARE.
 *
 * @param name its name; empty for the unnamed one
 * @param sql its text
 * @param statement what it does; null for an empty text
 * @param declaredTypes types the client gave for $1, $2, …; null where inferred
 * @param columns the result's columns when it was prepared; null for no rows
 * @param parameterTypes all parameters' types
 * @param isFromSql whether PREPARE made it
 * @param createdMicros wall time of its creation
 */
record PreparedStatement(
    String name,
    String sql,
    @Nullable Statement statement,
    List<@Nullable SqlType> declaredTypes,
    @Nullable List<ResultColumn> columns,
    List<SqlType> parameterTypes,
    boolean isFromSql,
    long createdMicros) {}
