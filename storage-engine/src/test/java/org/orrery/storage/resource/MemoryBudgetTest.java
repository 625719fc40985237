package org.orrery.storage.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

class MemoryBudgetTest {

  @Test
  void aReservationPastTheHardLimitIsRefusedAndTakesNothing() {
    var budget = new MemoryBudget(50, 100);
    budget.reserve("hot", 60);

    assertThat(budget.isOverSoftLimit()).isTrue();
    assertThatThrownBy(() -> budget.reserve("query", 41))
        .isInstanceOfSatisfying(
            OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.OUT_OF_MEMORY));
    budget.reserve("query", 40);
    budget.release("hot", 60);
    assertThat(budget.reservedBytes()).isEqualTo(40);
    assertThat(budget.refusals()).isEqualTo(1);
  }
}
