package org.orrery.pgwire.session;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the text that an error's position may point into: of the running query, or of the
 * statement parsed and portal bound last. Errors of older ones go without, since keeping all texts
 * twice would cost more than their positions (which only differ after characters outside the BMP).
 */
final class StatementTexts {

  private @Nullable String current;
  private @Nullable String statement;
  private @Nullable String statementText;
  private @Nullable String portal;
  private @Nullable String portalText;

  /** The text of what runs now, if known. */
  @Nullable String current() {
    return current;
  }

  void none() {
    current = null;
  }

  void running(String sql) {
    current = sql;
  }

  void parsed(String name, String sql) {
    statement = name;
    statementText = sql;
    current = sql;
  }

  void described(String name) {
    current = name.equals(statement) ? statementText : null;
  }

  void bound(String portalName, String statementName) {
    described(statementName);
    portal = portalName;
    portalText = current;
  }

  void executed(String portalName) {
    current = portalName.equals(portal) ? portalText : null;
  }
}
