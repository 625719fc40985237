package org.orrery.sql.pgcatalog.function;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.orrery.sql.pgcatalog.Resources;

/** OIDs of objects that are the same in every database. */
final class FixedObjects {

  private final Set<String> classes = oids("opclass.tsv");
  private final Set<String> families = oids("opfamily.tsv");
  private final Set<String> collations = oids("collation.tsv");

  private static Set<String> oids(String file) {
    Set<String> oids = new HashSet<>();
    for (Map<String, String> row : Resources.named(file)) {
      oids.add(row.getOrDefault("oid", ""));
    }
    return oids;
  }

  boolean isClass(int oid) {
    return classes.contains(Integer.toString(oid));
  }

  boolean isFamily(int oid) {
    return families.contains(Integer.toString(oid));
  }

  boolean isCollation(int oid) {
    return collations.contains(Integer.toString(oid));
  }
}
