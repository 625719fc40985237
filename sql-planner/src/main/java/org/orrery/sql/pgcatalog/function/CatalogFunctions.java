package org.orrery.sql.pgcatalog.function;

import java.util.List;
import org.orrery.sql.function.FunctionContribution;

/** What this package adds to the registry. */
public final class CatalogFunctions {

  private CatalogFunctions() {}

  /** All functions. */
  public static List<FunctionContribution> all() {
    var to = new Contributions();
    Definitions.addTo(to);
    FunctionTexts.addTo(to);
    ObjectTexts.addTo(to);
    Descriptions.addTo(to);
    Visibility.addTo(to);
    Lookups.addTo(to);
    SessionFunctions.addTo(to);
    SequenceFunctions.addTo(to);
    LockFunctions.addTo(to);
    SignalFunctions.addTo(to);
    Privileges.addTo(to);
    Sizes.addTo(to);
    SizeTexts.addTo(to);
    Encodings.addTo(to);
    RowFunctions.addTo(to);
    return to.list();
  }
}
