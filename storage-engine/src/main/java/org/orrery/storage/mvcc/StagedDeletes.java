package org.orrery.storage.mvcc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rows that an open transaction wants to delete, as bitmaps: the upper half of a row id is a {@link
 * Part}'s key, the lower halves are its rows. They are kept in layers, each of a sub-transaction
 * and the log index that began it; layers of one sub-transaction are merged by size, so adding
 * costs logarithms and many rows cost little more than a bit each. Immutable.
 */
public final class StagedDeletes {

  /** None. */
  public static final StagedDeletes EMPTY = new StagedDeletes(new Layer[0]);

  /**
   * Rows of one key.
   *
   * @param key upper half of their ids
   * @param rows lower halves; not to be modified
   */
  public record Part(long key, RoaringBitmap rows) {

    long first() {
      return key << 32;
    }
  }

  /**
   * What a sub-transaction staged one after the other.
   *
   * @param sub the sub-transaction
   * @param index log index of the first of them
   * @param parts the rows, by key
   */
  public record Layer(int sub, long index, List<Part> parts) {

    public Layer {
      parts = List.copyOf(parts);
    }

    long size() {
      long size = 0;
      for (Part part : parts) {
        size += part.rows.getLongCardinality();
      }
      return size;
    }

    /** Both, of one sub-transaction. */
    Layer and(Layer later) {
      var merged = new ArrayList<Part>();
      int at = 0;
      for (Part part : parts) {
        while (at < later.parts.size() && later.parts.get(at).key < part.key) {
          merged.add(later.parts.get(at++));
        }
        boolean isInBoth = at < later.parts.size() && later.parts.get(at).key == part.key;
        merged.add(
            isInBoth
                ? new Part(part.key, RoaringBitmap.or(part.rows, later.parts.get(at++).rows))
                : part);
      }
      merged.addAll(later.parts.subList(at, later.parts.size()));
      return new Layer(sub, index, merged);
    }
  }

  private final Layer[] layers;

  private StagedDeletes(Layer[] layers) {
    this.layers = layers;
  }

  /** Of layers, in their order. */
  public static StagedDeletes of(List<Layer> layers) {
    return layers.isEmpty() ? EMPTY : new StagedDeletes(layers.toArray(Layer[]::new));
  }

  /** The layers, oldest first. */
  public List<Layer> layers() {
    return List.of(layers);
  }

  /** These and more; {@code rowIds} need no order. */
  public StagedDeletes with(long[] rowIds, int sub, long index) {
    if (rowIds.length == 0) {
      return this;
    }
    var added = new Layer(sub, index, parts(rowIds));
    int kept = layers.length;
    while (kept > 0 && layers[kept - 1].sub == sub && layers[kept - 1].size() <= 2 * added.size()) {
      added = layers[--kept].and(added);
    }
    Layer[] next = Arrays.copyOf(layers, kept + 1);
    next[kept] = added;
    return new StagedDeletes(next);
  }

  private static List<Part> parts(long[] rowIds) {
    long[] sorted = rowIds.clone();
    Arrays.sort(sorted);
    var parts = new ArrayList<Part>();
    int from = 0;
    while (from < sorted.length) {
      long key = sorted[from] >>> 32;
      var rows = new RoaringBitmap();
      int to = from;
      while (to < sorted.length && sorted[to] >>> 32 == key) {
        rows.add((int) sorted[to++]);
      }
      rows.runOptimize();
      parts.add(new Part(key, rows));
      from = to;
    }
    return parts;
  }

  /** Without those of sub-transactions from {@code firstSub} on staged before {@code index}. */
  public StagedDeletes hide(int firstSub, long index) {
    return of(
        Arrays.stream(layers)
            .filter(layer -> layer.sub < firstSub || layer.index >= index)
            .toList());
  }

  /** Other names of rows. */
  public interface Names extends LongUnaryOperator {

    /** Whether any of the rows {@code [first, last]} may have another name. */
    boolean mayChange(long first, long last);
  }

  /** The same with other names for the rows; those named {@code -1} are left out. */
  public StagedDeletes translate(Names names) {
    var next = new ArrayList<Layer>();
    for (Layer layer : layers) {
      Layer translated = translate(layer, names);
      if (!translated.parts.isEmpty()) {
        next.add(translated);
      }
    }
    return of(next);
  }

  private static Layer translate(Layer layer, Names names) {
    var same = new ArrayList<Part>();
    var moved = new LongList();
    for (Part part : layer.parts) {
      if (!names.mayChange(part.first(), part.first() | 0xFFFF_FFFFL)) {
        same.add(part);
        continue;
      }
      PeekableIntIterator rows = part.rows.getIntIterator();
      while (rows.hasNext()) {
        long name = names.applyAsLong(part.first() | Integer.toUnsignedLong(rows.next()));
        if (name >= 0) {
          moved.add(name);
        }
      }
    }
    if (same.size() == layer.parts.size()) {
      return layer;
    }
    var kept = new Layer(layer.sub, layer.index, same);
    return kept.and(new Layer(layer.sub, layer.index, parts(moved.toArray())));
  }

  /** Whether the row is among them. */
  public boolean contains(long rowId) {
    long key = rowId >>> 32;
    for (Layer layer : layers) {
      int low = 0;
      int high = layer.parts.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        Part part = layer.parts.get(middle);
        if (part.key == key) {
          if (part.rows.contains((int) rowId)) {
            return true;
          }
          break;
        }
        if (part.key < key) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
    }
    return false;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return layers.length == 0;
  }

  /** How many there are. */
  public long size() {
    long total = 0;
    for (Layer layer : layers) {
      total += layer.size();
    }
    return total;
  }

  /** Those of rows {@code [first, first + count)}, less {@code first}; belongs to the caller. */
  public RoaringBitmap within(long first, int count) {
    var found = new RoaringBitmap();
    for (Layer layer : layers) {
      for (Part part : layer.parts) {
        long start = part.first() - first;
        if (start >= count || start + 0xFFFF_FFFFL < 0) {
          continue;
        }
        RoaringBitmap shifted = start == 0 ? part.rows : RoaringBitmap.addOffset(part.rows, start);
        found.or(shifted);
      }
    }
    if (!found.isEmpty()) {
      found.remove((long) count, 1L << 32);
    }
    return found;
  }

  /** A growing list. */
  private static final class LongList {
    private long[] values = new long[16];
    private int count;

    void add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = value;
    }

    long[] toArray() {
      return Arrays.copyOf(values, count);
    }
  }
}
