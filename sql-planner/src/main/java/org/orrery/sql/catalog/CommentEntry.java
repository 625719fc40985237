package org.orrery.sql.catalog;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The comments on one object and its columns.
 *
 * @param classOid the catalog that the object is a row of, one of {@link SystemClasses}
 * @param oid the object's OID
 * @param texts by attribute number; 0 is the object itself. Empty where the system's own comment
 *     was taken away
 */
public record CommentEntry(int classOid, int oid, Map<Integer, String> texts)
    implements CatalogEntry {

  public CommentEntry {
    texts = Map.copyOf(texts);
  }

  /** Names have to be unique for each kind; comments have none. */
  @Override
  public String name() {
    return Integer.toUnsignedString(oid);
  }

  /** With another comment on a part; null for none. */
  public CommentEntry with(int part, @Nullable String text) {
    var next = new TreeMap<>(texts);
    if (text == null) {
      next.remove(part);
    } else {
      next.put(part, text);
    }
    return new CommentEntry(classOid, oid, next);
  }
}
