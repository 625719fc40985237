package org.orrery.data.type;

import org.jspecify.annotations.Nullable;

/**
 * Names of catalog objects, for the {@code reg…} types. The SQL session provides it; storage and
 * tests use {@link #NONE}.
 */
public interface ObjectNames {

  /** Knows no names: values are shown and read as numbers. */
  ObjectNames NONE =
      new ObjectNames() {
        @Override
        public @Nullable String nameOf(SqlType regType, long oid) {
          return null;
        }

        @Override
        public long oidOf(SqlType regType, String name) {
          return 0;
        }
      };

  /**
   * The name shown for {@code oid} (qualified and quoted as needed), or null to show the number.
   */
  @Nullable String nameOf(SqlType regType, long oid);

  /**
   * The OID that a name means under the current search path; 0 when it is unknown and the type's
   * reader shall report that.
   */
  long oidOf(SqlType regType, String name);
}
