package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.SearchPath;

/**
 * What a statement is bound against.
 *
 * @param catalog the catalog as the statement sees it
 * @param searchPath schemas for unqualified names
 * @param parameterTypes types the client gave for {@code $1} on; null where it is to be inferred
 * @param infersParameters whether there may be parameters beyond or without given types (extended
 *     protocol and PREPARE); without it an unknown {@code $n} is {@code 42P02}
 * @param format how literals are read
 * @param databaseName the current database, for names of three parts
 * @param calledAt where the name of the procedure of a CALL is; -1 for other statements
 */
public record BindContext(
    Catalog catalog,
    SearchPath searchPath,
    List<@Nullable SqlType> parameterTypes,
    boolean infersParameters,
    FormatSettings format,
    String databaseName,
    int calledAt) {

  public BindContext {
    // List.copyOf refuses nulls.
    parameterTypes = Collections.unmodifiableList(new ArrayList<>(parameterTypes));
  }

  /** A context for SQL text of the catalog (defaults, checks, views): no parameters. */
  public BindContext withoutParameters() {
    return new BindContext(catalog, searchPath, List.of(), false, format, databaseName, -1);
  }
}
