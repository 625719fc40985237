package org.orrery.sql.pgcatalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.function.EvaluationContext;

/**
 * Expressions as the catalog keeps them, where a relation is named by OID, and as they are shown.
 */
public final class StoredText {

  private static final Pattern RELATION = Pattern.compile("'(\\d+)'::regclass");

  private StoredText() {}

  /** A stored expression with names of relations as the session's search path needs them. */
  public static String shown(EvaluationContext context, String sql) {
    SessionInfo session = SessionInfo.of(context);
    return shown(session.catalog(), session.searchPath(), sql);
  }

  /** A stored expression with names of relations as a search path needs them. */
  public static String shown(Catalog catalog, SearchPath path, String sql) {
    if (!sql.contains("::regclass")) {
      return sql;
    }
    Matcher matcher = RELATION.matcher(sql);
    return matcher.replaceAll(
        match -> {
          Relation relation = catalog.relation(Integer.parseUnsignedInt(match.group(1)));
          return Matcher.quoteReplacement(
              relation == null
                  ? match.group()
                  : "'"
                      + SqlNames.relation(catalog, path, relation).replace("'", "''")
                      + "'::regclass");
        });
  }
}
