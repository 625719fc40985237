package org.orrery.storage.manifest;

import java.nio.ByteBuffer;
import org.orrery.data.ByteSink;
import org.orrery.storage.api.TableSchema;

/** Schemas as bytes, in manifests and in log entries. */
public final class SchemaCodec {

  private SchemaCodec() {}

  /** Appends a schema. */
  public static void encode(TableSchema schema, ByteSink sink) {
    StateCodec.encodeSchema(schema, sink);
  }

  /** Reads a schema from a big-endian buffer. */
  public static TableSchema decode(ByteBuffer source) {
    return StateCodec.decodeSchema(source);
  }
}
