package org.orrery.cluster.meta;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.data.ByteSink;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.Slice;

/**
 * Entries of the meta log as bytes, big-endian: {@code u8 format (1), u8 kind}, then the record's
 * components in order. A list is a u32 count and its elements; a string or byte array a u32 length
 * and its bytes (UTF-8).
 */
final class MetaCodec {

  private static final byte FORMAT = 1;
  private static final byte ALLOCATE_OIDS = 1;
  private static final byte ENSURE_CHUNK = 2;
  private static final byte COMMIT = 3;
  private static final byte DROP_STORAGE = 4;
  private static final byte TAKE_VALUES = 5;
  private static final byte SET_SEQUENCE = 6;

  /** {@link #ENSURE_CHUNK} with dimensions beside time. */
  private static final byte ENSURE_CELL = 7;

  private MetaCodec() {}

  static ByteBuffer encode(MetaEntry entry) {
    var sink = new ByteSink(256);
    sink.writeByte(FORMAT);
    switch (entry) {
      case MetaEntry.AllocateOids(int count) -> {
        sink.writeByte(ALLOCATE_OIDS);
        sink.writeInt(count);
      }
      case MetaEntry.EnsureChunk ensure -> {
        sink.writeByte(ensure.cells().isEmpty() ? ENSURE_CHUNK : ENSURE_CELL);
        writeEnsure(ensure, sink);
      }
      case MetaEntry.Commit commit -> {
        sink.writeByte(COMMIT);
        sink.writeLong(commit.transactionId());
        sink.writeLong(commit.timestamp());
        writeEdit(commit.edit(), sink);
        writeIntegers(commit.participants(), sink);
      }
      case MetaEntry.DropStorage(long storageId) -> {
        sink.writeByte(DROP_STORAGE);
        sink.writeLong(storageId);
      }
      case MetaEntry.TakeValues(long sequenceId, var range, int count) -> {
        sink.writeByte(TAKE_VALUES);
        sink.writeLong(sequenceId);
        sink.writeLong(range.start());
        sink.writeLong(range.increment());
        sink.writeLong(range.min());
        sink.writeLong(range.max());
        sink.writeByte(range.isCycling() ? 1 : 0);
        sink.writeInt(count);
      }
      case MetaEntry.SetSequence(long sequenceId, var state) -> {
        sink.writeByte(SET_SEQUENCE);
        writeSequence(sequenceId, state, sink);
      }
    }
    return ByteBuffer.wrap(sink.array(), 0, sink.length());
  }

  static MetaEntry decode(ByteBuffer source) {
    try {
      if (source.get() != FORMAT) {
        throw corrupted();
      }
      return switch (source.get()) {
        case ALLOCATE_OIDS -> new MetaEntry.AllocateOids(source.getInt());
        case ENSURE_CHUNK -> readEnsure(source, false);
        case ENSURE_CELL -> readEnsure(source, true);
        case COMMIT ->
            new MetaEntry.Commit(
                source.getLong(), source.getLong(), readEdit(source), readIntegers(source));
        case DROP_STORAGE -> new MetaEntry.DropStorage(source.getLong());
        case TAKE_VALUES ->
            new MetaEntry.TakeValues(
                source.getLong(),
                new SequenceStore.Range(
                    source.getLong(),
                    source.getLong(),
                    source.getLong(),
                    source.getLong(),
                    source.get() != 0),
                source.getInt());
        case SET_SEQUENCE -> new MetaEntry.SetSequence(source.getLong(), readSequence(source));
        default -> throw corrupted();
      };
    } catch (BufferUnderflowException e) {
      throw corrupted().causedBy(e);
    }
  }

  static OrreryException corrupted() {
    return OrreryException.of(SqlState.DATA_CORRUPTED, "the catalog's log is corrupted");
  }

  private static void writeEnsure(MetaEntry.EnsureChunk ensure, ByteSink sink) {
    sink.writeLong(ensure.storageId());
    sink.writeLong(ensure.time());
    sink.writeLong(ensure.interval());
    sink.writeLong(ensure.createdMicros());
    if (!ensure.cells().isEmpty()) {
      sink.writeInt(ensure.cells().size());
      for (MetaEntry.EnsureChunk.Cell cell : ensure.cells()) {
        sink.writeLong(cell.coordinate());
        writeSlice(cell.slice(), sink);
      }
    }
  }

  private static MetaEntry readEnsure(ByteBuffer source, boolean hasCells) {
    long storageId = source.getLong();
    long time = source.getLong();
    long interval = source.getLong();
    long createdMicros = source.getLong();
    List<MetaEntry.EnsureChunk.Cell> cells = new ArrayList<>();
    for (int left = hasCells ? source.getInt() : 0; left > 0; left--) {
      cells.add(new MetaEntry.EnsureChunk.Cell(source.getLong(), readSlice(source)));
    }
    return new MetaEntry.EnsureChunk(storageId, time, interval, createdMicros, cells);
  }

  private static void writeSlice(Slice slice, ByteSink sink) {
    sink.writeLong(slice.dimensionId());
    sink.writeLong(slice.start());
    sink.writeLong(slice.end());
  }

  private static Slice readSlice(ByteBuffer source) {
    return new Slice(source.getLong(), source.getLong(), source.getLong());
  }

  private static void writeEdit(CatalogEdit edit, ByteSink sink) {
    sink.writeInt(edit.upserts().size());
    edit.upserts().forEach(each -> writeObject(each, sink));
    sink.writeInt(edit.removals().size());
    edit.removals().forEach(each -> writeKey(each, sink));
    sink.writeInt(edit.readVersions().size());
    edit.readVersions()
        .forEach(
            (key, version) -> {
              writeKey(key, sink);
              sink.writeLong(version);
            });
    writeLongs(edit.createdStorages(), sink);
    writeLongs(edit.droppedStorages(), sink);
    writeLongs(edit.droppedChunks(), sink);
  }

  private static CatalogEdit readEdit(ByteBuffer source) {
    List<CatalogObject> upserts = new ArrayList<>();
    for (int left = source.getInt(); left > 0; left--) {
      upserts.add(readObject(source));
    }
    List<CatalogObject.Key> removals = new ArrayList<>();
    for (int left = source.getInt(); left > 0; left--) {
      removals.add(readKey(source));
    }
    Map<CatalogObject.Key, Long> versions = new LinkedHashMap<>();
    for (int left = source.getInt(); left > 0; left--) {
      versions.put(readKey(source), source.getLong());
    }
    return new CatalogEdit(
        upserts, removals, versions, readLongs(source), readLongs(source), readLongs(source));
  }

  static void writeObject(CatalogObject object, ByteSink sink) {
    writeKey(object.key(), sink);
    sink.writeInt(object.namespace());
    byte[] name = object.name().getBytes(StandardCharsets.UTF_8);
    writeBytes(name, sink);
    writeBytes(object.body(), sink);
    sink.writeLong(object.version());
  }

  static CatalogObject readObject(ByteBuffer source) {
    CatalogObject.Key key = readKey(source);
    int namespace = source.getInt();
    String name = new String(readBytes(source), StandardCharsets.UTF_8);
    return new CatalogObject(key, namespace, name, readBytes(source), source.getLong());
  }

  private static void writeKey(CatalogObject.Key key, ByteSink sink) {
    sink.writeInt(key.kind());
    sink.writeInt(key.oid());
  }

  private static CatalogObject.Key readKey(ByteBuffer source) {
    return new CatalogObject.Key(source.getInt(), source.getInt());
  }

  private static void writeBytes(byte[] bytes, ByteSink sink) {
    sink.writeInt(bytes.length);
    sink.writeBytes(bytes, 0, bytes.length);
  }

  private static byte[] readBytes(ByteBuffer source) {
    int length = source.getInt();
    if (length < 0 || length > source.remaining()) {
      throw corrupted();
    }
    byte[] bytes = new byte[length];
    source.get(bytes);
    return bytes;
  }

  static void writeLongs(Iterable<Long> values, ByteSink sink) {
    int countAt = sink.length();
    sink.writeInt(0);
    int count = 0;
    for (long value : values) {
      sink.writeLong(value);
      count++;
    }
    sink.putInt(countAt, count);
  }

  static List<Long> readLongs(ByteBuffer source) {
    List<Long> values = new ArrayList<>();
    for (int left = source.getInt(); left > 0; left--) {
      values.add(source.getLong());
    }
    return values;
  }

  static void writeIntegers(List<Integer> values, ByteSink sink) {
    sink.writeInt(values.size());
    values.forEach(sink::writeInt);
  }

  static List<Integer> readIntegers(ByteBuffer source) {
    List<Integer> values = new ArrayList<>();
    for (int left = source.getInt(); left > 0; left--) {
      values.add(source.getInt());
    }
    return values;
  }

  static void writeSequence(long sequenceId, SequenceStore.State state, ByteSink sink) {
    sink.writeLong(sequenceId);
    sink.writeLong(state.lastValue());
    sink.writeByte(state.isCalled() ? 1 : 0);
  }

  static SequenceStore.State readSequence(ByteBuffer source) {
    return new SequenceStore.State(source.getLong(), source.get() != 0);
  }

  static void writePlace(ChunkPlace place, ByteSink sink) {
    ChunkInfo info = place.info();
    sink.writeLong(info.chunkId());
    sink.writeLong(info.storageId());
    sink.writeLong(info.rangeStart());
    sink.writeLong(info.rangeEnd());
    sink.writeLong(info.createdMicros());
    sink.writeInt(place.shard());
    sink.writeInt(place.slices().size());
    place.slices().forEach(slice -> writeSlice(slice, sink));
  }

  /** A place; {@code hasSlices} is false for those of snapshots that know time alone. */
  static ChunkPlace readPlace(ByteBuffer source, boolean hasSlices) {
    var info =
        new ChunkInfo(
            source.getLong(),
            source.getLong(),
            source.getLong(),
            source.getLong(),
            source.getLong());
    int shard = source.getInt();
    List<Slice> slices = new ArrayList<>();
    for (int left = hasSlices ? source.getInt() : 0; left > 0; left--) {
      slices.add(readSlice(source));
    }
    return new ChunkPlace(info, shard, slices);
  }
}
