package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.Vector;

/**
 * A type's text and binary forms, between bytes and a row of a vector. Stateless; any thread.
 *
 * <p>Bad input is {@code 22P02}, {@code 22007}, {@code 22008}, {@code 22003} and so on, in
 * PostgreSQL's words. Neither direction is called for NULL. The target row is made not NULL.
 */
public interface TypeCodec {

  /**
   * Parses a value's text form (UTF-8) and applies {@code typmod} (-1 for none) as an assignment
   * does.
   */
  void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row);

  /** Appends a value's text form. */
  void formatText(Vector source, int row, FormatSettings settings, ByteSink sink);

  /** Parses a value's binary form. */
  void parseBinary(byte[] bytes, int offset, int length, int typmod, Vector target, int row);

  /** Appends a value's binary form. */
  void formatBinary(Vector source, int row, ByteSink sink);
}
