package org.orrery.storage.chunk;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.hot.HotColumn;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.mvcc.GcHorizon;
import org.orrery.storage.mvcc.StagedRows;
import org.orrery.storage.segment.SegmentMeta;
import org.orrery.storage.segment.SegmentWriter;
import org.roaringbitmap.RoaringBitmap;

/**
 * Turns frozen hot tables into durable segment files: sort, encode, write under a temporary name,
 * sync, rename, sync the directory. Rows that no snapshot can see any more are left out. Holds no
 * state: any thread, several at a time.
 */
public final class Sealer {

  private final SegmentFiles files;
  private final GcHorizon horizon;

  public Sealer(SegmentFiles files, GcHorizon horizon) {
    this.files = files;
    this.horizon = horizon;
  }

  /**
   * Seals a frozen hot table. After an error its file is removed or an orphan; the table may be
   * sealed again.
   *
   * @throws org.orrery.base.error.OrreryException {@code 53100} or {@code 58030} when the file
   *     cannot be written
   */
  public SealedHot seal(FrozenHot frozen) {
    HotView table = frozen.table();
    long oldest = horizon.timestamp();
    int[] order = RowOrder.of(table.rows(), table.rowCount(), kept(table, oldest), frozen.schema());
    int[] ordinals = new int[table.rowCount()];
    Arrays.fill(ordinals, -1);
    long csnMin = Long.MAX_VALUE;
    long csnMax = Long.MIN_VALUE;
    for (int i = 0; i < order.length; i++) {
      ordinals[order[i]] = i;
    }
    for (int run = 0; run < table.runs().count(); run++) {
      csnMin = Math.min(csnMin, table.runs().csn(run));
      csnMax = Math.max(csnMax, table.runs().csn(run));
    }
    if (order.length == 0) {
      return new SealedHot(frozen, null, null, ordinals, null);
    }
    long[] csns = csnMax > oldest ? csns(table, order) : null;
    SegmentMeta meta =
        SegmentFiles.metaOf(
            frozen.chunkId(),
            frozen.container(),
            frozen.schema(),
            0,
            new SegmentFiles.Origin(frozen.replayFrom(), frozen.index(), csnMin, csnMax));
    var names =
        new Translation(
            RowIds.hot(table.firstArrival()), ordinals, frozen.container(), Long.MAX_VALUE);
    long newest = csnMax;
    SegmentFile file =
        files.create(
            meta,
            frozen.schema(),
            () -> List.of(names),
            writer -> {
              HotRows rows = table.rows();
              writeRows(rows, frozen.schema(), order, csns, newest, writer);
            });
    SealedRows rows = files.openIndexed(frozen.chunkId(), file, frozen.schema());
    return new SealedHot(frozen, file, rows, ordinals, csns == null ? null : rows.storedVersions());
  }

  /**
   * Seals rows of an open transaction, all of them and in the order in which they came.
   *
   * @throws org.orrery.base.error.OrreryException as {@link #seal}
   */
  public SealedStaged sealStaged(FrozenStaged frozen) {
    StagedRows.Part part = frozen.part();
    long id = frozen.transactionId();
    SegmentMeta meta =
        SegmentFiles.metaOf(
            frozen.chunkId(),
            frozen.container(),
            part.schema(),
            List.of(),
            0,
            new SegmentFiles.Origin(part.firstIndex(), part.frozenIndex(), id, id));
    int[] order = new int[part.count()];
    Arrays.setAll(order, i -> i);
    SegmentFile file =
        files.create(
            meta,
            part.schema(),
            List::of,
            writer -> writeRows(part.rows(), part.schema(), order, null, id, writer));
    return new SealedStaged(frozen, file, files.openIndexed(frozen.chunkId(), file, part.schema()));
  }

  private static int[] kept(HotView table, long oldest) {
    int[] rows = new int[table.rowCount()];
    RoaringBitmap gone = table.deletes().visible(oldest);
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (gone == null || !gone.contains(row)) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private static long[] csns(HotView table, int[] order) {
    var ofRow = new long[table.rowCount()];
    int from = 0;
    for (int run = 0; run < table.runs().count(); run++) {
      int end = Math.min(ofRow.length, table.runs().end(run));
      Arrays.fill(ofRow, from, end, table.runs().csn(run));
      from = end;
    }
    var csns = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      csns[i] = ofRow[order[i]];
    }
    return csns;
  }

  /**
   * Writes rows in an order.
   *
   * @param csns commits of the rows in that order; null when {@code csnMax} stands for all
   */
  static void writeRows(
      HotRows rows,
      TableSchema schema,
      int[] order,
      long @Nullable [] csns,
      long csnMax,
      SegmentWriter writer) {
    List<ColumnSchema> columns = schema.columns();
    var vectors = new Vector[columns.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Vector.allocate(columns.get(i).kind(), Batch.ROWS_MAX);
    }
    for (int from = 0; from < order.length; from += Batch.ROWS_MAX) {
      int count = Math.min(Batch.ROWS_MAX, order.length - from);
      for (int i = 0; i < vectors.length; i++) {
        HotColumn column = rows.column(columns.get(i).columnId());
        vectors[i].clear();
        if (column == null) {
          throw Invariant.broken("column of a frozen hot table is gone");
        }
        column.gather(order, from, count, vectors[i]);
      }
      if (csns == null) {
        writer.append(vectors, 0, count, csnMax);
      } else {
        writer.append(vectors, 0, count, Arrays.copyOfRange(csns, from, from + count));
      }
    }
  }
}
