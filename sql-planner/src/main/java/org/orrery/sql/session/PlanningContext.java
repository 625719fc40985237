package org.orrery.sql.session;

import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.function.EvaluationContext;

/**
 * What planning a statement may look at.
 *
 * @param catalog the catalog as of the statement
 * @param searchPath where unqualified names are looked up
 * @param evaluation the statement's session, for constants and settings
 */
public record PlanningContext(
    Catalog catalog, SearchPath searchPath, EvaluationContext evaluation) {}
