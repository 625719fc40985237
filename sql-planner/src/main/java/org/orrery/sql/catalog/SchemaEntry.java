package org.orrery.sql.catalog;

/** A schema. */
public record SchemaEntry(int oid, String name, int ownerOid) implements CatalogEntry {}
