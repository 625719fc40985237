package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.CommentEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SystemClasses;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.SessionInfo;

/** {@code obj_description} and its relatives: the comments on objects. */
final class Descriptions {

  private Descriptions() {}

  static void addTo(Contributions to) {
    to.text("obj_description(oid)", (context, a, row) -> any(context, (int) longAt(a, 0, row)));
    for (String name : new String[] {"obj_description", "shobj_description"}) {
      to.text(
          name + "(oid,name)",
          (context, a, row) -> of(context, textAt(a, 1, row), (int) longAt(a, 0, row)));
    }
    to.text(
        "col_description(oid,int4)",
        (context, a, row) ->
            text(
                catalog(context).comment(SystemClasses.PG_CLASS, (int) longAt(a, 0, row)),
                intAt(a, 1, row)));
  }

  private static Catalog catalog(EvaluationContext context) {
    return SessionInfo.of(context).catalog();
  }

  /** The comment on an object of whatever catalog. */
  private static @Nullable String any(EvaluationContext context, int oid) {
    for (CommentEntry comment : catalog(context).comments()) {
      if (comment.oid() == oid) {
        return text(comment, 0);
      }
    }
    return null;
  }

  private static @Nullable String of(EvaluationContext context, String className, int oid) {
    Catalog catalog = catalog(context);
    Relation relation = catalog.relation(SystemSchemas.PG_CATALOG, className);
    return relation == null ? null : text(catalog.comment(relation.oid(), oid), 0);
  }

  private static @Nullable String text(@Nullable CommentEntry comment, int part) {
    return comment == null ? null : comment.texts().get(part);
  }
}
