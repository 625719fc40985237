package org.orrery.pgwire.spi;

import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.type.FormatSettings;

/**
 * Where a session puts results. Every method blocks while the client does not read, so that results
 * never pile up in memory; a lost client ends it with {@code 08006}.
 */
public interface ResultSink {

  /**
   * Begins a row set. In the simple protocol it sends RowDescription; in the extended one it only
   * fixes the formats, since the client asks with Describe.
   */
  void beginRows(List<ColumnDescription> columns);

  /** Sends the selected rows of a batch; columns as in {@link #beginRows}. */
  void rows(Batch batch, FormatSettings settings);

  /** Ends a statement with its command tag, such as {@code SELECT 3}. */
  void commandComplete(String tag);

  /** Ends an empty statement. */
  void emptyQuery();

  /** Ends an Execute that reached its row limit with rows left. */
  void portalSuspended();

  /**
   * Begins COPY FROM STDIN.
   *
   * @param isBinary overall format
   * @param columnCount columns to announce
   */
  CopyInput copyIn(boolean isBinary, int columnCount);

  /** Begins COPY TO STDOUT. */
  CopyOutput copyOut(boolean isBinary, int columnCount);

  /** The client's data of a COPY FROM STDIN. */
  interface CopyInput {

    /**
     * The next piece of data as the client cut it (any length, no row alignment); null at CopyDone.
     * The array is the callee's to keep until the next call.
     *
     * @throws org.orrery.base.error.OrreryException {@code 57014} on CopyFail, {@code 08P01} on any
     *     other message
     */
    byte @org.jspecify.annotations.Nullable [] next();
  }

  /** Data to the client of a COPY TO STDOUT. */
  interface CopyOutput {

    /** Sends one row (or header, or trailer) as it shall stand in CopyData. */
    void write(byte[] bytes, int offset, int length);

    /** Sends CopyDone. */
    void finish();
  }
}
