package org.orrery.base.seam;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells apart the errors of a {@link FileStore} that callers treat differently. */
public final class DiskErrors {

  private DiskErrors() {}

  /** Message of the {@link IOException}s that every {@link FileStore} throws on a full volume. */
  public static final String DISK_FULL = "No space left on device";

  /**
   * Whether {@code error} means that the volume (or the quota on it) is full. The JDK has no type
   * for this, only {@code strerror}'s text for ENOSPC or EDQUOT.
   */
  public static boolean isDiskFull(IOException error) {
    return names(error.getMessage())
        || (error instanceof FileSystemException full && names(full.getReason()));
  }

  private static boolean names(@Nullable String text) {
    if (text == null) {
      return false;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("no space left on device") || lower.contains("disk quota exceeded");
  }
}
