package org.orrery.sql.function;

import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;

/**
 * An operator as {@code pg_operator} shows it.
 *
 * @param oid its OID
 * @param name its symbol
 * @param left type of the left operand; null for a prefix operator
 * @param right type of the right operand
 * @param function what computes it
 * @param commutator OID of its commutator, or 0
 * @param negator OID of its negator, or 0
 */
public record OperatorDef(
    int oid,
    String name,
    @Nullable SqlType left,
    SqlType right,
    FunctionDef function,
    int commutator,
    int negator) {}
