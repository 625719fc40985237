package org.orrery.sql.copy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.UtilityStatement.Copy;

/**
 * Reads bytes as the data of a COPY FROM; the first byte says in which format, the second in pieces
 * of which size they arrive.
 */
public final class CopyFuzz {

  private static final List<SqlType> TYPES =
      List.of(
          BuiltinTypes.INT4,
          BuiltinTypes.TEXT,
          BuiltinTypes.TIMESTAMPTZ,
          BuiltinTypes.NUMERIC,
          BuiltinTypes.BYTEA);

  private static final List<String> OPTIONS =
      List.of(
          "(format text)",
          "(format csv)",
          "(format binary)",
          "(format csv, header match, quote '''', escape '!', null 'x', force_null (c1, c3))",
          "(format text, delimiter '|', null '', header)");

  private CopyFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (input.length < 2) {
      return;
    }
    var copy =
        (Copy)
            PgParser.parse("COPY t FROM STDIN " + OPTIONS.get((input[0] & 0xff) % OPTIONS.size()))
                .getFirst()
                .statement();
    CopyOptions options = CopyOptions.read(copy.options(), true);
    int pieceBytes = 1 + (input[1] & 0xff);
    List<CopyColumn> columns = new ArrayList<>();
    for (SqlType type : TYPES) {
      columns.add(new CopyColumn("c" + columns.size(), type, -1, FormatSettings.DEFAULT));
    }
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 2; at < input.length; at += pieceBytes) {
      pieces.add(Arrays.copyOfRange(input, at, Math.min(input.length, at + pieceBytes)));
    }
    Iterator<byte[]> next = pieces.iterator();
    var buffer = new CopyBuffer(() -> next.hasNext() ? next.next() : null);
    Fuzzer.attempt(
        () -> {
          CopyReader reader =
              switch (options.format()) {
                case TEXT -> new CopyTextReader("t", columns, buffer, options);
                case CSV -> new CopyCsvReader("t", columns, buffer, options);
                case BINARY -> new CopyBinaryReader("t", columns, buffer);
              };
          while (reader.read()) {
            reader.contextOfRow(0);
          }
        });
  }
}
