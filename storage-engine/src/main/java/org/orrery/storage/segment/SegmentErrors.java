package org.orrery.storage.segment;

import java.io.IOException;
import java.util.UUID;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

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
    return OrreryException.of(SqlState.IO_ERROR, "could not %s segment file", action)
        .causedBy(cause);
  }
}
