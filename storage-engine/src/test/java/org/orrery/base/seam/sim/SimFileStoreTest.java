package org.orrery.base.seam.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.orrery.base.seam.DiskErrors;
import org.orrery.base.seam.FileStore.Mode;
import org.orrery.base.seam.StoredFile;

class SimFileStoreTest {

  private static final Path FILE = Path.of("file");
  private static final Path ROOT = Path.of("");

  private final SimFileStore store = new SimFileStore();

  private StoredFile durableFile(int bytes) throws IOException {
    StoredFile file = store.open(FILE, Mode.CREATE);
    file.preallocate(bytes);
    file.sync();
    store.syncDirectory(ROOT);
    return file;
  }

  @Test
  void whatWasSyncedSurvivesEveryCrash() throws IOException {
    byte[] content = new byte[2000];
    Arrays.fill(content, (byte) 9);
    StoredFile file = durableFile(0);
    file.write(0, ByteBuffer.wrap(content));
    file.sync();
    file.write(500, ByteBuffer.wrap(new byte[1000]));

    for (int seed = 0; seed < 50; seed++) {
      byte[] image = store.crash(seed).content(FILE);
      assertThat(image).hasSize(2000);
      assertThat(Arrays.copyOf(image, 500)).containsOnly(9);
      assertThat(Arrays.copyOfRange(image, 1500, 2000)).containsOnly(9);
    }
  }

  @Test
  void unsyncedWritesAreTornAtSectors() throws IOException {
    StoredFile file = durableFile(2048);
    byte[] ones = new byte[2048];
    Arrays.fill(ones, (byte) 1);
    file.write(0, ByteBuffer.wrap(ones));

    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 400; seed++) {
      byte[] image = store.crash(seed).content(FILE);
      var shape = new StringBuilder();
      for (int sector = 0; sector < 4; sector++) {
        byte first = image[sector * 512];
        assertThat(Arrays.copyOfRange(image, sector * 512, sector * 512 + 512)).containsOnly(first);
        shape.append(first);
      }
      seen.add(shape.toString());
    }
    assertThat(seen).hasSize(16);
  }

  @Test
  void namesWithoutADirectorySyncAreKeptOrLost() throws IOException {
    durableFile(10).close();
    store.rename(FILE, Path.of("renamed"));

    Set<Object> seen = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      seen.add(store.crash(seed).list(ROOT).toString());
    }
    assertThat(seen).containsExactlyInAnyOrder("[file]", "[renamed]");
    store.syncDirectory(ROOT);
    assertThat(store.crash(0).list(ROOT)).containsExactly(Path.of("renamed"));
  }

  @Test
  void preallocatedBytesCannotMeetAFullDisk() throws IOException {
    StoredFile file = durableFile(1000);
    store.setVolumeBytes(1000);

    file.write(0, ByteBuffer.allocate(1000));

    assertThatThrownBy(() -> file.write(1000, ByteBuffer.allocate(1)))
        .isInstanceOfSatisfying(
            IOException.class, e -> assertThat(DiskErrors.isDiskFull(e)).isTrue());
  }

  @Test
  void aPlannedFaultStrikesOnce() throws IOException {
    var faulty =
        new FaultyFileStore(
            store, FaultPlan.of(1, FaultPlan.Kind.SHORT_WRITE, FaultPlan.Operation.WRITE));
    StoredFile file = faulty.open(FILE, Mode.CREATE);

    assertThatThrownBy(() -> file.write(0, ByteBuffer.allocate(100)))
        .isInstanceOf(IOException.class);
    assertThat(file.length()).isEqualTo(50);
    file.write(0, ByteBuffer.allocate(100));
    faulty.setPlan(FaultPlan.stopAt(faulty.calls() + 1));
    assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
    assertThatThrownBy(file::length).isInstanceOf(IOException.class);
  }
}
