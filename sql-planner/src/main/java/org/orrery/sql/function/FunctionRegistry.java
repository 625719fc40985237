package org.orrery.sql.function;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;

/** Everything callable, built once at start and immutable. */
public interface FunctionRegistry {

  /** Functions, aggregates and procedures of a name, in any schema; empty when there are none. */
  List<FunctionDef> functions(String name);

  /** A function by OID. */
  @Nullable FunctionDef function(int oid);

  /** All functions, by OID. */
  Collection<FunctionDef> allFunctions();

  /** Operators of a symbol; prefix ones have no left type. */
  List<OperatorDef> operators(String name);

  /** The symbol of the operator that a function stands behind; null when there is none. */
  @Nullable String symbol(FunctionDef function);

  /** An operator by OID. */
  @Nullable OperatorDef operator(int oid);

  /** All operators, by OID. */
  Collection<OperatorDef> allOperators();

  /** The cast between two types; null when there is none (text forms may still work). */
  @Nullable CastDef cast(SqlType source, SqlType target);

  /** All casts, by OID. */
  Collection<CastDef> allCasts();
}
