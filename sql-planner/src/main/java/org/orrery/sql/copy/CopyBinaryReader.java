package org.orrery.sql.copy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.orrery.base.error.OrreryException;

/**
 * COPY's binary format: an 11-byte signature, int32 flags, int32 length of an extension; per row
 * int16 number of fields, per field int32 length (-1 for NULL) and the value; int16 -1 at the end.
 */
final class CopyBinaryReader extends CopyReader {

  static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final int CRITICAL_FLAGS = 0xffff_0000;

  private int position;
  private boolean isHeaderRead;
  private boolean isDone;

  CopyBinaryReader(String tableName, List<CopyColumn> columns, CopyBuffer buffer) {
    super(tableName, columns, buffer);
  }

  @Override
  void startBatch() {
    buffer.keepFrom(position);
  }

  /** Makes sure that {@code count} more bytes are there; false at the end of the data. */
  private boolean need(int count) {
    while (buffer.limit() - position < count) {
      if (buffer.isEnd()) {
        return false;
      }
      int moved = buffer.more();
      position -= moved;
      moved(moved);
    }
    return true;
  }

  private int readInt() {
    byte[] data = buffer.data();
    int value =
        data[position] << 24
            | (data[position + 1] & 0xff) << 16
            | (data[position + 2] & 0xff) << 8
            | (data[position + 3] & 0xff);
    position += 4;
    return value;
  }

  private void readHeader() {
    if (!need(SIGNATURE.length)
        || !Arrays.equals(
            buffer.data(), position, position + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw badFormat("COPY file signature not recognized");
    }
    position += SIGNATURE.length;
    if (!need(4)) {
      throw badFormat("invalid COPY file header (missing flags)");
    }
    if ((readInt() & CRITICAL_FLAGS) != 0) {
      throw badFormat("unrecognized critical flags in COPY file header");
    }
    if (!need(4)) {
      throw badFormat("invalid COPY file header (missing length)");
    }
    int extension = readInt();
    if (extension < 0 || !need(extension)) {
      throw badFormat("invalid COPY file header (wrong length)");
    }
    position += extension;
  }

  @Override
  boolean readRow() {
    if (!isHeaderRead) {
      readHeader();
      isHeaderRead = true;
    }
    if (isDone) {
      return false;
    }
    line++;
    if (!need(2)) {
      isDone = true;
      return false;
    }
    int fields = (short) (buffer.data()[position] << 8 | (buffer.data()[position + 1] & 0xff));
    position += 2;
    if (fields == -1) {
      isDone = true;
      if (need(1)) {
        throw atLine(badFormat("received copy data after EOF marker"));
      }
      return false;
    }
    if (fields != columns.size()) {
      throw atLine(badFormat("row field count is " + fields + ", expected " + columns.size()));
    }
    for (CopyColumn column : columns) {
      readField(column);
    }
    place(position, position);
    return true;
  }

  private void readField(CopyColumn column) {
    if (!need(4)) {
      throw atField(badFormat("unexpected EOF in COPY data"), column);
    }
    int length = readInt();
    if (length == -1) {
      column.setNull(rowCount);
      return;
    }
    if (length < 0) {
      throw atField(badFormat("invalid field size"), column);
    }
    if (!need(length)) {
      throw atField(badFormat("unexpected EOF in COPY data"), column);
    }
    try {
      column.parseBinary(buffer.data(), position, length, rowCount);
    } catch (OrreryException e) {
      throw atField(e, column);
    }
    position += length;
  }

  private OrreryException atLine(OrreryException error) {
    return error.withContext("COPY " + tableName + ", line " + line);
  }

  private OrreryException atField(OrreryException error, CopyColumn column) {
    return error.withContext("COPY " + tableName + ", line " + line + ", column " + column.name());
  }

  @Override
  String contextOfRow(int row) {
    return "COPY " + tableName + ", line " + (line - rowCount + row + 1);
  }
}
