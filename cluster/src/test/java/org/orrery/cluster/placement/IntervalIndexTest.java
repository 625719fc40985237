package org.orrery.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orrery.cluster.placement.IntervalIndex.Range;
import org.orrery.storage.api.ChunkInfo;

class IntervalIndexTest {

  private final IntervalIndex index = new IntervalIndex();
  private int nextId = 1;

  private Range make(long time, long interval) {
    Range range = index.cut(time, interval);
    index.add(new ChunkPlace(new ChunkInfo(nextId++, 1, range.start(), range.end(), 0), 1));
    return range;
  }

  private List<Long> ids(long low, long high) {
    return index.overlapping(low, high).stream().map(place -> place.info().chunkId()).toList();
  }

  @Test
  void chunksAreMultiplesOfTheirIntervalBelowZeroToo() {
    assertThat(make(5, 10)).isEqualTo(new Range(0, 10));
    assertThat(make(-1, 10)).isEqualTo(new Range(-10, 0));
    assertThat(make(-11, 10)).isEqualTo(new Range(-20, -10));
  }

  @Test
  void aChunkOfAnotherIntervalFitsBetweenItsNeighbours() {
    make(15, 10);
    make(45, 10);

    assertThat(make(25, 100)).isEqualTo(new Range(20, 40));
    assertThat(make(5, 100)).isEqualTo(new Range(0, 10));
    assertThat(make(60, 100)).isEqualTo(new Range(50, 100));
  }

  @Test
  void theEndsOfTheLineAreOpen() {
    assertThat(make(Long.MAX_VALUE, 1000).end()).isEqualTo(Long.MAX_VALUE);
    assertThat(make(Long.MIN_VALUE, 1000).start()).isEqualTo(Long.MIN_VALUE);
    assertThat(index.find(Long.MAX_VALUE)).isNotNull();
    assertThat(index.find(Long.MIN_VALUE)).isNotNull();
  }

  @Test
  void overlappingFindsExactlyTheChunksOfARange() {
    make(5, 10);
    make(25, 10);
    make(35, 10);

    assertThat(ids(0, 0)).containsExactly(1L);
    assertThat(ids(9, 20)).containsExactly(1L, 2L);
    assertThat(ids(10, 19)).isEmpty();
    assertThat(ids(Long.MIN_VALUE, Long.MAX_VALUE)).containsExactly(1L, 2L, 3L);
    assertThat(ids(30, 29)).isEmpty();
  }

  @Test
  void randomChunksNeverOverlapAndHoldTheTimeTheyWereMadeFor() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 2000; i++) {
      long time = random.nextLong(-5000, 5000);
      if (index.find(time) == null) {
        Range range = make(time, random.nextLong(1, 300));
        assertThat(time).isBetween(range.start(), range.end() - 1);
      }
    }
    long end = Long.MIN_VALUE;
    for (ChunkPlace place : index.all()) {
      assertThat(place.info().rangeStart()).isGreaterThanOrEqualTo(end);
      end = place.info().rangeEnd();
    }
  }
}
