package org.orrery.data.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuiltinTypesTest {

  @Test
  void typesAreFoundByOidAndName() {
    assertThat(BuiltinTypes.byOid(23)).isSameAs(BuiltinTypes.INT4);
    assertThat(BuiltinTypes.byName("_text")).isSameAs(BuiltinTypes.TEXT_ARRAY);
    assertThat(BuiltinTypes.find(600)).isNull();
    assertThat(BuiltinTypes.arrayOf(BuiltinTypes.INT8)).isSameAs(BuiltinTypes.INT8_ARRAY);
  }
}
