package org.orrery.pgwire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.pgwire.TestTypes;
import org.orrery.pgwire.spi.ColumnDescription;

class RowEncoderTest {

  private static final int ROWS = 1000;

  private final ByteSink sink = new ByteSink(1 << 20);
  private final LongVector numbers = new LongVector(ROWS);
  private final BytesVector labels = new BytesVector(ROWS);
  private final Batch batch = new Batch(new Vector[] {numbers, labels}, ROWS);

  private static List<ColumnDescription> columns(int format) {
    return List.of(
        new ColumnDescription("n", 0, 0, TestTypes.INT4, -1, (short) format),
        new ColumnDescription("label", 0, 0, TestTypes.TEXT, -1, (short) 0));
  }

  private void fill() {
    for (int row = 0; row < ROWS; row++) {
      numbers.setLong(row, row * 1000L);
      labels.setString(row, "label " + row);
    }
    numbers.setNull(1);
  }

  @Test
  void selectedRowsAreWrittenInBothFormats() {
    fill();
    batch.select(new int[] {1, 7}, 2);

    new RowEncoder(sink, columns(1)).encode(batch, 0, FormatSettings.DEFAULT, 1 << 20);

    var expected = new ByteSink(64);
    expected.writeByte('D');
    expected.writeInt(4 + 2 + 4 + 4 + 7);
    expected.writeShort(2);
    expected.writeInt(-1);
    expected.writeInt(7);
    expected.writeString("label 1");
    expected.writeByte('D');
    expected.writeInt(4 + 2 + 4 + 4 + 4 + 7);
    expected.writeShort(2);
    expected.writeInt(4);
    expected.writeInt(7000);
    expected.writeInt(7);
    expected.writeString("label 7");
    assertThat(sink.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @Test
  void encodingStopsWhereTheSinkIsFullAndGoesOnFromThere() {
    fill();
    var encoder = new RowEncoder(sink, columns(0));

    int next = encoder.encode(batch, 0, FormatSettings.DEFAULT, 100);

    assertThat(sink.length()).isBetween(100, 140);
    assertThat(encoder.encode(batch, next, FormatSettings.DEFAULT, 1 << 20)).isEqualTo(ROWS);
  }

  @Test
  void aValueThatCannotBeWrittenLeavesNoHalfRow() {
    fill();
    var encoder = new RowEncoder(sink, columns(0));
    var tooShort = new Batch(new Vector[] {numbers, new LongVector(ROWS)}, ROWS);
    encoder.encode(batch, 0, FormatSettings.DEFAULT, 10);
    int whole = sink.length();

    assertThatThrownBy(() -> encoder.encode(tooShort, 0, FormatSettings.DEFAULT, 1 << 20))
        .isInstanceOf(ClassCastException.class);
    assertThat(sink.length()).isEqualTo(whole);
  }

  @Test
  void rowsAllocateNothing() {
    fill();
    var encoder = new RowEncoder(sink, columns(0));
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    encodeBatch(encoder);
    long before = thread.getCurrentThreadAllocatedBytes();

    encodeBatch(encoder);

    // The measurement itself may cost a little; a byte per row would be a thousand.
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(ROWS);
  }

  private void encodeBatch(RowEncoder encoder) {
    sink.truncate(0);
    encoder.encode(batch, 0, FormatSettings.DEFAULT, 1 << 20);
  }
}
