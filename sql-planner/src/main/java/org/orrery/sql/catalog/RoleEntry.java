package org.orrery.sql.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A role.
 *
 * @param passwordVerifier {@code SCRAM-SHA-256$…} as in {@code pg_authid}; null without password
 */
public record RoleEntry(
    int oid, String name, boolean isSuperuser, boolean canLogin, @Nullable String passwordVerifier)
    implements CatalogEntry {}
