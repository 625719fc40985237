package org.orrery.pgwire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import org.junit.jupiter.api.Test;
import org.orrery.data.ByteSink;
import org.orrery.pgwire.TestTypes;
import org.orrery.pgwire.spi.ColumnDescription;

class BackendEncoderTest {

  @Test
  void anErrorTakesBackTheMessageItInterrupted() {
    var sink = new ByteSink(64);
    var encoder = new BackendEncoder(sink);
    var broken =
        new AbstractList<ColumnDescription>() {
          @Override
          public ColumnDescription get(int index) {
            if (index == 1) {
              throw new IllegalStateException("a fault");
            }
            return new ColumnDescription("n", 0, 0, TestTypes.INT4, -1, (short) 0);
          }

          @Override
          public int size() {
            return 2;
          }
        };
    encoder.parseComplete();

    assertThatThrownBy(() -> encoder.rowDescription(broken)).hasMessage("a fault");
    encoder.error(new ReportFields("ERROR", "XX000", "internal error", null, null, 0, null, null));

    assertThat(sink.array()[5]).isEqualTo((byte) 'E');
  }
}
