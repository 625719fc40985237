package org.orrery.sql.session;

import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.type.FormatSettings;

/** Where a session puts results. Every method blocks while the client does not read. */
public interface ResultReceiver {

  /** Begins a row set; a simple query's client is told of the columns. */
  void beginRows(List<ResultColumn> columns);

  /** Sends the selected rows of a batch; columns as in {@link #beginRows}. */
  void rows(Batch batch, FormatSettings settings);

  /** Ends a statement with its command tag. */
  void commandComplete(String tag);

  /** Ends an empty statement. */
  void emptyQuery();

  /** Ends an execution that reached its row limit with rows left. */
  void portalSuspended();

  /** Begins COPY FROM STDIN of {@code columnCount} columns. */
  CopySource copyIn(boolean isBinary, int columnCount);

  /** Begins COPY TO STDOUT of {@code columnCount} columns. */
  CopyTarget copyOut(boolean isBinary, int columnCount);

  /** The client's data of a COPY FROM STDIN. */
  interface CopySource {

    /**
     * The next piece of data, of any length, not aligned to rows; null at the end. The array is the
     * caller's until the next call.
     */
    byte @org.jspecify.annotations.Nullable [] next();
  }

  /** Data to the client of a COPY TO STDOUT. */
  interface CopyTarget {

    /** Sends one row, header or trailer. */
    void write(byte[] bytes, int offset, int length);

    /** Ends the data. */
    void finish();
  }
}
