package org.orrery.data;

/**
 * Distinct byte strings numbered from 0, immutable. Vectors decoded with the same dictionary object
 * may be grouped and filtered by code.
 *
 * @param data the values' bytes, back to back
 * @param offsets {@code size + 1} offsets into {@code data}; value {@code i} is {@code [offsets[i],
 *     offsets[i + 1])}
 */
public record Dictionary(byte[] data, int[] offsets) {

  /** Number of values. */
  public int size() {
    return offsets.length - 1;
  }
}
