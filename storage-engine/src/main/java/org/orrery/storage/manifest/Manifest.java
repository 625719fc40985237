package org.orrery.storage.manifest;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.DiskErrors;
import org.orrery.base.seam.FileStore;
import org.orrery.base.seam.StoredFile;
import org.orrery.data.ByteSink;
import org.orrery.storage.api.TableSchema;

/**
 * A shard's manifest: what its chunks have in sealed files. A file of edits, each durable when
 * {@link #append} returns, that is rewritten as one edit per chunk when it has grown. Used by one
 * thread at a time.
 *
 * <p>File: records of {@code u32 magic, u32 length, u32 CRC-32C of the length and payload, u32 0,
 * payload}, zero-filled to 8 bytes, big-endian. The first record's payload is {@code u8 3, u32
 * format version}; files of version 1 lack it. Payload of the others: {@code u8 1} and a chunk
 * state, or {@code u8 2, u64 chunk id}. What a crash leaves of the last append is cut off; a bad
 * record with a good one behind it is corruption.
 */
public final class Manifest implements AutoCloseable {

  private static final int MAGIC = 0x4F724D46;
  private static final int HEADER_BYTES = 16;
  static final byte PUT = 1;
  private static final byte DROP = 2;
  private static final byte FORMAT = 3;

  /** Version of what is written and read. Grows with every change of what records hold. */
  static final int VERSION = 2;

  /** What a file has that does not say it. */
  private static final int VERSION_UNSAID = 1;

  /** A file is rewritten when it is larger than this and than four times its content. */
  private static final long REWRITE_BYTES_MIN = 1 << 20;

  private final FileStore files;
  private final Path path;
  private final Map<Long, ChunkState> chunks = new TreeMap<>();
  private @Nullable StoredFile file;
  private long length;
  private long rewriteAt = REWRITE_BYTES_MIN;

  /** Whether the file may end in the middle of a record, and has to be written anew. */
  private boolean isTorn;

  private boolean hasFailed;

  private Manifest(FileStore files, Path path) {
    this.files = files;
    this.path = path;
  }

  /**
   * Opens a shard's manifest, a new one if there is none.
   *
   * @throws OrreryException {@code XX001} when it is damaged, {@code 0A000} when it has a format
   *     version that this build does not read
   */
  public static Manifest open(FileStore files, Path path) {
    var manifest = new Manifest(files, path);
    try {
      byte[] content = manifest.load();
      if (content == null) {
        manifest.rewrite();
      }
      StoredFile open = files.open(path, FileStore.Mode.WRITE);
      manifest.file = open;
      if (content != null) {
        // What is read may be what a failed sync has left in memory and never will be on disk.
        open.write(0, ByteBuffer.wrap(content));
        open.sync();
      }
      return manifest;
    } catch (IOException e) {
      throw AtomicFiles.error("open", e);
    }
  }

  /**
   * The chunks of a manifest that nobody has open, which is not changed.
   *
   * @throws OrreryException {@code XX001} when it is damaged
   */
  public static Collection<ChunkState> read(FileStore files, Path path) {
    var manifest = new Manifest(files, path);
    try {
      manifest.load();
    } catch (IOException e) {
      throw AtomicFiles.error("read", e);
    }
    return manifest.chunks();
  }

  /** Reads the file; null when it has to be written anew. */
  private byte @Nullable [] load() throws IOException {
    byte[] content;
    try (StoredFile stored = files.open(path, FileStore.Mode.READ)) {
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(stored.length()));
      while (all.hasRemaining() && stored.read(all.position(), all) > 0) {}
      content = all.array();
    } catch (NoSuchFileException e) {
      return null;
    }
    Map<TableSchema, TableSchema> schemas = new HashMap<>();
    int at = endOfRecord(content, 0);
    if (at < 0) {
      // The first record came with the file's name: no crash tears it.
      throw StateCodec.corrupted();
    }
    int version = versionOf(content);
    if (version != VERSION) {
      throw OrreryException.notSupported(
          "manifest has format version %d, this build reads version %d", version, VERSION);
    }
    while (at < content.length) {
      int next = endOfRecord(content, at);
      if (next < 0) {
        requireTornTail(content, at);
        return null;
      }
      int payload = ByteBuffer.wrap(content).getInt(at + 4);
      apply(shared(decode(ByteBuffer.wrap(content, at + HEADER_BYTES, payload)), schemas));
      at = next;
    }
    length = at;
    return content;
  }

  private static int versionOf(byte[] content) {
    boolean hasVersion =
        content[HEADER_BYTES] == FORMAT && ByteBuffer.wrap(content).getInt(4) == 1 + Integer.BYTES;
    return hasVersion ? ByteBuffer.wrap(content).getInt(HEADER_BYTES + 1) : VERSION_UNSAID;
  }

  /** The edit with the schema that other chunks of the table have too. */
  private static ManifestEdit shared(ManifestEdit edit, Map<TableSchema, TableSchema> schemas) {
    return switch (edit) {
      case ManifestEdit.PutChunk(ChunkState state) ->
          new ManifestEdit.PutChunk(
              state.withSchema(schemas.computeIfAbsent(state.schema(), schema -> schema)));
      case ManifestEdit.DropChunk drop -> drop;
    };
  }

  /** Where the record at {@code at} ends; -1 when there is no good one. */
  private static int endOfRecord(byte[] content, int at) {
    if (content.length - at < HEADER_BYTES) {
      return -1;
    }
    ByteBuffer header = ByteBuffer.wrap(content);
    int payload = header.getInt(at + 4);
    if (header.getInt(at) != MAGIC
        || payload < 0
        || payload > content.length - at - HEADER_BYTES
        || header.getInt(at + 8) != checksum(content, at + HEADER_BYTES, payload)) {
      return -1;
    }
    return Math.min(content.length, at + padded(HEADER_BYTES + payload));
  }

  private static void requireTornTail(byte[] content, int from) {
    for (int at = from + 8; at < content.length; at += 8) {
      if (endOfRecord(content, at) >= 0) {
        throw StateCodec.corrupted();
      }
    }
  }

  private static int padded(int bytes) {
    return bytes + 7 & ~7;
  }

  private static int checksum(byte[] bytes, int from, int count) {
    var crc = new CRC32C();
    crc.update(count >>> 24);
    crc.update(count >>> 16);
    crc.update(count >>> 8);
    crc.update(count);
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }

  /** Reads an edit whose checksum was right. */
  static ManifestEdit decode(ByteBuffer payload) {
    try {
      return switch (payload.get()) {
        case PUT -> new ManifestEdit.PutChunk(StateCodec.decode(payload));
        case DROP -> new ManifestEdit.DropChunk(payload.getLong());
        default -> throw StateCodec.corrupted();
      };
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw StateCodec.corrupted().causedBy(e);
    }
  }

  private void apply(ManifestEdit edit) {
    switch (edit) {
      case ManifestEdit.PutChunk put -> chunks.put(put.chunkId(), put.state());
      case ManifestEdit.DropChunk drop -> chunks.remove(drop.chunkId());
    }
  }

  private static void encode(ManifestEdit edit, ByteSink sink) {
    int start = begin(sink);
    switch (edit) {
      case ManifestEdit.PutChunk put -> {
        sink.writeByte(PUT);
        StateCodec.encode(put.state(), sink);
      }
      case ManifestEdit.DropChunk drop -> {
        sink.writeByte(DROP);
        sink.writeLong(drop.chunkId());
      }
    }
    end(start, sink);
  }

  private static int begin(ByteSink sink) {
    int start = sink.length();
    sink.writeInt(MAGIC);
    sink.writeInt(0);
    sink.writeLong(0);
    return start;
  }

  private static void end(int start, ByteSink sink) {
    int payload = sink.length() - start - HEADER_BYTES;
    sink.putInt(start + 4, payload);
    sink.putInt(start + 8, checksum(sink.array(), start + HEADER_BYTES, payload));
    while ((sink.length() & 7) != 0) {
      sink.writeByte(0);
    }
  }

  /** The chunks, by id. */
  public Collection<ChunkState> chunks() {
    return List.copyOf(chunks.values());
  }

  /** A chunk; null when it has nothing durable. */
  public @Nullable ChunkState chunk(long chunkId) {
    return chunks.get(chunkId);
  }

  /**
   * Makes edits durable. After {@code 53100} none of them is, and the next call writes the file
   * anew. After {@code 58030} nobody knows, and every later call fails: recover from the files.
   *
   * @throws OrreryException {@code 53100} or {@code 58030}
   */
  public void append(List<ManifestEdit> edits) {
    StoredFile open = takeFile();
    var sink = new ByteSink(1 << 12);
    for (ManifestEdit edit : edits) {
      encode(edit, sink);
    }
    write(open, sink);
    try {
      open.sync();
    } catch (IOException e) {
      throw uncertain(e);
    }
    length += sink.length();
    edits.forEach(this::apply);
    file = length > rewriteAt ? rewritten(open) : open;
  }

  /** The file, which is to be put back when all went well. */
  private StoredFile takeFile() {
    if (hasFailed) {
      throw OrreryException.of(SqlState.IO_ERROR, "the manifest could not be written");
    }
    StoredFile open = file;
    file = null;
    if (open != null) {
      return open;
    }
    if (!isTorn) {
      throw Invariant.broken("manifest is closed");
    }
    rewrite();
    try {
      open = files.open(path, FileStore.Mode.WRITE);
    } catch (IOException e) {
      throw AtomicFiles.error("open", e);
    }
    isTorn = false;
    return open;
  }

  private void write(StoredFile open, ByteSink sink) {
    try {
      open.write(length, ByteBuffer.wrap(sink.array(), 0, sink.length()));
    } catch (IOException e) {
      if (!DiskErrors.isDiskFull(e)) {
        throw uncertain(e);
      }
      // What was written ends in a torn record, which another one must not follow.
      isTorn = true;
      close(open);
      throw AtomicFiles.error("write", e);
    }
  }

  /** Writes the file anew to make it smaller, which can wait when the disk is full. */
  private StoredFile rewritten(StoredFile open) {
    try {
      rewrite();
    } catch (OrreryException e) {
      if (e.state() != SqlState.DISK_FULL) {
        throw uncertain(e);
      }
      rewriteAt = 2 * length;
      return open;
    }
    close(open);
    try {
      return files.open(path, FileStore.Mode.WRITE);
    } catch (IOException e) {
      throw uncertain(e);
    }
  }

  private OrreryException uncertain(Exception cause) {
    hasFailed = true;
    return OrreryException.of(SqlState.IO_ERROR, "could not write file of the data directory")
        .causedBy(cause);
  }

  /** Writes the file anew with one edit per chunk. */
  private void rewrite() {
    var sink = new ByteSink(1 << 16);
    int start = begin(sink);
    sink.writeByte(FORMAT);
    sink.writeInt(VERSION);
    end(start, sink);
    for (ChunkState state : chunks.values()) {
      encode(new ManifestEdit.PutChunk(state), sink);
    }
    AtomicFiles.replace(files, path, ByteBuffer.wrap(sink.array(), 0, sink.length()));
    Path parent = path.getParent();
    AtomicFiles.syncDirectory(files, parent == null ? Path.of("") : parent);
    length = sink.length();
    rewriteAt = Math.max(REWRITE_BYTES_MIN, 4 * length);
  }

  @Override
  public void close() {
    StoredFile open = file;
    file = null;
    if (open != null) {
      close(open);
    }
  }

  private static void close(StoredFile open) {
    try {
      open.close();
    } catch (IOException e) {
      throw AtomicFiles.error("close", e);
    }
  }
}
