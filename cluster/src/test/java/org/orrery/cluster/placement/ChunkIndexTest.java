package org.orrery.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.Slice;

class ChunkIndexTest {

  private final ChunkIndex index = new ChunkIndex();
  private int nextId = 1;

  private Slice make(long time, long interval) {
    Slice range = index.cut(time, interval);
    index.add(new ChunkPlace(new ChunkInfo(nextId++, 1, range.start(), range.end(), 0), 1));
    return range;
  }

  private List<Long> ids(long low, long high) {
    return index.overlapping(low, high).stream().map(place -> place.info().chunkId()).toList();
  }

  @Test
  void chunksAreMultiplesOfTheirIntervalBelowZeroToo() {
    assertThat(make(5, 10)).isEqualTo(Slice.ofTime(0, 10));
    assertThat(make(-1, 10)).isEqualTo(Slice.ofTime(-10, 0));
    assertThat(make(-11, 10)).isEqualTo(Slice.ofTime(-20, -10));
  }

  @Test
  void aChunkOfAnotherIntervalFitsBetweenItsNeighbours() {
    make(15, 10);
    make(45, 10);

    assertThat(make(25, 100)).isEqualTo(Slice.ofTime(20, 40));
    assertThat(make(5, 100)).isEqualTo(Slice.ofTime(0, 10));
    assertThat(make(60, 100)).isEqualTo(Slice.ofTime(50, 100));
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
        Slice range = make(time, random.nextLong(1, 300));
        assertThat(time).isBetween(range.start(), range.end() - 1);
      }
    }
    long end = Long.MIN_VALUE;
    for (ChunkPlace place : index.all()) {
      assertThat(place.info().rangeStart()).isGreaterThanOrEqualTo(end);
      end = place.info().rangeEnd();
    }
  }

  private static Point at(long coordinate) {
    return new Point(new long[] {7}, new long[] {coordinate});
  }

  private ChunkPlace place(long time, long coordinate, Slice... wanted) {
    Slice range = index.cut(time, 10);
    var info = new ChunkInfo(nextId++, 1, range.start(), range.end(), 0);
    var place = new ChunkPlace(info, 1, index.cut(time, at(coordinate), List.of(wanted)));
    index.add(place);
    return place;
  }

  @Test
  void chunksOfOneTimeShareItsRangeWhateverTheIntervalIsNow() {
    place(5, 1, new Slice(7, Long.MIN_VALUE, 100));

    assertThat(index.find(5, at(150))).isNull();
    assertThat(index.cut(5, 3)).isEqualTo(Slice.ofTime(0, 10));
    ChunkPlace second = place(5, 150, new Slice(7, 100, Long.MAX_VALUE));
    assertThat(index.find(7, at(200))).isEqualTo(second);
    assertThat(ids(0, 9)).containsExactly(1L, 2L);
  }

  @Test
  void aSliceIsCutWhereAnotherCountOfPartitionsHasLeftChunks() {
    place(5, 60, new Slice(7, 50, 100));

    assertThat(place(5, 20, new Slice(7, Long.MIN_VALUE, 80)).slices())
        .containsExactly(new Slice(7, Long.MIN_VALUE, 50));
    assertThat(place(5, 120, new Slice(7, 80, Long.MAX_VALUE)).slices())
        .containsExactly(new Slice(7, 100, Long.MAX_VALUE));
  }

  @Test
  void aChunkOlderThanADimensionHoldsAllOfIt() {
    place(5, 0);

    assertThat(index.find(5, at(77))).isNotNull();
    assertThat(index.find(15, at(77))).isNull();
  }

  @Test
  void removingTheLastChunkOfARangeFreesIt() {
    ChunkPlace first = place(5, 1, new Slice(7, Long.MIN_VALUE, 100));
    ChunkPlace second = place(5, 150, new Slice(7, 100, Long.MAX_VALUE));

    index.remove(first);
    assertThat(index.cut(5, 3)).isEqualTo(Slice.ofTime(0, 10));
    index.remove(second);

    assertThat(index.cut(5, 3)).isEqualTo(Slice.ofTime(3, 6));
    assertThat(index.count()).isZero();
  }
}
