package org.orrery.cluster.meta;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.orrery.base.seam.FileStore;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.data.ByteSink;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.manifest.AtomicFiles;

/**
 * The meta group's state in a file, replaced whole, big-endian:
 *
 * <pre>
 * u32 magic, u32 format (3; 2 has no slices of chunks, 1 no sequences), u32 CRC-32C of what follows, u64 log index,
 * u64 catalog version, u64 next OID, u64 next chunk id, u64 greatest timestamp of the log so far,
 * objects, storages, chunks with their shards, commit records, sequences
 * </pre>
 */
final class MetaSnapshot {

  private static final int MAGIC = 0x4F724D74;
  private static final int FORMAT = 3;
  private static final int FORMAT_WITHOUT_SLICES = 2;
  private static final int FORMAT_WITHOUT_SEQUENCES = 1;
  private static final int BODY_AT = 12;

  private MetaSnapshot() {}

  static byte[] encode(MetaState state, long index) {
    var sink = new ByteSink(1 << 14);
    sink.writeInt(MAGIC);
    sink.writeInt(FORMAT);
    sink.writeInt(0);
    sink.writeLong(index);
    sink.writeLong(state.catalog.version());
    sink.writeLong(state.nextOid);
    sink.writeLong(state.nextChunkId);
    sink.writeLong(state.timestamp);
    sink.writeInt(state.catalog.objects().size());
    state.catalog.objects().forEach(each -> MetaCodec.writeObject(each, sink));
    MetaCodec.writeLongs(state.storages.stream().sorted().toList(), sink);
    List<ChunkPlace> places = state.places();
    sink.writeInt(places.size());
    places.forEach(each -> MetaCodec.writePlace(each, sink));
    sink.writeInt(state.commits.size());
    state.commits.forEach(
        (transactionId, record) -> {
          sink.writeLong(transactionId);
          sink.writeLong(record.timestamp());
          MetaCodec.writeIntegers(record.participants(), sink);
        });
    sink.writeInt(state.sequences.size());
    state.sequences.forEach((id, sequence) -> MetaCodec.writeSequence(id, sequence, sink));
    sink.putInt(8, checksum(sink.array(), sink.length()));
    return sink.toByteArray();
  }

  private static int checksum(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, BODY_AT, length - BODY_AT);
    return (int) crc.getValue();
  }

  static void write(FileStore files, Path file, byte[] content) {
    AtomicFiles.replace(files, file, ByteBuffer.wrap(content));
    Path parent = file.getParent();
    AtomicFiles.syncDirectory(files, parent == null ? Path.of("") : parent);
  }

  /** Fills a new state from the file, if there is one; returns its log index, 0 without a file. */
  static long load(FileStore files, Path directory, String name, MetaState state) {
    try {
      if (!files.list(directory).contains(Path.of(name))) {
        return 0;
      }
    } catch (IOException e) {
      throw AtomicFiles.error("list", e);
    }
    byte[] bytes = AtomicFiles.read(files, directory.resolve(name));
    try {
      ByteBuffer source = ByteBuffer.wrap(bytes);
      if (bytes.length < BODY_AT || source.getInt() != MAGIC) {
        throw MetaCodec.corrupted();
      }
      int format = source.getInt();
      if (format < FORMAT_WITHOUT_SEQUENCES
          || format > FORMAT
          || source.getInt() != checksum(bytes, bytes.length)) {
        throw MetaCodec.corrupted();
      }
      return decode(source, format, state);
    } catch (BufferUnderflowException e) {
      throw MetaCodec.corrupted().causedBy(e);
    }
  }

  private static long decode(ByteBuffer source, int format, MetaState state) {
    long index = source.getLong();
    long version = source.getLong();
    state.nextOid = source.getLong();
    state.nextChunkId = source.getLong();
    state.timestamp = source.getLong();
    List<CatalogObject> objects = new ArrayList<>();
    for (int left = source.getInt(); left > 0; left--) {
      objects.add(MetaCodec.readObject(source));
    }
    state.catalog.load(version, objects);
    state.storages.addAll(MetaCodec.readLongs(source));
    for (int left = source.getInt(); left > 0; left--) {
      state.add(MetaCodec.readPlace(source, format > FORMAT_WITHOUT_SLICES));
    }
    for (int left = source.getInt(); left > 0; left--) {
      long transactionId = source.getLong();
      state.commits.put(
          transactionId, new CommitRecord(source.getLong(), MetaCodec.readIntegers(source)));
    }
    int sequences = format > FORMAT_WITHOUT_SEQUENCES ? source.getInt() : 0;
    for (int left = sequences; left > 0; left--) {
      state.sequences.put(source.getLong(), MetaCodec.readSequence(source));
    }
    return index;
  }
}
