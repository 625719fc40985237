package org.orrery.storage.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.base.seam.sim.SimFileStore;

/** Manifests of other builds are told from damaged ones. */
class ManifestVersionTest {

  private static final Path PATH = Path.of("shard");
  private static final int HEADER_BYTES = 16;
  private static final int RECORD_BYTES = 24;

  private final SimFileStore files = new SimFileStore();

  private byte[] content() throws IOException {
    try (StoredFile file = files.open(PATH, FileStore.Mode.READ)) {
      ByteBuffer all = ByteBuffer.allocate((int) file.length());
      while (all.hasRemaining() && file.read(all.position(), all) > 0) {}
      return all.array();
    }
  }

  private void write(byte[] content) throws IOException {
    try (StoredFile file = files.open(PATH, FileStore.Mode.WRITE)) {
      file.write(0, ByteBuffer.wrap(content));
    }
  }

  /** The same first record with another version and a right checksum. */
  private static byte[] withVersion(byte[] content, int version) {
    ByteBuffer bytes = ByteBuffer.wrap(content.clone()).putInt(17, version);
    var crc = new CRC32C();
    crc.update(bytes.array(), 4, 4);
    crc.update(bytes.array(), 16, 5);
    return bytes.putInt(8, (int) crc.getValue()).array();
  }

  private void assertRefuses(int version) {
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> Manifest.open(files, PATH), () -> Manifest.read(files, PATH))) {
      assertThatThrownBy(use)
          .isInstanceOfSatisfying(
              OrreryException.class,
              e -> assertThat(e.state()).isEqualTo(SqlState.FEATURE_NOT_SUPPORTED))
          .hasMessage(
              "manifest has format version %d, this build reads version %d",
              version, Manifest.VERSION);
    }
  }

  @Test
  void anotherVersionIsNamedAndNotCalledDamage() throws IOException {
    Manifest.open(files, PATH).close();
    write(withVersion(content(), Manifest.VERSION));
    Manifest.open(files, PATH).close();
    write(withVersion(content(), 77));

    assertRefuses(77);
  }

  @Test
  void aFileFromBeforeVersionsIsNamedAndNotCalledDamage() throws IOException {
    try (Manifest manifest = Manifest.open(files, PATH)) {
      manifest.append(List.of(new ManifestEdit.DropChunk(5)));
    }
    byte[] now = content();
    files.delete(PATH);
    try (StoredFile file = files.open(PATH, FileStore.Mode.CREATE)) {
      file.write(0, ByteBuffer.wrap(now, RECORD_BYTES, now.length - RECORD_BYTES));
    }

    assertRefuses(1);
  }

  @Test
  void aDamagedFirstRecordIsDamage() throws IOException {
    Manifest.open(files, PATH).close();
    byte[] content = content();
    content[HEADER_BYTES]++;
    write(content);

    assertThatThrownBy(() -> Manifest.open(files, PATH))
        .isInstanceOfSatisfying(
            OrreryException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED));
  }
}
