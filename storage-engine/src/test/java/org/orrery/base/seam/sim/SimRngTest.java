package org.orrery.base.seam.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.orrery.base.seam.Rng;

class SimRngTest {

  @Test
  void aStreamDependsOnTheSeedAndItsNameOnly() {
    Rng parent = new SimRng(7);
    long first = parent.split("disk").nextLong();
    parent.nextLong();

    assertThat(parent.split("disk").nextLong()).isEqualTo(first);
    assertThat(parent.split("network").nextLong()).isNotEqualTo(first);
    assertThat(new SimRng(8).split("disk").nextLong()).isNotEqualTo(first);
  }
}
