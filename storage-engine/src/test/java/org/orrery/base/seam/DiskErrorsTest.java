package org.orrery.base.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class DiskErrorsTest {

  @Test
  void aFullVolumeAndAFullQuotaAreTold() {
    assertThat(DiskErrors.isDiskFull(new IOException(DiskErrors.DISK_FULL))).isTrue();
    assertThat(DiskErrors.isDiskFull(new IOException("Disk quota exceeded"))).isTrue();
    assertThat(
            DiskErrors.isDiskFull(new FileSystemException("file", null, "No space left on device")))
        .isTrue();
  }

  @Test
  void otherErrorsAreNot() {
    assertThat(DiskErrors.isDiskFull(new IOException("Input/output error"))).isFalse();
    assertThat(DiskErrors.isDiskFull(new IOException())).isFalse();
  }
}
