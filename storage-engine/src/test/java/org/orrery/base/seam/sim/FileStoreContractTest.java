package org.orrery.base.seam.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.FileStore.Mode;
import org.orrery.base.seam.StoredFile;
import org.orrery.base.seam.system.SystemFileStore;

/** The simulated store answers as the machine's does. */
class FileStoreContractTest {

  @TempDir static Path root;

  private static final Path DIRECTORY = Path.of("a/b");
  private static final Path FILE = DIRECTORY.resolve("file");

  static Stream<FileStore> stores() throws IOException {
    return Stream.of(
        SystemFileStore.at(root.resolve(Long.toString(System.nanoTime()))),
        new SimFileStore(),
        new FaultyFileStore(new SimFileStore(), FaultPlan.NONE));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aFileHoldsWhatWasWritten(FileStore store) throws IOException {
    store.createDirectories(DIRECTORY);
    try (StoredFile file = store.open(FILE, Mode.CREATE);
        Arena arena = Arena.ofConfined()) {
      file.preallocate(16);
      file.write(4, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      file.sync();
      store.syncDirectory(DIRECTORY);

      ByteBuffer target = ByteBuffer.allocate(32);
      assertThat(file.read(4, target)).isEqualTo(12);
      assertThat(file.read(16, target)).isEqualTo(-1);
      assertThat(target.get(2)).isEqualTo((byte) 3);
      assertThat(file.length()).isEqualTo(16);
      assertThat(file.map(arena).get(ValueLayout.JAVA_BYTE, 5)).isEqualTo((byte) 2);
    }
    assertThat(store.list(DIRECTORY)).containsExactly(Path.of("file"));
    assertThat(store.freeBytes()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void namesAreTakenReplacedAndRemoved(FileStore store) throws IOException {
    store.createDirectories(DIRECTORY);
    store.open(FILE, Mode.CREATE).close();
    Path other = DIRECTORY.resolve("other");
    store.open(other, Mode.CREATE).close();

    assertThatThrownBy(() -> store.open(FILE, Mode.CREATE))
        .isInstanceOf(FileAlreadyExistsException.class);
    store.rename(FILE, other);
    assertThatThrownBy(() -> store.open(FILE, Mode.READ)).isInstanceOf(NoSuchFileException.class);
    assertThat(store.delete(other)).isTrue();
    assertThat(store.delete(other)).isFalse();
    assertThat(store.list(DIRECTORY)).isEmpty();
    assertThat(store.list(Path.of("missing"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aLockHasOneHolder(FileStore store) throws Exception {
    Path lock = Path.of("LOCK");
    AutoCloseable held = store.lock(lock);

    assertThatThrownBy(() -> store.lock(lock)).isInstanceOf(IOException.class);
    held.close();
    store.lock(lock).close();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void anInterruptDoesNotCloseTheFile(FileStore store) throws IOException {
    try (StoredFile file = store.open(Path.of("file"), Mode.CREATE)) {
      Thread.currentThread().interrupt();

      file.write(0, ByteBuffer.wrap(new byte[] {7}));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.length()).isEqualTo(1);
    }
  }
}
