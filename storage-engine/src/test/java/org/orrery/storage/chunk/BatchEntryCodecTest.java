package org.orrery.storage.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.orrery.data.Batch;
import org.orrery.data.Interval;
import org.orrery.data.Numeric;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;

class BatchEntryCodecTest {

  private static TableSchema table(int version, ColumnSchema... columns) {
    return new TableSchema(
        1, 2, version, "public", "t", List.of(columns), List.of(), null, List.of(), List.of());
  }

  private static ColumnSchema column(int id, PhysicalKind kind, Object missing) {
    return new ColumnSchema(id, "c" + id, kind, false, missing);
  }

  @Test
  void selectedRowsOfSeveralBatchesComeBack() {
    TableSchema schema =
        table(
            1,
            new ColumnSchema(1, "a", PhysicalKind.LONG, false, null),
            new ColumnSchema(2, "b", PhysicalKind.BYTES, false, null),
            new ColumnSchema(3, "c", PhysicalKind.NUMERIC, false, null),
            new ColumnSchema(4, "d", PhysicalKind.INTERVAL, false, null));
    Vector[] columns = new Vector[4];
    for (int i = 0; i < 4; i++) {
      columns[i] = Vector.allocate(schema.columns().get(i).kind(), 10);
    }
    for (int row = 0; row < 10; row++) {
      columns[0].set(row, row == 3 ? null : (Long) (row * 1000L));
      columns[1].set(row, Tables.utf8("text " + row));
      columns[2].set(row, Numeric.of(new BigDecimal("1234567890123456789012.50").pow(row % 3)));
      columns[3].set(row, new Interval(row, 1, 2));
    }
    var batch = new Batch(columns, 10);
    var writer = new BatchEntryCodec.Writer();
    writer.begin(schema);
    batch.select(new int[] {1, 3, 8}, 3);
    writer.add(batch);
    batch.select(null, 0);
    writer.add(batch, 5, 2);

    var reader = new BatchEntryCodec.Reader();
    reader.open(writer.body().array(), 0, writer.size(), schema);
    var seen = new ArrayList<List<Object>>();
    for (Batch next = reader.next(); next != null; next = reader.next()) {
      for (int row = 0; row < next.rowCount(); row++) {
        var values = new ArrayList<Object>();
        for (Vector column : next.columns()) {
          Object value = column.get(row);
          values.add(
              value instanceof byte[] bytes
                  ? new String(bytes, StandardCharsets.UTF_8)
                  : "" + value);
        }
        seen.add(values);
      }
    }
    assertThat(writer.rowCount()).isEqualTo(5);
    assertThat(seen.stream().map(values -> values.get(1)))
        .containsExactly("text 1", "text 3", "text 8", "text 5", "text 6");
    assertThat(seen.get(1).get(0)).isEqualTo("null");
    assertThat(seen.get(2).get(2)).isEqualTo("" + columns[2].get(8));
    assertThat(writer.size()).isLessThanOrEqualTo((int) BatchEntryCodec.sizeMax(batch) + 64);
  }

  @Test
  void rowsWrittenUnderAnOlderSchemaFitTheNewOne() {
    var a = column(1, PhysicalKind.LONG, 0L);
    var b = column(2, PhysicalKind.DOUBLE, 0.0);
    var c = column(3, PhysicalKind.BYTES, Tables.utf8("missing"));
    Vector[] columns = {
      Vector.allocate(PhysicalKind.LONG, 1), Vector.allocate(PhysicalKind.DOUBLE, 1)
    };
    columns[0].set(0, 5L);
    columns[1].set(0, 2.5);
    var writer = new BatchEntryCodec.Writer();
    writer.begin(table(1, a, b));
    writer.add(new Batch(columns, 1));

    var reader = new BatchEntryCodec.Reader();
    reader.open(writer.body().array(), 0, writer.size(), table(2, b, c));
    Batch batch = Objects.requireNonNull(reader.next());

    assertThat(batch.column(0).get(0)).isEqualTo(2.5);
    assertThat((byte[]) batch.column(1).get(0)).isEqualTo(Tables.utf8("missing"));
    assertThat(reader.next()).isNull();
  }

  @Test
  void aMeasurementTakesAtMostTwentyBytesInTheLog() {
    var random = new Random(5);
    var schema = new ColumnSchema[12];
    Vector[] columns = new Vector[12];
    for (int i = 0; i < 12; i++) {
      PhysicalKind kind =
          i == 0 ? PhysicalKind.LONG : i == 1 ? PhysicalKind.BYTES : PhysicalKind.DOUBLE;
      schema[i] = new ColumnSchema(i + 1, "c" + i, kind, false, null);
      columns[i] = Vector.allocate(kind, Batch.ROWS_MAX);
    }
    double[] usage = new double[10];
    Arrays.setAll(usage, _ -> random.nextInt(100));
    for (int row = 0; row < Batch.ROWS_MAX; row++) {
      columns[0].set(row, 1_700_000_000_000_000L + row / 100 * 10_000_000L);
      columns[1].set(row, Tables.utf8("host_" + row % 100));
      for (int i = 0; i < 10; i++) {
        usage[i] = Math.clamp(usage[i] + random.nextInt(3) - 1, 0, 100);
        columns[i + 2].set(row, usage[i]);
      }
    }
    var writer = new BatchEntryCodec.Writer();
    writer.begin(table(1, schema));
    writer.add(new Batch(columns, Batch.ROWS_MAX));

    assertThat(writer.size() / (double) Batch.ROWS_MAX).isLessThan(20);
  }
}
