package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;

/**
 * The character types: any text, limited to n characters for varchar(n), padded to n for bpchar(n),
 * cut to 63 bytes for name.
 */
final class TextCodec implements TypeCodec {

  /** What a declared length means. */
  enum Rule {
    /** Any text. */
    UNLIMITED,
    /** varchar(n). */
    LIMITED,
    /** bpchar(n). */
    PADDED,
    /** name. */
    NAME
  }

  private final Rule rule;

  TextCodec(Rule rule) {
    this.rule = rule;
  }

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    store(text, offset, length, typmod, (BytesVector) target, row);
  }

  private void store(byte[] text, int offset, int length, int typmod, BytesVector target, int row) {
    target.setNotNull(row);
    switch (rule) {
      case UNLIMITED -> target.setBytes(row, text, offset, length);
      case NAME ->
          target.setBytes(
              row, text, offset, CharacterTypes.clip(text, offset, length, Typmods.NAME_BYTES_MAX));
      case LIMITED -> {
        int kept = CharacterTypes.fit(text, offset, length, typmod, "character varying");
        target.setBytes(row, text, offset, kept);
      }
      case PADDED -> CharacterTypes.pad(text, offset, length, typmod, target, row);
    }
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    var vector = (BytesVector) source;
    sink.writeBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    CharacterTypes.checkUtf8(bytes, offset, length);
    store(bytes, offset, length, typmod, (BytesVector) target, row);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (BytesVector) source;
    sink.writeBytes(vector.data(), vector.offsets()[row], vector.lengths()[row]);
  }
}
