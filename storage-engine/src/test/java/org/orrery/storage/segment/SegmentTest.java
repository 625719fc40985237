package org.orrery.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.codec.ColumnDecoder;

class SegmentTest {

  private static final long SEED = Long.getLong("orrery.seed", 20261120L);
  private static final Path PATH = Path.of("1.oseg");
  private static final long START_MICROS = 1_700_000_000_000_000L;
  private static final UUID ID = new UUID(7, 11);

  private static final List<SegmentColumn> COLUMNS =
      List.of(
          new SegmentColumn(1, PhysicalKind.BYTES),
          new SegmentColumn(2, PhysicalKind.LONG),
          new SegmentColumn(4, PhysicalKind.DOUBLE),
          new SegmentColumn(5, PhysicalKind.NUMERIC),
          new SegmentColumn(9, PhysicalKind.INTERVAL),
          new SegmentColumn(10, PhysicalKind.DOUBLE));

  private final Random random = new Random(SEED);
  private final SimFileStore files = new SimFileStore();
  private final ColumnDecoder decoder = new ColumnDecoder();

  private static SegmentMeta meta(long csnMin, long csnMax) {
    return new SegmentMeta(
        ID,
        16384,
        3,
        1,
        0,
        10,
        20,
        csnMin,
        csnMax,
        List.of(new SortColumn(1, false, false), new SortColumn(2, true, false)),
        2);
  }

  /** Rows of a few hosts, newest first within a host, with NULLs and awkward doubles. */
  private Vector[] rows(int count) {
    var vectors = new Vector[COLUMNS.size()];
    for (int c = 0; c < vectors.length; c++) {
      vectors[c] = Vector.allocate(COLUMNS.get(c).kind(), count);
    }
    int perHost = 700;
    for (int i = 0; i < count; i++) {
      ((BytesVector) vectors[0]).setString(i, "host_%03d".formatted(i / perHost));
      ((LongVector) vectors[1]).setLong(i, START_MICROS - (i % perHost) * 10_000_000L);
      ((DoubleVector) vectors[2]).setDouble(i, random.nextInt(10_000) / 100.0);
      ((NumericVector) vectors[3]).setSmall(i, random.nextLong() >> 20, random.nextInt(3));
      ((IntervalVector) vectors[4]).setInterval(i, random.nextInt(12), 1, random.nextInt());
      ((DoubleVector) vectors[5])
          .setDouble(i, i % 100 == 7 ? Double.NaN : i % 31 == 0 ? -0.0 : random.nextGaussian());
      if (random.nextInt(10) == 0) {
        vectors[2 + random.nextInt(4)].setNull(i);
      }
    }
    return vectors;
  }

  private SegmentSummary write(Vector[] vectors, int count) {
    try (var writer = new SegmentWriter(files, PATH, meta(5, 5), COLUMNS)) {
      writer.append(vectors, 0, count, 5);
      return writer.finish();
    }
  }

  @Test
  void aBlockWithAWantedRowIsNotPrunedAndOthersAre() {
    int count = 70_000;
    Vector[] vectors = rows(count);
    write(vectors, count);
    List<Object> hosts =
        Stream.of("host_003", "host_050x", "host_099")
            .<Object>map(host -> host.getBytes(StandardCharsets.UTF_8))
            .toList();
    long recent = START_MICROS - 50_000_000L;

    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      assertThat(kept(reader, vectors, new ColumnRange(0, hosts.get(0), hosts.get(2), hosts)))
          .isBetween(3, 4);
      assertThat(kept(reader, vectors, new ColumnRange(0, hosts.get(1), hosts.get(2))))
          .isBetween(34, 36);
      assertThat(kept(reader, vectors, new ColumnRange(1, recent, null))).isPositive();
      assertThat(kept(reader, vectors, new ColumnRange(1, START_MICROS + 1, null))).isZero();
      assertThat(kept(reader, vectors, new ColumnRange(5, null, -5.0))).isLessThan(69);
      assertThat(kept(reader, vectors, new ColumnRange(5, Double.NaN, Double.NaN))).isEqualTo(69);
    }
  }

  /** Blocks that a range leaves; none of the others has a row in it. */
  private static int kept(SegmentReader reader, Vector[] vectors, ColumnRange range) {
    long[] candidates = {-1L, -1L >>> (128 - reader.blockCount())};
    PhysicalKind kind = COLUMNS.get(range.column()).kind();
    reader.prune(range.column(), 0, BlockPruner.of(range, kind), candidates);
    Vector bounds = Vector.allocate(kind, 2);
    bounds.set(0, range.low());
    bounds.set(1, range.high());
    Vector values = vectors[range.column()];
    for (int row = 0; row < reader.rowCount(); row++) {
      int block = reader.blockOf(row);
      boolean isWanted =
          !values.isNull(row)
              && (bounds.isNull(0) || ValueOrder.compare(values, row, bounds, 0) >= 0)
              && (bounds.isNull(1) || ValueOrder.compare(values, row, bounds, 1) <= 0)
              && (range.anyOf() == null || isListed(range.anyOf(), values.get(row)));
      boolean isKept = (candidates[block >> 6] & (1L << block)) != 0;
      assertThat(isKept || !isWanted).as("row " + row).isTrue();
    }
    return Long.bitCount(candidates[0]) + Long.bitCount(candidates[1]);
  }

  private static boolean isListed(List<Object> list, @Nullable Object value) {
    return list.stream().anyMatch(each -> Objects.deepEquals(each, value));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 1000, 1024, 1025, 5000, 70_000})
  void rowsComeBackAndTheFileVerifies(int count) {
    Vector[] vectors = rows(count);

    SegmentSummary written = write(vectors, count);

    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      assertThat(reader.rowCount()).isEqualTo(count).isEqualTo(written.rows());
      assertThat(reader.meta()).isEqualTo(meta(5, 5));
      assertThat(reader.columns()).isEqualTo(COLUMNS);
      assertThat(written.bytes()).isEqualTo(files.content(PATH).length);
      assertThat(reader.summary().bytes()).isEqualTo(written.bytes());
      assertThat(reader.summary().timeMax()).isEqualTo(START_MICROS);
      assertThat(reader.versions()).isNull();
      for (int c = 0; c < COLUMNS.size(); c++) {
        assertThat(reader.columnIndex(COLUMNS.get(c).columnId())).isEqualTo(c);
        assertColumn(reader, c, vectors[c]);
      }
      new SegmentVerifier(reader).verify();
    }
  }

  private void assertColumn(SegmentReader reader, int column, Vector expected) {
    Vector decoded = Vector.allocate(expected.kind(), 1024);
    for (int block = 0; block < reader.blockCount(); block++) {
      reader.decode(column, block, decoded, decoder);
      int start = (int) reader.blockStart(block);
      for (int i = 0; i < reader.blockRows(block); i++) {
        if (!same(expected, start + i, decoded, i)) {
          assertThat(decoded.get(i)).as("seed %d", SEED).isEqualTo(expected.get(start + i));
        }
      }
    }
  }

  private static boolean same(Vector a, int rowA, Vector b, int rowB) {
    if (a.isNull(rowA) || b.isNull(rowB)) {
      return a.isNull(rowA) == b.isNull(rowB);
    }
    if (a instanceof DoubleVector doubles) {
      return Double.doubleToRawLongBits(doubles.getDouble(rowA))
          == Double.doubleToRawLongBits(((DoubleVector) b).getDouble(rowB));
    }
    return ValueOrder.compare(a, rowA, b, rowB) == 0;
  }

  @Test
  void statisticsEqualARecomputation() {
    Vector[] vectors = rows(3000);
    write(vectors, 3000);

    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      var times = (LongVector) vectors[1];
      var decimals = (DoubleVector) vectors[2];
      BigDecimal sum = BigDecimal.ZERO;
      long least = Long.MAX_VALUE;
      int nulls = 0;
      for (int i = 1024; i < 2048; i++) {
        least = Math.min(least, times.getLong(i));
        nulls += decimals.isNull(i) ? 1 : 0;
        sum = decimals.isNull(i) ? sum : sum.add(new BigDecimal("" + decimals.getDouble(i)));
      }
      BlockStats time = reader.stats(1, 1);
      BlockStats decimal = reader.stats(2, 1);
      assertThat(time.min()).isEqualTo(least);
      assertThat(time.max()).isEqualTo(START_MICROS);
      assertThat(time.first()).isEqualTo(times.getLong(1024));
      assertThat(time.last()).isEqualTo(times.getLong(2047));
      assertThat(decimal.nullCount()).isEqualTo(nulls);
      assertThat(decimal.sum().isExact()).isTrue();
      assertThat(decimal.sum().toBigDecimal()).isEqualByComparingTo(sum);
      assertThat(reader.stats(5, 0).max()).isEqualTo(Double.NaN);
      assertThat(reader.summary().columns().get(0).min())
          .isEqualTo("host_000".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void integerSumsBeyond64BitsAreExact() {
    var values = new LongVector(2000);
    Arrays.fill(values.values(), Long.MIN_VALUE);
    var columns = List.of(new SegmentColumn(1, PhysicalKind.LONG));
    var meta = new SegmentMeta(ID, 1, 1, 1, 0, 0, 0, 1, 1, List.of(), -1);
    try (var writer = new SegmentWriter(files, PATH, meta, columns)) {
      writer.append(new Vector[] {values}, 0, 2000, 1);

      SegmentSummary summary = writer.finish();

      assertThat(summary.columns().get(0).sum().toBigDecimal())
          .isEqualByComparingTo(BigDecimal.valueOf(Long.MIN_VALUE).multiply(new BigDecimal(2000)));
      assertThat(summary.timeMin()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void aLongStringHasNoBounds() {
    var strings = new BytesVector(2);
    strings.setString(0, "a");
    strings.setString(1, "z".repeat(65));
    var columns = List.of(new SegmentColumn(1, PhysicalKind.BYTES));
    var meta = new SegmentMeta(ID, 1, 1, 1, 0, 0, 0, 1, 1, List.of(), -1);
    try (var writer = new SegmentWriter(files, PATH, meta, columns)) {
      writer.append(new Vector[] {strings}, 0, 2, 1);
      writer.finish();
    }

    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      assertThat(reader.stats(0, 0).hasBounds()).isFalse();
      assertThat(reader.stats(0, 0).max()).isNull();
      assertThat(reader.summary().columns().get(0).hasBounds()).isFalse();
      new SegmentVerifier(reader).verify();
    }
  }

  @Test
  void selectedRowsAndEarlyBlocksAreAppended() {
    Vector[] vectors = rows(600);
    var batch = new Batch(vectors, 600);
    batch.select(new int[] {0, 3, 599}, 3);
    try (var writer = new SegmentWriter(files, PATH, meta(5, 5), COLUMNS)) {
      writer.append(batch, 5);
      writer.endBlock();
      batch.select(null, 0);
      writer.append(vectors, 599, 1, 5);
      writer.finish();
    }

    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      assertThat(reader.blockCount()).isEqualTo(2);
      assertThat(reader.blockRows(0)).isEqualTo(3);
      assertThat(reader.blockStart(1)).isEqualTo(3);
      assertThat(reader.blockOf(2)).isZero();
      assertThat(reader.blockOf(3)).isEqualTo(1);
      var times = new LongVector(1024);
      reader.decode(1, 0, times, decoder);
      assertThat(times.getLong(1)).isEqualTo(((LongVector) vectors[1]).getLong(3));
    }
  }

  @Test
  void beginCsnsOfSeveralCommitsAreKept() {
    Vector[] vectors = rows(3000);
    var csns = new long[3000];
    for (int i = 0; i < csns.length; i++) {
      csns[i] = 100L + random.nextInt(2);
    }
    try (var writer = new SegmentWriter(files, PATH, meta(99, 101), COLUMNS)) {
      writer.append(vectors, 0, 0, 7);
      writer.append(vectors, 0, 2000, 99);
      writer.append(vectors, 2000, 1000, csns);
      writer.finish();
    }

    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      SegmentVersions versions = Objects.requireNonNull(reader.versions());
      assertThat(versions.csnAt(1999)).isEqualTo(99);
      for (int i = 2000; i < 3000; i++) {
        assertThat(versions.csnAt(i)).isEqualTo(csns[i]);
      }
      assertThat(versions.csnMax(0, 1024)).isEqualTo(99);
      assertThat(versions.csnMax(1024, 1024)).isEqualTo(101);
      var selection = new int[1024];
      assertThat(versions.select(1024, 1024, 99, selection)).isEqualTo(2000 - 1024);
      assertThat(versions.select(1024, 1024, 101, selection)).isEqualTo(1024);
      assertThat(selection[1023]).isEqualTo(1023);
      new SegmentVerifier(reader).verify();
    }
  }

  @Test
  void rowsOutOfOrderAreFoundByTheVerifier() {
    Vector[] vectors = rows(1500);
    ((LongVector) vectors[1]).setLong(1024, START_MICROS + 1);
    write(vectors, 1500);

    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      assertThatThrownBy(() -> new SegmentVerifier(reader).verify())
          .isInstanceOf(OrreryException.class)
          .hasMessageContaining("order of rows");
    }
  }

  @Test
  void everyFlippedByteIsDetected() {
    write(rows(40), 40);
    assertFlipsDetected(1);
  }

  @Test
  void flippedBytesOfALargerSegmentAreDetected() {
    write(rows(3000), 3000);
    assertFlipsDetected(151);
  }

  /** Flips one bit in every {@code step}th byte (of the header's zeros: every 61st). */
  private void assertFlipsDetected(int step) {
    int length = files.content(PATH).length;
    for (int at = 0; at < length; at += at > 200 && at < 4000 ? 61 : step) {
      long bit = at * 8L + random.nextInt(8);
      files.flipBit(PATH, bit);
      assertThat(failure()).as("byte %d of %d", at, length).isEqualTo("XX001");
      files.flipBit(PATH, bit);
    }
    assertThat(failure()).isNull();
  }

  @Test
  void everyTruncationIsDetected() throws IOException {
    write(rows(100), 100);
    byte[] whole = files.content(PATH);
    for (int length = 0; length < whole.length; length += 1 + length / 97) {
      replace(Arrays.copyOf(whole, length));
      assertThat(failure()).as("length %d", length).isEqualTo("XX001");
    }
    replace(Arrays.copyOf(whole, whole.length + 1));
    assertThat(failure()).isEqualTo("XX001");
    files.delete(PATH);
    assertThat(failure()).isEqualTo("XX001");
  }

  @Test
  void otherFormatVersionsAreReadOrNamed() throws IOException {
    write(rows(100), 100);
    byte[] file = files.content(PATH);

    replace(withMajor(file, SegmentFormat.MAJOR_OLDEST));
    assertThat(failure()).isNull();
    replace(withMajor(file, 77));
    assertThatThrownBy(() -> SegmentReader.open(files, PATH))
        .isInstanceOfSatisfying(
            OrreryException.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.FEATURE_NOT_SUPPORTED))
        .hasMessageContaining("format version 77, this build reads 1 to " + SegmentFormat.MAJOR);
  }

  private static byte[] withMajor(byte[] file, int major) {
    ByteBuffer bytes = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
    var crc = new CRC32C();
    bytes.putShort(8, (short) major);
    crc.update(bytes.array(), 0, SegmentFormat.HEADER_CRC_AT);
    return bytes.putInt(SegmentFormat.HEADER_CRC_AT, (int) crc.getValue()).array();
  }

  private void replace(byte[] content) throws IOException {
    files.delete(PATH);
    try (StoredFile file = files.open(PATH, FileStore.Mode.CREATE)) {
      file.write(0, ByteBuffer.wrap(content));
    }
  }

  @Test
  void aFullDiskIsAnErrorOfItsOwn() {
    files.setVolumeBytes(8000);

    assertThatThrownBy(() -> write(rows(3000), 3000))
        .isInstanceOfSatisfying(
            OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DISK_FULL));
    assertThat(files.list(Path.of(""))).isEmpty();
  }

  private @Nullable String failure() {
    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      new SegmentVerifier(reader).verify();
      return null;
    } catch (OrreryException e) {
      return e.state().code();
    }
  }

  @Test
  void aDamagedBlockNamesItsSegment() {
    write(rows(100), 100);
    files.flipBit(PATH, (SegmentFormat.HEADER_BYTES + 3) * 8L);
    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      var target = new BytesVector(1024);

      assertThatThrownBy(() -> reader.decode(0, 0, target, decoder))
          .isInstanceOfSatisfying(
              OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED))
          .hasMessageContaining(ID.toString());
    }
  }

  @Test
  void anUnfinishedFileIsRemoved() {
    try (var writer = new SegmentWriter(files, PATH, meta(5, 5), COLUMNS)) {
      writer.append(rows(10), 0, 10, 5);
    }

    assertThat(files.list(Path.of(""))).isEmpty();
  }

  @Test
  void theLastReleaseClosesAndRemovesAnObsoleteSegment() {
    write(rows(10), 10);
    SegmentHandle handle = SegmentHandle.open(files, PATH);
    assertThat(handle.tryAcquire()).isTrue();

    handle.markObsolete();
    handle.release();
    assertThat(handle.reader().rowCount()).isEqualTo(10);
    assertThat(files.list(Path.of(""))).isNotEmpty();
    handle.release();

    assertThat(handle.tryAcquire()).isFalse();
    assertThat(files.list(Path.of(""))).isEmpty();
  }

  @Test
  void timeSeriesBenchmarkRowsTakeAtMostFiveBytes() {
    int hosts = 30;
    int perHost = 4320;
    int metrics = 10;
    var columns = new ArrayList<SegmentColumn>();
    columns.add(new SegmentColumn(0, PhysicalKind.LONG));
    columns.add(new SegmentColumn(1, PhysicalKind.BYTES));
    for (int m = 0; m < metrics; m++) {
      columns.add(new SegmentColumn(2 + m, PhysicalKind.DOUBLE));
    }
    var meta =
        new SegmentMeta(
            ID,
            1,
            1,
            1,
            1,
            0,
            0,
            1,
            1,
            List.of(new SortColumn(1, false, false), new SortColumn(0, false, false)),
            0);
    SegmentSummary summary;
    try (var writer = new SegmentWriter(files, PATH, meta, columns)) {
      for (int host = 0; host < hosts; host++) {
        writer.append(hostRows(host, perHost, metrics), 0, perHost, 1);
      }
      summary = writer.finish();
    }

    double bytesPerRow = (double) summary.bytes() / summary.rows();
    assertThat(bytesPerRow).isLessThanOrEqualTo(5.0);
    try (SegmentReader reader = SegmentReader.open(files, PATH)) {
      new SegmentVerifier(reader).verify();
    }
  }

  private Vector[] hostRows(int host, int count, int metrics) {
    var vectors = new Vector[2 + metrics];
    var times = new LongVector(count);
    var names = new BytesVector(count);
    for (int i = 0; i < count; i++) {
      times.setLong(i, START_MICROS + i * 10_000_000L);
      names.setString(i, "host_%04d".formatted(host));
    }
    vectors[0] = times;
    vectors[1] = names;
    for (int m = 0; m < metrics; m++) {
      var values = new double[count];
      double walk = random.nextInt(101);
      for (int i = 0; i < count; i++) {
        walk = Math.clamp(walk + random.nextGaussian(), 0, 100);
        values[i] = Math.rint(walk);
      }
      vectors[2 + m] = new DoubleVector(values);
    }
    return vectors;
  }
}
