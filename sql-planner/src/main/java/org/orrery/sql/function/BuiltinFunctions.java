package org.orrery.sql.function;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.aggregate.Aggregates;
import org.orrery.sql.function.format.Formatting;
import org.orrery.sql.function.json.JsonFunctions;
import org.orrery.sql.function.kernel.ScalarFunctions;
import org.orrery.sql.function.set.SetFunctions;
import org.orrery.sql.timeseries.TimeseriesFunctions;

/**
 * The registry of everything built in: PostgreSQL's rows with our implementations, the functions of
 * the {@code timescaledb} extension, and what other packages contribute. Immutable.
 */
public final class BuiltinFunctions implements FunctionRegistry {

  private final Map<Integer, FunctionDef> functions;
  private final Map<String, List<FunctionDef>> functionsByName;
  private final Map<Integer, OperatorDef> operators;
  private final Map<String, List<OperatorDef>> operatorsByName;
  private final Map<Integer, String> symbolsByFunction;
  private final Map<Integer, CastDef> casts;
  private final Map<Long, CastDef> castsByTypes;

  private BuiltinFunctions(Bindings bindings) {
    var rows = new CatalogRows();
    var byOid = new TreeMap<Integer, FunctionDef>();
    bindings.bySignature().forEach((signature, code) -> put(byOid, rows.function(signature, code)));
    bindings.own().forEach(function -> put(byOid, function));
    functions = Collections.unmodifiableMap(new LinkedHashMap<>(byOid));
    functionsByName = new HashMap<>();
    for (FunctionDef function : functions.values()) {
      functionsByName.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
    }
    operators = new LinkedHashMap<>();
    operatorsByName = new HashMap<>();
    symbolsByFunction = new HashMap<>();
    for (OperatorDef operator : CatalogRows.operators(functions)) {
      operators.put(operator.oid(), operator);
      operatorsByName.computeIfAbsent(operator.name(), _ -> new ArrayList<>()).add(operator);
      symbolsByFunction.put(operator.function().oid(), operator.name());
    }
    casts = new LinkedHashMap<>();
    castsByTypes = new HashMap<>();
    for (CastDef cast : CatalogRows.casts(functions)) {
      casts.put(cast.oid(), cast);
      castsByTypes.put(key(cast.source(), cast.target()), cast);
    }
  }

  private static void put(Map<Integer, FunctionDef> byOid, FunctionDef function) {
    Invariant.check(
        byOid.put(function.oid(), function) == null, "two functions of OID " + function.oid());
  }

  /** What this package implements itself. */
  public static BuiltinFunctions create() {
    return with(List.of());
  }

  /** What this package implements itself, and {@code contributions}. */
  public static BuiltinFunctions with(List<FunctionContribution> contributions) {
    var bindings = new Bindings();
    ScalarFunctions.bindAll(bindings);
    Aggregates.bindAll(bindings);
    SetFunctions.bindAll(bindings);
    JsonFunctions.bindAll(bindings);
    Formatting.bindAll(bindings);
    WindowFunction.bindAll(bindings);
    TimeseriesFunctions.bindAll(bindings);
    for (FunctionContribution contribution : contributions) {
      switch (contribution) {
        case FunctionContribution.OfRow(var signature, var implementation) ->
            bindings.bind(signature, implementation);
        case FunctionContribution.Own(var function) -> bindings.own(function);
      }
    }
    return new BuiltinFunctions(bindings);
  }

  private static long key(SqlType source, SqlType target) {
    return (long) source.oid() << 32 | Integer.toUnsignedLong(target.oid());
  }

  @Override
  public List<FunctionDef> functions(String name) {
    return Collections.unmodifiableList(functionsByName.getOrDefault(name, List.of()));
  }

  @Override
  public @Nullable FunctionDef function(int oid) {
    return functions.get(oid);
  }

  @Override
  public Collection<FunctionDef> allFunctions() {
    return functions.values();
  }

  @Override
  public List<OperatorDef> operators(String name) {
    return Collections.unmodifiableList(operatorsByName.getOrDefault(name, List.of()));
  }

  @Override
  public @Nullable String symbol(FunctionDef function) {
    return symbolsByFunction.get(function.oid());
  }

  @Override
  public @Nullable OperatorDef operator(int oid) {
    return operators.get(oid);
  }

  @Override
  public Collection<OperatorDef> allOperators() {
    return Collections.unmodifiableCollection(operators.values());
  }

  @Override
  public @Nullable CastDef cast(SqlType source, SqlType target) {
    return castsByTypes.get(key(source, target));
  }

  @Override
  public Collection<CastDef> allCasts() {
    return Collections.unmodifiableCollection(casts.values());
  }
}
