package org.orrery.storage.segment;

import java.io.IOException;
import java.util.UUID;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.DiskErrors;

/** Errors of segment files. */
final class SegmentErrors {

  private SegmentErrors() {}

  static OrreryException corrupted(UUID segmentId, String what) {
    return OrreryException.of(
        SqlState.DATA_CORRUPTED, "segment %s is corrupted: %s", segmentId, what);
  }

  /** For damage so early in the file that its id is unknown. */
  static OrreryException notASegment(String what) {
    return OrreryException.of(SqlState.DATA_CORRUPTED, "segment file is corrupted: %s", what);
  }

  static OrreryException ioError(String action, IOException cause) {
    SqlState state = DiskErrors.isDiskFull(cause) ? SqlState.DISK_FULL : SqlState.IO_ERROR;
    return OrreryException.of(state, "could not %s segment file", action).causedBy(cause);
  }
}
