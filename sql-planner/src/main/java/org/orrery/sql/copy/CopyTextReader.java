package org.orrery.sql.copy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.data.ByteSink;

/**
 * COPY's text format: values between delimiters, lines ended by newline, carriage return or both
 * (all lines as the first), backslash escapes.
 *
 * <p>A row is scanned once; when the bytes end within it, it is scanned again with more.
 */
final class CopyTextReader extends CopyReader {

  private static final int INCOMPLETE = -1;

  /** How lines end, as the first one shows. */
  enum LineEnd {
    UNKNOWN,
    NEWLINE,
    RETURN,
    RETURN_NEWLINE
  }

  private final byte delimiter;
  private final byte[] nullText;
  private final CopyOptions.Header header;
  private final ByteSink scratch = new ByteSink(256);
  private final int width;
  private LineEnd lineEnd = LineEnd.UNKNOWN;
  private int position;
  private boolean isDone;
  private boolean isHeaderRead;

  /** End of the row's content, before its line end. */
  private int contentEnd;

  CopyTextReader(
      String tableName, List<CopyColumn> columns, CopyBuffer buffer, CopyOptions options) {
    super(tableName, columns, buffer);
    this.delimiter = options.delimiter();
    this.nullText = options.nullText();
    this.header = options.header();
    this.width = columns.size();
  }

  @Override
  void startBatch() {
    buffer.keepFrom(position);
  }

  @Override
  boolean readRow() {
    if (!isHeaderRead) {
      isHeaderRead = true;
      if (header != CopyOptions.Header.NONE) {
        readHeader();
      }
    }
    if (isDone) {
      return false;
    }
    line++;
    while (true) {
      if (position == buffer.limit() && buffer.isEnd()) {
        return false;
      }
      int next = scanRow(position);
      if (next != INCOMPLETE) {
        if (isDone) {
          return false;
        }
        place(position, contentEnd);
        position = next;
        return true;
      }
      more();
    }
  }

  private void more() {
    int moved = buffer.more();
    position -= moved;
    moved(moved);
  }

  /** Scans the row at {@code start} into the columns; the place after it, or INCOMPLETE. */
  private int scanRow(int start) {
    byte[] data = buffer.data();
    int limit = buffer.limit();
    int at = start;
    int column = 0;
    while (true) {
      int fieldStart = at;
      boolean hasEscape = false;
      int low = Byte.MAX_VALUE;
      int c = 0;
      while (at < limit) {
        c = data[at];
        if (c == delimiter || c == '\n' || c == '\r') {
          break;
        }
        low = Math.min(low, c);
        if (c == '\\') {
          hasEscape = true;
          at++;
        }
        at++;
      }
      if (at >= limit && !buffer.isEnd()) {
        return INCOMPLETE;
      }
      boolean isEnd = at >= limit;
      at = Math.min(at, limit);
      boolean isLineEnd = isEnd || c != delimiter;
      int next = isLineEnd && !isEnd ? lineEndAt(data, at, limit, start) : at;
      if (next == INCOMPLETE) {
        return INCOMPLETE;
      }
      if (isLineEnd && column == 0 && isEndMarker(data, fieldStart, at)) {
        isDone = true;
        buffer.drain();
        return next;
      }
      if (column >= width && !(width == 0 && isLineEnd && at == fieldStart)) {
        throw lineError(badFormat("extra data after last expected column"), start, limit);
      }
      if (column < width) {
        value(columns.get(column), data, fieldStart, at, hasEscape, low > 0);
      }
      column++;
      if (isLineEnd) {
        contentEnd = at;
        if (column < width) {
          throw lineError(
              badFormat("missing data for column \"" + columns.get(column).name() + "\""),
              start,
              limit);
        }
        return next;
      }
      at++;
    }
  }

  private static boolean isEndMarker(byte[] data, int start, int end) {
    return end - start == 2 && data[start] == '\\' && data[start + 1] == '.';
  }

  /** Place after the line end at {@code at}, or INCOMPLETE. */
  private int lineEndAt(byte[] data, int at, int limit, int rowStart) {
    if (data[at] == '\n') {
      if (lineEnd == LineEnd.RETURN || lineEnd == LineEnd.RETURN_NEWLINE) {
        throw lineError(
            badFormat("literal newline found in data")
                .withHint("Use \"\\n\" to represent newline."),
            rowStart,
            limit);
      }
      lineEnd = LineEnd.NEWLINE;
      return at + 1;
    }
    if (lineEnd == LineEnd.NEWLINE) {
      throw lineError(
          badFormat("literal carriage return found in data")
              .withHint("Use \"\\r\" to represent carriage return."),
          rowStart,
          limit);
    }
    if (lineEnd == LineEnd.RETURN) {
      return at + 1;
    }
    if (at + 1 == limit && !buffer.isEnd()) {
      return INCOMPLETE;
    }
    boolean isPair = at + 1 < limit && data[at + 1] == '\n';
    if (lineEnd == LineEnd.RETURN_NEWLINE && !isPair) {
      throw lineError(
          badFormat("literal carriage return found in data")
              .withHint("Use \"\\r\" to represent carriage return."),
          rowStart,
          limit);
    }
    lineEnd = isPair ? LineEnd.RETURN_NEWLINE : LineEnd.RETURN;
    return at + (isPair ? 2 : 1);
  }

  /** An error with the whole line as its context. */
  private OrreryException lineError(OrreryException error, int start, int limit) {
    byte[] data = buffer.data();
    int end = start;
    while (end < limit && data[end] != '\n' && data[end] != '\r') {
      end++;
    }
    return error.withContext(contextOfLine(start, end));
  }

  private void value(
      CopyColumn column, byte[] data, int start, int end, boolean hasEscape, boolean isAscii) {
    if (end - start == nullText.length
        && Arrays.equals(data, start, end, nullText, 0, nullText.length)) {
      column.setNull(rowCount);
      return;
    }
    byte[] bytes = data;
    int offset = start;
    int length = end - start;
    boolean isPlain = isAscii;
    if (hasEscape) {
      scratch.truncate(0);
      unescape(data, start, end);
      bytes = scratch.array();
      offset = 0;
      length = scratch.length();
      isPlain = false;
    }
    try {
      column.parse(bytes, offset, length, isPlain, rowCount);
    } catch (OrreryException e) {
      throw atColumn(e, column, bytes, offset, length);
    }
  }

  private void unescape(byte[] data, int start, int end) {
    int at = start;
    while (at < end) {
      int c = data[at++];
      if (c != '\\' || at == end) {
        scratch.writeByte(c);
        continue;
      }
      c = data[at++];
      switch (c) {
        case 'b' -> scratch.writeByte('\b');
        case 'f' -> scratch.writeByte('\f');
        case 'n' -> scratch.writeByte('\n');
        case 'r' -> scratch.writeByte('\r');
        case 't' -> scratch.writeByte('\t');
        case 'v' -> scratch.writeByte(0x0b);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> at = octal(data, at - 1, end);
        case 'x' -> at = hex(data, at, end);
        default -> scratch.writeByte(c);
      }
    }
  }

  private int octal(byte[] data, int from, int end) {
    int at = from;
    int value = 0;
    while (at < end && at < from + 3 && data[at] >= '0' && data[at] <= '7') {
      value = value * 8 + data[at++] - '0';
    }
    scratch.writeByte(value);
    return at;
  }

  private int hex(byte[] data, int from, int end) {
    int at = from;
    int value = 0;
    while (at < end && at < from + 2 && Character.digit(data[at], 16) >= 0) {
      value = value * 16 + Character.digit(data[at++], 16);
    }
    scratch.writeByte(at == from ? 'x' : value);
    return at;
  }

  /** Skips the first line, or compares its names with the columns'. */
  private void readHeader() {
    line = 1;
    int end = position;
    while (true) {
      while (end < buffer.limit() && buffer.data()[end] != '\n' && buffer.data()[end] != '\r') {
        end++;
      }
      boolean isCut = end >= buffer.limit() - 1 && !buffer.isEnd();
      if (!isCut) {
        break;
      }
      end -= position;
      more();
      end += position;
    }
    int start = position;
    position = end < buffer.limit() ? lineEndAt(buffer.data(), end, buffer.limit(), start) : end;
    if (header == CopyOptions.Header.MATCHED) {
      matchHeader(start, end);
    }
  }

  private void matchHeader(int start, int end) {
    var names = new ArrayList<String>();
    scratch.truncate(0);
    int fieldStart = start;
    for (int at = start; at <= end; at++) {
      if (at == end || buffer.data()[at] == delimiter) {
        scratch.truncate(0);
        unescape(buffer.data(), fieldStart, at);
        names.add(new String(scratch.toByteArray(), StandardCharsets.UTF_8));
        fieldStart = at + 1;
      }
    }
    HeaderMatch.check(names, columns, contextOfLine(start, end));
  }
}
