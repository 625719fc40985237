package org.orrery.sql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BuiltinFunctionsTest {

  private static final ScalarKernel NOTHING = (_, _, _, _, _) -> {};

  @Test
  void operatorsAndCastsCarryPostgresqlsOids() {
    OperatorDef equal = Objects.requireNonNull(Evaluation.REGISTRY.operator(96));
    CastDef cast =
        Objects.requireNonNull(
            Evaluation.REGISTRY.cast(Evaluation.type("int8"), Evaluation.type("int4")));

    assertThat(equal.name()).isEqualTo("=");
    assertThat(equal.function().oid()).isEqualTo(65);
    assertThat(cast.context()).isEqualTo(CastDef.Context.ASSIGNMENT);
  }

  @Test
  void aContributionBindsARowOfPgProc() {
    var registry =
        BuiltinFunctions.with(
            List.of(FunctionContribution.scalar("format_type(oid,int4)", NOTHING)));

    assertThat(registry.functions("format_type"))
        .singleElement()
        .satisfies(function -> assertThat(function.oid()).isEqualTo(1081));
    assertThat(Evaluation.REGISTRY.functions("format_type")).isEmpty();
  }

  @Test
  void aContributionToAnUnknownRowIsRefused() {
    assertThatThrownBy(
            () -> BuiltinFunctions.with(List.of(FunctionContribution.scalar("nothing()", NOTHING))))
        .hasMessageContaining("nothing()");
  }
}
