package org.orrery.sql.copy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;

/**
 * COPY's csv format. A value in quotes may hold delimiters and line ends; the null text counts only
 * outside of quotes, unless FORCE_NULL says otherwise.
 */
final class CopyCsvReader extends CopyReader {

  private static final int INCOMPLETE = -1;

  private final CopyOptions options;
  private final byte delimiter;
  private final byte quote;
  private final byte escape;
  private final boolean[] forceNotNull;
  private final boolean[] forceNull;
  private final ByteSink scratch = new ByteSink(256);
  private int position;
  private boolean wasQuoted;
  private boolean inQuotes;
  private boolean isDone;
  private boolean isHeaderRead;
  private int contentEnd;
  private long linesInside;

  CopyCsvReader(
      String tableName, List<CopyColumn> columns, CopyBuffer buffer, CopyOptions options) {
    super(tableName, columns, buffer);
    this.options = options;
    this.delimiter = options.delimiter();
    this.quote = options.quote();
    this.escape = options.escape();
    this.forceNotNull = new boolean[columns.size()];
    this.forceNull = new boolean[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      forceNotNull[i] = options.forceNotNull().contains(columns.get(i).name());
      forceNull[i] = options.forceNull().contains(columns.get(i).name());
    }
  }

  @Override
  void startBatch() {
    buffer.keepFrom(position);
  }

  @Override
  boolean readRow() {
    if (!isHeaderRead) {
      isHeaderRead = true;
      if (options.header() != CopyOptions.Header.NONE && !readHeader()) {
        return false;
      }
    }
    return nextRow(null);
  }

  private boolean readHeader() {
    var names = new ArrayList<String>();
    if (!nextRow(names)) {
      return false;
    }
    if (options.header() == CopyOptions.Header.MATCHED) {
      HeaderMatch.check(names, columns, contextOfRow(rowCount));
    }
    return true;
  }

  /** Reads a row into the columns, or its values into {@code names} when that is given. */
  private boolean nextRow(@org.jspecify.annotations.Nullable List<String> names) {
    if (isDone) {
      return false;
    }
    line++;
    while (true) {
      if (position == buffer.limit() && buffer.isEnd()) {
        return false;
      }
      linesInside = 0;
      if (names != null) {
        names.clear();
      }
      int next = scanRow(position, names);
      if (next != INCOMPLETE) {
        if (isDone) {
          return false;
        }
        place(position, contentEnd);
        line += linesInside;
        position = next;
        return true;
      }
      int moved = buffer.more();
      position -= moved;
      moved(moved);
    }
  }

  private int scanRow(int start, @org.jspecify.annotations.Nullable List<String> names) {
    byte[] data = buffer.data();
    int limit = buffer.limit();
    int at = start;
    int column = 0;
    while (true) {
      int fieldStart = at;
      at = scanField(data, at, limit);
      if (at == INCOMPLETE) {
        return INCOMPLETE;
      }
      if (at >= limit && !buffer.isEnd()) {
        return INCOMPLETE;
      }
      if (inQuotes) {
        throw badFormat("unterminated CSV quoted field").withContext(contextOfLine(start, limit));
      }
      boolean isLineEnd = at >= limit || data[at] != delimiter;
      boolean isCutReturn = isLineEnd && at + 1 == limit && data[at] == '\r' && !buffer.isEnd();
      if (isCutReturn) {
        return INCOMPLETE;
      }
      boolean isMarker =
          isLineEnd
              && column == 0
              && at - fieldStart == 2
              && data[fieldStart] == '\\'
              && data[fieldStart + 1] == '.';
      if (isMarker) {
        isDone = true;
        buffer.drain();
        return at;
      }
      if (names != null) {
        names.add(new String(scratch.toByteArray(), StandardCharsets.UTF_8));
      } else {
        value(column, wasQuoted, start, at);
      }
      column++;
      if (isLineEnd) {
        contentEnd = at;
        if (names == null && column < columns.size()) {
          throw badFormat("missing data for column \"" + columns.get(column).name() + "\"")
              .withContext(contextOfLine(start, at));
        }
        return afterLineEnd(data, at, limit);
      }
      at++;
    }
  }

  /**
   * Reads one field into the scratch; returns where it ends, or {@link #INCOMPLETE} when an escape
   * character is the last byte there is. Sets {@link #wasQuoted} and {@link #inQuotes}.
   */
  private int scanField(byte[] data, int start, int limit) {
    wasQuoted = false;
    inQuotes = false;
    scratch.truncate(0);
    int at = start;
    while (at < limit) {
      int c = data[at];
      if (inQuotes) {
        if (c == escape && at + 1 < limit && (data[at + 1] == quote || data[at + 1] == escape)) {
          scratch.writeByte(data[at + 1]);
          at += 2;
          continue;
        }
        if (c == escape && at + 1 == limit && !buffer.isEnd()) {
          return INCOMPLETE;
        }
        if (c == quote) {
          inQuotes = false;
        } else {
          linesInside += c == '\n' ? 1 : 0;
          scratch.writeByte(c);
        }
      } else if (c == quote) {
        inQuotes = true;
        wasQuoted = true;
      } else if (c == delimiter || c == '\n' || c == '\r') {
        break;
      } else {
        scratch.writeByte(c);
      }
      at++;
    }
    return at;
  }

  private static int afterLineEnd(byte[] data, int at, int limit) {
    if (at >= limit) {
      return at;
    }
    boolean isPair = data[at] == '\r' && at + 1 < limit && data[at + 1] == '\n';
    return at + (isPair ? 2 : 1);
  }

  private void value(int index, boolean wasQuoted, int rowStart, int at) {
    if (index >= columns.size()) {
      int end = at;
      while (end < buffer.limit() && buffer.data()[end] != '\n' && buffer.data()[end] != '\r') {
        end++;
      }
      throw badFormat("extra data after last expected column")
          .withContext(contextOfLine(rowStart, end));
    }
    CopyColumn column = columns.get(index);
    byte[] nullText = options.nullText();
    int length = scratch.length();
    boolean isNullText =
        length == nullText.length && Arrays.equals(scratch.array(), 0, length, nullText, 0, length);
    boolean isNull = isNullText && (wasQuoted ? forceNull[index] : !forceNotNull[index]);
    if (isNull) {
      column.setNull(rowCount);
      return;
    }
    try {
      column.parse(scratch.array(), 0, length, isAscii(), rowCount);
    } catch (OrreryException e) {
      throw atColumn(e, column, scratch.array(), 0, length);
    }
  }

  private boolean isAscii() {
    byte[] bytes = scratch.array();
    int low = 1;
    for (int i = 0; i < scratch.length(); i++) {
      low = Math.min(low, bytes[i]);
    }
    return low > 0;
  }
}
