package org.orrery.cluster.shard;

/** Operations in the entries of a data shard's log; the numbers are on disk. */
enum EntryKind {
  OWNER_CREATE(1),
  OWNER_DROP(2),
  SCHEMA_BUMP(3),
  APPEND(4),
  STAGE(5),
  STAGE_DELETE(6),
  HIDE_SUB(7),
  TXN_COMMIT(8),
  TXN_ABORT(9),
  RESOLVE(10);

  private static final EntryKind[] BY_CODE = new EntryKind[11];

  static {
    for (EntryKind kind : values()) {
      BY_CODE[kind.code] = kind;
    }
  }

  private final int code;

  EntryKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The kind with a code, which is valid. */
  static EntryKind of(int code) {
    if (code < 1 || code >= BY_CODE.length) {
      throw EntryReader.corrupted();
    }
    return BY_CODE[code];
  }
}
