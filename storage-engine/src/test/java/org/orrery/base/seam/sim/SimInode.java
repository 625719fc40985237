package org.orrery.base.seam.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file's content: what a reader sees, what the disk surely holds, and the operations in between.
 * A crash keeps any subset of their 512-byte sectors. Guarded by its store.
 */
final class SimInode {

  private static final int SECTOR_BYTES = 512;

  /** A write or (with no bytes) an extension to {@code offset}, not yet synced. */
  private record Pending(long offset, byte[] bytes) {}

  private byte[] live = new byte[0];
  private int length;
  private byte[] durable = new byte[0];
  private final List<Pending> pending = new ArrayList<>();

  static SimInode durableOf(byte[] content) {
    var inode = new SimInode();
    inode.live = content.clone();
    inode.length = content.length;
    inode.durable = content.clone();
    return inode;
  }

  int length() {
    return length;
  }

  byte[] content() {
    return Arrays.copyOf(live, length);
  }

  int read(long offset, byte[] target, int start, int count) {
    if (offset >= length) {
      return -1;
    }
    int readable = (int) Math.min(count, length - offset);
    System.arraycopy(live, (int) offset, target, start, readable);
    return readable;
  }

  void write(long offset, byte[] bytes) {
    int end = Math.toIntExact(offset + bytes.length);
    grow(end);
    System.arraycopy(bytes, 0, live, (int) offset, bytes.length);
    pending.add(new Pending(offset, bytes));
  }

  void extend(long toLength) {
    if (toLength > length) {
      grow(Math.toIntExact(toLength));
      pending.add(new Pending(toLength, new byte[0]));
    }
  }

  private void grow(int toLength) {
    if (toLength > live.length) {
      live = Arrays.copyOf(live, Math.max(toLength, live.length + (live.length >> 1)));
    }
    length = Math.max(length, toLength);
  }

  void sync() {
    for (Pending each : pending) {
      durable = atLeast(durable, (int) each.offset + each.bytes.length);
      System.arraycopy(each.bytes, 0, durable, (int) each.offset, each.bytes.length);
    }
    pending.clear();
  }

  /**
   * What a failed sync does: readers still see the writes, the disk never gets them, and a later
   * sync reports success (the kernel has marked the pages clean).
   */
  void failSync() {
    pending.clear();
  }

  /** What a crash may leave, the choice being {@code survival}'s. */
  byte[] afterCrash(Survival survival) {
    byte[] image = durable.clone();
    for (Pending each : pending) {
      if (each.bytes.length == 0 && survival.keeps()) {
        image = atLeast(image, (int) each.offset);
      }
      image = keepSectors(image, each, survival);
    }
    return image;
  }

  private static byte[] keepSectors(byte[] before, Pending write, Survival survival) {
    byte[] image = before;
    int at = 0;
    while (at < write.bytes.length) {
      int position = (int) write.offset + at;
      int count = Math.min(SECTOR_BYTES - position % SECTOR_BYTES, write.bytes.length - at);
      if (survival.keeps()) {
        image = atLeast(image, position + count);
        System.arraycopy(write.bytes, at, image, position, count);
      }
      at += count;
    }
    return image;
  }

  private static byte[] atLeast(byte[] image, int length) {
    return image.length >= length ? image : Arrays.copyOf(image, length);
  }

  /** Decides what unsynced work a crash keeps; some seeds keep everything, some nothing. */
  static final class Survival {
    private final SplittableRandom random;
    private final int percent;

    Survival(long seed) {
      this.random = new SplittableRandom(seed);
      this.percent =
          switch ((int) Math.floorMod(seed, 4L)) {
            case 0 -> 0;
            case 1 -> 100;
            case 2 -> 50;
            default -> random.nextInt(5, 96);
          };
    }

    boolean keeps() {
      return random.nextInt(100) < percent;
    }
  }
}
