package org.orrery.sql.pgcatalog.relation;

import org.orrery.sql.pgcatalog.Fillers;

/** Names everything that fills a relation. */
public final class AllFillers {

  private AllFillers() {}

  /** Adds all. */
  public static void addTo(Fillers to) {
    var types = new TypeFacts();
    ClassRows.addTo(to);
    new AttributeRows(types).addTo(to);
    new ConstraintRows(types).addTo(to);
    new TypeRows(types).addTo(to);
    new ProcedureRows().addTo(to);
    new OperatorRows().addTo(to);
    StaticRows.addTo(to);
    RoleRows.addTo(to);
    DatabaseRows.addTo(to);
    DescriptionRows.addTo(to);
    ViewRows.addTo(to);
    LockRows.addTo(to);
    ActivityRows.addTo(to);
    SequenceRows.addTo(to);
    InheritanceRows.addTo(to);
  }
}
