package org.orrery.sql.pgcatalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.orrery.data.BytesVector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.SystemRelation;

class SystemRelationsTest {

  private static final SampleSession SESSION = new SampleSession();
  private static final List<SystemRelation> RELATIONS = SystemRelations.create();

  @Test
  void everyRelationMakesRowsThatFitItsColumns() {
    for (SystemRelation relation : RELATIONS) {
      var rows = new AtomicInteger();
      relation
          .rows()
          .produce(
              SESSION,
              batch -> {
                assertThat(batch.columns()).hasSize(relation.columns().size());
                for (int i = 0; i < batch.columns().length; i++) {
                  ColumnEntry column = relation.columns().get(i);
                  assertThat(batch.column(i).kind()).isEqualTo(column.type().kind());
                  for (int row = 0; column.isNotNull() && row < batch.rowCount(); row++) {
                    assertThat(batch.column(i).isNull(row))
                        .as("%s.%s", relation.name(), column.name())
                        .isFalse();
                  }
                }
                rows.addAndGet(batch.size());
              });
    }
  }

  @Test
  void keysOfIndexesCountFromZero() {
    var target = new BytesVector(1);

    RowWriter.put(BuiltinTypes.INT2VECTOR, List.of(2, 4), target, 0);

    assertThat(ArrayValue.read(BuiltinTypes.INT2, target, 0).lowerBounds()).containsExactly(0);
  }

  @Test
  void inputFunctionsOfTypesHaveNames() {
    assertThat(InternalFunctions.name(InternalFunctions.oid("array_in"))).isEqualTo("array_in");
    assertThat(InternalFunctions.oid("nothing")).isZero();
  }

  @Test
  void relationsHaveOidsOfTheirOwn() {
    assertThat(RELATIONS.stream().map(SystemRelation::oid)).doesNotHaveDuplicates();
  }

  @Test
  void catalogsThatClientsNameByNumberHavePostgresNumbers() {
    Map<String, SystemRelation> byName =
        RELATIONS.stream()
            .filter(relation -> relation.schemaOid() == 11)
            .collect(Collectors.toMap(SystemRelation::name, Function.identity()));

    assertThat(byName.get("pg_class"))
        .satisfies(relation -> assertThat(relation.oid()).isEqualTo(1259));
    assertThat(byName).hasSize(139);
    assertThat(byName.get("pg_attribute"))
        .satisfies(relation -> assertThat(relation.oid()).isEqualTo(1249));
  }
}
