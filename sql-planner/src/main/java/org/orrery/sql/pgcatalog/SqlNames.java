package org.orrery.sql.pgcatalog;

import org.orrery.base.error.Invariant;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.parser.Deparser;

/** Names of objects as SQL text writes them. */
public final class SqlNames {

  private SqlNames() {}

  /** Name of a schema that must exist. */
  public static String schema(Catalog catalog, int oid) {
    SchemaEntry schema = catalog.schema(oid);
    if (schema == null) {
      throw Invariant.broken("no schema " + oid);
    }
    return schema.name();
  }

  /** Name of a role, or {@code unknown (OID=n)}. */
  public static String role(Catalog catalog, int oid) {
    for (RoleEntry role : catalog.roles()) {
      if (role.oid() == oid) {
        return role.name();
      }
    }
    return "unknown (OID=" + Integer.toUnsignedString(oid) + ")";
  }

  /** {@code schema.name}, each quoted as needed. */
  public static String qualified(Catalog catalog, int schemaOid, String name) {
    return Deparser.identifier(schema(catalog, schemaOid)) + "." + Deparser.identifier(name);
  }

  /** A relation's name, with its schema when the search path does not lead to it. */
  public static String relation(Catalog catalog, SearchPath path, Relation relation) {
    Relation found = path.relation(catalog, relation.name());
    return found != null && found.oid() == relation.oid()
        ? Deparser.identifier(relation.name())
        : qualified(catalog, relation.schemaOid(), relation.name());
  }
}
