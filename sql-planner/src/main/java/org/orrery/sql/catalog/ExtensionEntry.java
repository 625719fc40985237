package org.orrery.sql.catalog;

/** An extension that was created; its functions exist regardless. */
public record ExtensionEntry(int oid, String name, int schemaOid, String version)
    implements CatalogEntry {}
