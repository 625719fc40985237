package org.orrery.sql.catalog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.storage.api.CatalogObject;

/**
 * The body of a catalog object: one byte format version (5; older ones are read as well: 4 has no
 * dimensions beside time, 3 plain B-tree indexes only and no generated columns, 2 no materialized
 * views either, 1 no columnstore settings), one byte for the sort of entry (the {@code …_TAG}
 * constants), then the record's components in order. Numbers are big-endian; a string is one byte
 * 1, int32 length and UTF-8, or one byte 0 for null; a list is int32 count and its elements; a type
 * is its OID. Name, schema and OID are the object's own and not repeated.
 */
final class EntryCodec {

  private static final int FORMAT = 5;
  private static final int FORMAT_WITHOUT_DIMENSIONS = 4;
  private static final int FORMAT_OLDEST = 1;

  /** The first with access methods, conditions and stored keys of indexes, generated columns. */
  private static final int FORMAT_OF_KEYS = 4;

  private static final int SCHEMA_TAG = 1;
  private static final int TABLE_TAG = 2;
  private static final int INDEX_TAG = 3;
  private static final int VIEW_TAG = 4;
  private static final int EXTENSION_TAG = 5;
  private static final int ROLE_TAG = 6;
  private static final int SEQUENCE_TAG = 7;
  private static final int FOREIGN_KEY_TAG = 8;
  private static final int COMMENT_TAG = 20;
  private static final int COMPRESSED_CHUNK_TAG = 21;
  private static final int MATERIALIZED_VIEW_TAG = 22;
  private static final int CONTINUOUS_AGGREGATE_TAG = 23;

  private EntryCodec() {}

  /** The object to store for an entry, not committed yet. */
  static CatalogObject encode(CatalogEntry entry) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      write(entry, out);
    } catch (IOException e) {
      throw Invariant.broken("memory refused a write").causedBy(e);
    }
    return new CatalogObject(
        CatalogKeys.of(entry), CatalogKeys.namespace(entry), entry.name(), bytes.toByteArray(), 0);
  }

  private static void write(CatalogEntry entry, DataOutputStream out) throws IOException {
    switch (entry) {
      case SchemaEntry schema -> {
        out.writeByte(SCHEMA_TAG);
        out.writeInt(schema.ownerOid());
      }
      case TableEntry table -> {
        out.writeByte(TABLE_TAG);
        writeTable(table, out);
      }
      case IndexEntry index -> {
        out.writeByte(INDEX_TAG);
        writeIndex(index, out);
      }
      case ViewEntry view -> {
        out.writeByte(VIEW_TAG);
        out.writeInt(view.ownerOid());
        writeColumns(view.columns(), out);
        writeString(view.sql(), out);
      }
      case SequenceEntry sequence -> {
        out.writeByte(SEQUENCE_TAG);
        writeSequence(sequence, out);
      }
      case ExtensionEntry extension -> {
        out.writeByte(EXTENSION_TAG);
        out.writeInt(extension.schemaOid());
        writeString(extension.version(), out);
      }
      case RoleEntry role -> {
        out.writeByte(ROLE_TAG);
        out.writeBoolean(role.isSuperuser());
        out.writeBoolean(role.canLogin());
        writeString(role.passwordVerifier(), out);
      }
      case ForeignKeyEntry key -> {
        out.writeByte(FOREIGN_KEY_TAG);
        writeForeignKey(key, out);
      }
      case CommentEntry comment -> {
        out.writeByte(COMMENT_TAG);
        out.writeInt(comment.texts().size());
        for (var text : new TreeMap<>(comment.texts()).entrySet()) {
          out.writeInt(text.getKey());
          writeString(text.getValue(), out);
        }
      }
      case CompressedChunkEntry chunk -> {
        out.writeByte(COMPRESSED_CHUNK_TAG);
        out.writeInt(chunk.tableOid());
        out.writeLong(chunk.plainBytes());
        writeColumnstore(chunk.settings(), out);
      }
      case MaterializedViewEntry view -> {
        out.writeByte(MATERIALIZED_VIEW_TAG);
        writeString(view.sql(), out);
        out.writeBoolean(view.isPopulated());
      }
      case ContinuousAggregateEntry aggregate -> {
        out.writeByte(CONTINUOUS_AGGREGATE_TAG);
        writeAggregate(aggregate, out);
      }
    }
  }

  private static void writeAggregate(ContinuousAggregateEntry aggregate, DataOutputStream out)
      throws IOException {
    out.writeInt(aggregate.tableOid());
    out.writeInt(aggregate.sourceOid());
    out.writeInt(aggregate.partialViewOid());
    out.writeInt(aggregate.directViewOid());
    out.writeInt(aggregate.bucketColumn());
    BucketFunction bucket = aggregate.bucket();
    writeString(bucket.signature(), out);
    writeString(bucket.width(), out);
    writeString(bucket.origin(), out);
    writeString(bucket.offset(), out);
    writeString(bucket.timezone(), out);
    out.writeBoolean(bucket.isFixed());
    out.writeBoolean(aggregate.isMaterializedOnly());
  }

  private static ContinuousAggregateEntry readAggregate(int oid, DataInputStream in)
      throws IOException {
    return new ContinuousAggregateEntry(
        oid,
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        new BucketFunction(
            requiredString(in),
            requiredString(in),
            readString(in),
            readString(in),
            readString(in),
            in.readBoolean()),
        in.readBoolean());
  }

  private static void writeTable(TableEntry table, DataOutputStream out) throws IOException {
    out.writeInt(table.ownerOid());
    out.writeLong(table.storageId());
    out.writeInt(table.version());
    writeColumns(table.columns(), out);
    out.writeInt(table.lastColumnNumber());
    out.writeInt(table.checks().size());
    for (TableEntry.CheckEntry check : table.checks()) {
      out.writeInt(check.oid());
      writeString(check.name(), out);
      writeString(check.conditionSql(), out);
    }
    TableEntry.Hypertable hypertable = table.hypertable();
    out.writeBoolean(hypertable != null);
    if (hypertable != null) {
      out.writeInt(hypertable.id());
      out.writeInt(hypertable.dimensionId());
      out.writeInt(hypertable.timeColumn());
      out.writeLong(hypertable.chunkInterval());
      writeString(hypertable.chunkSchema(), out);
      writeString(hypertable.chunkPrefix(), out);
      writeColumnstore(hypertable.columnstore(), out);
      out.writeInt(hypertable.further().size());
      for (TableEntry.Dimension dimension : hypertable.further()) {
        out.writeInt(dimension.id());
        out.writeInt(dimension.oid());
        out.writeInt(dimension.column());
        out.writeInt(dimension.partitions());
        out.writeLong(dimension.interval());
      }
      out.writeInt(hypertable.integerNow());
    }
  }

  private static void writeColumnstore(Columnstore settings, DataOutputStream out)
      throws IOException {
    out.writeBoolean(settings.isEnabled());
    List<Integer> segmentBy = settings.segmentBy();
    out.writeInt(segmentBy == null ? -1 : segmentBy.size());
    for (int column : segmentBy == null ? List.<Integer>of() : segmentBy) {
      out.writeInt(column);
    }
    List<Columnstore.Order> orderBy = settings.orderBy();
    out.writeInt(orderBy == null ? -1 : orderBy.size());
    for (Columnstore.Order each : orderBy == null ? List.<Columnstore.Order>of() : orderBy) {
      out.writeInt(each.column());
      out.writeBoolean(each.isDescending());
      out.writeBoolean(each.nullsFirst());
    }
  }

  private static Columnstore readColumnstore(DataInputStream in) throws IOException {
    boolean isEnabled = in.readBoolean();
    int segmentCount = in.readInt();
    List<Integer> segmentBy = new ArrayList<>();
    for (int i = 0; i < segmentCount; i++) {
      segmentBy.add(in.readInt());
    }
    int orderCount = in.readInt();
    List<Columnstore.Order> orderBy = new ArrayList<>();
    for (int i = 0; i < orderCount; i++) {
      orderBy.add(new Columnstore.Order(in.readInt(), in.readBoolean(), in.readBoolean()));
    }
    return new Columnstore(
        isEnabled, segmentCount < 0 ? null : segmentBy, orderCount < 0 ? null : orderBy);
  }

  private static void writeSequence(SequenceEntry sequence, DataOutputStream out)
      throws IOException {
    out.writeInt(sequence.ownerOid());
    out.writeInt(sequence.type().oid());
    out.writeLong(sequence.start());
    out.writeLong(sequence.first());
    out.writeLong(sequence.increment());
    out.writeLong(sequence.min());
    out.writeLong(sequence.max());
    out.writeLong(sequence.cache());
    out.writeBoolean(sequence.isCycling());
    out.writeLong(sequence.storageId());
    out.writeInt(sequence.tableOid());
    out.writeInt(sequence.column());
    out.writeChar(sequence.identity());
  }

  private static SequenceEntry readSequence(CatalogObject object, DataInputStream in)
      throws IOException {
    return new SequenceEntry(
        object.key().oid(),
        object.namespace(),
        object.name(),
        in.readInt(),
        BuiltinTypes.byOid(in.readInt()),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readChar());
  }

  private static void writeColumns(List<ColumnEntry> columns, DataOutputStream out)
      throws IOException {
    out.writeInt(columns.size());
    for (ColumnEntry column : columns) {
      out.writeInt(column.number());
      writeString(column.name(), out);
      out.writeInt(column.type().oid());
      out.writeInt(column.typmod());
      out.writeBoolean(column.isNotNull());
      writeString(column.defaultSql(), out);
      writeString(column.missingText(), out);
      out.writeBoolean(column.isGenerated());
    }
  }

  private static void writeIndex(IndexEntry index, DataOutputStream out) throws IOException {
    out.writeInt(index.tableOid());
    out.writeInt(index.keys().size());
    for (IndexEntry.Key key : index.keys()) {
      out.writeInt(key.column());
      writeString(key.expressionSql(), out);
      out.writeBoolean(key.isDescending());
      out.writeBoolean(key.nullsFirst());
      SqlType type = key.type();
      out.writeInt(type == null ? 0 : type.oid());
      writeString(key.operatorClass(), out);
      out.writeInt(key.storedAs());
    }
    out.writeBoolean(index.isUnique());
    out.writeBoolean(index.isPrimary());
    out.writeInt(index.constraintOid());
    writeString(index.method(), out);
    writeNumbers(index.included(), out);
    writeString(index.predicateSql(), out);
    out.writeBoolean(index.nullsNotDistinct());
  }

  private static void writeForeignKey(ForeignKeyEntry key, DataOutputStream out)
      throws IOException {
    out.writeInt(key.tableOid());
    writeNumbers(key.columns(), out);
    out.writeInt(key.referencedOid());
    writeNumbers(key.referencedColumns(), out);
    out.writeInt(key.indexOid());
    out.writeBoolean(key.isFull());
    out.writeChar(key.onUpdate().code());
    out.writeChar(key.onDelete().code());
    writeNumbers(key.setColumns(), out);
    out.writeBoolean(key.isDeferrable());
    out.writeBoolean(key.isDeferred());
    out.writeBoolean(key.isValidated());
  }

  private static ForeignKeyEntry readForeignKey(CatalogObject object, DataInputStream in)
      throws IOException {
    return new ForeignKeyEntry(
        object.key().oid(),
        object.name(),
        in.readInt(),
        readNumbers(in),
        in.readInt(),
        readNumbers(in),
        in.readInt(),
        in.readBoolean(),
        ForeignKeyEntry.Action.of(in.readChar()),
        ForeignKeyEntry.Action.of(in.readChar()),
        readNumbers(in),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean());
  }

  private static void writeNumbers(List<Integer> numbers, DataOutputStream out) throws IOException {
    out.writeInt(numbers.size());
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  private static List<Integer> readNumbers(DataInputStream in) throws IOException {
    int count = in.readInt();
    var numbers = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      numbers.add(in.readInt());
    }
    return numbers;
  }

  private static void writeString(@Nullable String text, DataOutputStream out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /**
   * The entry of a stored object.
   *
   * @throws OrreryException {@code XX001} when the body is not one of this codec, {@code 0A000}
   *     when it is of a version that this build does not read
   */
  static CatalogEntry decode(CatalogObject object) {
    try (var in = new DataInputStream(new ByteArrayInputStream(object.body()))) {
      int format = in.readUnsignedByte();
      if (format < FORMAT_OLDEST || format > FORMAT) {
        throw OrreryException.notSupported(
            "catalog object %d of kind %d has format version %d, this build reads %d to %d",
            object.key().oid(), object.key().kind(), format, FORMAT_OLDEST, FORMAT);
      }
      return read(object, format, in);
    } catch (IOException e) {
      throw corrupted(object, "unexpected end").causedBy(e);
    }
  }

  private static CatalogEntry read(CatalogObject object, int format, DataInputStream in)
      throws IOException {
    int oid = object.key().oid();
    String name = object.name();
    int schema = object.namespace();
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case SCHEMA_TAG -> new SchemaEntry(oid, name, in.readInt());
      case TABLE_TAG -> readTable(object, format, in);
      case INDEX_TAG -> readIndex(object, format, in);
      case VIEW_TAG ->
          new ViewEntry(
              oid, schema, name, in.readInt(), readColumns(format, in), requiredString(in));
      case SEQUENCE_TAG -> readSequence(object, in);
      case EXTENSION_TAG -> new ExtensionEntry(oid, name, in.readInt(), requiredString(in));
      case ROLE_TAG -> new RoleEntry(oid, name, in.readBoolean(), in.readBoolean(), readString(in));
      case FOREIGN_KEY_TAG -> readForeignKey(object, in);
      case COMMENT_TAG -> new CommentEntry(object.key().kind(), oid, readTexts(in));
      case COMPRESSED_CHUNK_TAG ->
          new CompressedChunkEntry(oid, in.readInt(), in.readLong(), readColumnstore(in));
      case MATERIALIZED_VIEW_TAG ->
          new MaterializedViewEntry(oid, requiredString(in), in.readBoolean());
      case CONTINUOUS_AGGREGATE_TAG -> readAggregate(oid, in);
      default -> throw corrupted(object, "tag " + tag);
    };
  }

  private static Map<Integer, String> readTexts(DataInputStream in) throws IOException {
    int count = in.readInt();
    var texts = new TreeMap<Integer, String>();
    for (int i = 0; i < count; i++) {
      texts.put(in.readInt(), requiredString(in));
    }
    return texts;
  }

  private static TableEntry readTable(CatalogObject object, int format, DataInputStream in)
      throws IOException {
    int owner = in.readInt();
    long storageId = in.readLong();
    int version = in.readInt();
    List<ColumnEntry> columns = readColumns(format, in);
    int lastColumnNumber = in.readInt();
    int checkCount = in.readInt();
    var checks = new ArrayList<TableEntry.CheckEntry>();
    for (int i = 0; i < checkCount; i++) {
      checks.add(new TableEntry.CheckEntry(in.readInt(), requiredString(in), requiredString(in)));
    }
    TableEntry.Hypertable hypertable = null;
    if (in.readBoolean()) {
      hypertable =
          new TableEntry.Hypertable(
              in.readInt(),
              in.readInt(),
              in.readInt(),
              in.readLong(),
              requiredString(in),
              requiredString(in),
              format == FORMAT_OLDEST ? Columnstore.OFF : readColumnstore(in),
              format <= FORMAT_WITHOUT_DIMENSIONS ? List.of() : readDimensions(in),
              format <= FORMAT_WITHOUT_DIMENSIONS ? 0 : in.readInt());
    }
    return new TableEntry(
        object.key().oid(),
        object.namespace(),
        object.name(),
        owner,
        storageId,
        version,
        columns,
        lastColumnNumber,
        checks,
        hypertable);
  }

  private static List<TableEntry.Dimension> readDimensions(DataInputStream in) throws IOException {
    int count = in.readInt();
    var dimensions = new ArrayList<TableEntry.Dimension>();
    for (int i = 0; i < count; i++) {
      dimensions.add(
          new TableEntry.Dimension(
              in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readLong()));
    }
    return dimensions;
  }

  private static List<ColumnEntry> readColumns(int format, DataInputStream in) throws IOException {
    int count = in.readInt();
    var columns = new ArrayList<ColumnEntry>();
    for (int i = 0; i < count; i++) {
      int number = in.readInt();
      String name = requiredString(in);
      SqlType type = BuiltinTypes.byOid(in.readInt());
      int typmod = in.readInt();
      boolean isNotNull = in.readBoolean();
      String defaultSql = readString(in);
      String missingText = readString(in);
      boolean isGenerated = format >= FORMAT_OF_KEYS && in.readBoolean();
      columns.add(
          new ColumnEntry(
              number, name, type, typmod, isNotNull, defaultSql, isGenerated, missingText));
    }
    return columns;
  }

  private static IndexEntry readIndex(CatalogObject object, int format, DataInputStream in)
      throws IOException {
    boolean isOld = format < FORMAT_OF_KEYS;
    int table = in.readInt();
    int count = in.readInt();
    var keys = new ArrayList<IndexEntry.Key>();
    for (int i = 0; i < count; i++) {
      int column = in.readInt();
      String expression = readString(in);
      boolean isDescending = in.readBoolean();
      boolean nullsFirst = in.readBoolean();
      int type = isOld ? 0 : in.readInt();
      keys.add(
          new IndexEntry.Key(
              column,
              expression,
              type == 0 ? null : BuiltinTypes.byOid(type),
              isOld ? null : readString(in),
              isDescending,
              nullsFirst,
              isOld ? 0 : in.readInt()));
    }
    boolean isUnique = in.readBoolean();
    boolean isPrimary = in.readBoolean();
    int constraint = in.readInt();
    return new IndexEntry(
        object.key().oid(),
        object.namespace(),
        object.name(),
        table,
        isOld ? IndexEntry.BTREE : requiredString(in),
        keys,
        isOld ? List.of() : readNumbers(in),
        isOld ? null : readString(in),
        isUnique,
        !isOld && in.readBoolean(),
        isPrimary,
        constraint);
  }

  private static String requiredString(DataInputStream in) throws IOException {
    String text = readString(in);
    if (text == null) {
      throw new IOException("null where a string must be");
    }
    return text;
  }

  private static @Nullable String readString(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    byte[] bytes = in.readNBytes(in.readInt());
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static OrreryException corrupted(CatalogObject object, String what) {
    return OrreryException.of(
        SqlState.DATA_CORRUPTED,
        "catalog object %d of kind %d cannot be read: %s",
        object.key().oid(),
        object.key().kind(),
        what);
  }
}
