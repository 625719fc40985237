package org.orrery.sql.exec.operator;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.spill.SpillFile;
import org.orrery.sql.exec.spill.SpillPartitions;

/**
 * The first row of each key among rows that come one after the other. When the keys hold too much
 * memory, rows of keys that are not known go to files by the hash of their keys, which are gone
 * through one after the other at the end. One thread.
 */
final class UniqueRows implements AutoCloseable {

  private final List<SqlType> types;
  private final List<Integer> keys;
  private final ExecutionContext context;
  private final QueryMemory.Share memory;
  private final int[] numbers = new int[Batch.ROWS_MAX];
  private final Queue<Part> parts = new ArrayDeque<>();
  private KeyTable known;
  private int level;
  private @Nullable SpillPartitions others;
  private @Nullable SpillScanOperator current;

  /**
   * Rows of keys that were not known.
   *
   * @param level how often they have been partitioned
   */
  private record Part(SpillFile rows, int level) {}

  /**
   * None yet.
   *
   * @param types of the rows
   * @param keys columns of the key
   * @param what names the part of the query in errors
   */
  UniqueRows(List<SqlType> types, List<Integer> keys, ExecutionContext context, String what) {
    this.types = types;
    this.keys = keys;
    this.context = context;
    this.memory = context.memory().share(what);
    this.known = newTable();
  }

  private KeyTable newTable() {
    return new KeyTable(keys.stream().map(types::get).toList());
  }

  /** The rows of a batch that are the first of their key; others may turn out to be at the end. */
  Batch firstOf(Batch batch) {
    int next = known.count();
    boolean isAdding = others == null;
    look(batch, isAdding);
    var kept = new int[batch.size()];
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (isAdding ? numbers[i] == next : numbers[i] < 0) {
        next++;
        kept[count++] = batch.position(i);
      }
    }
    var chosen = new Batch(batch.columns(), batch.rowCount());
    chosen.select(kept, count);
    if (others == null) {
      count();
      return chosen;
    }
    others.add(chosen);
    count();
    var none = new Batch(batch.columns(), batch.rowCount());
    none.select(new int[0], 0);
    return none;
  }

  private void look(Batch batch, boolean isAdding) {
    var key = OperatorFactory.columns(batch, keys);
    if (isAdding) {
      known.assign(key, batch.selection(), batch.size(), numbers);
    } else {
      known.find(key, batch.selection(), batch.size(), numbers);
    }
  }

  private void count() {
    memory.set(known.retainedBytes());
    if (others == null && memory.isTight() && level < SpillPartitions.LEVELS_MAX) {
      others = new SpillPartitions(context.memory().files(), types, keys, level);
    }
  }

  /** First rows among those in files, after all rows were shown; null at the end. */
  @Nullable Batch next() {
    while (true) {
      context.checkCancelled();
      SpillScanOperator scan = current;
      Batch batch = scan == null ? null : scan.next();
      if (batch != null) {
        Batch first = firstOf(batch);
        if (first.size() > 0) {
          return first;
        }
      } else if (!startPart()) {
        return null;
      }
    }
  }

  private boolean startPart() {
    if (current != null) {
      current.close();
      current = null;
    }
    if (others != null) {
      for (SpillFile file : others.finish()) {
        parts.add(new Part(file, level + 1));
      }
      others = null;
    }
    known = newTable();
    Part part = parts.poll();
    while (part != null && part.rows.rowCount() == 0) {
      part.rows.close();
      part = parts.poll();
    }
    if (part == null) {
      memory.set(0);
      return false;
    }
    level = part.level;
    current = new SpillScanOperator(part.rows);
    return true;
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
    if (others != null) {
      others.close();
    }
    parts.forEach(part -> part.rows.close());
    parts.clear();
    memory.close();
  }
}
