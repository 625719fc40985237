package org.orrery.pgwire.spi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One client's session. All methods but {@link #cancel} are called on one thread, one at a time,
 * may block, and throw {@link org.orrery.base.error.OrreryException}; after an error the protocol
 * calls {@link #failed} once.
 *
 * <p>Statements and portals are named as in the protocol; the empty name is the unnamed one.
 */
public interface BackendSession extends AutoCloseable {

  /** Settings to report after log-in, in the order to send them. */
  Map<String, String> reportedSettings();

  /** State for ReadyForQuery. */
  TransactionStatus status();

  /**
   * Runs a simple query: each statement of {@code sql} in turn, in one implicit transaction unless
   * they control transactions themselves. An empty string calls {@link ResultSink#emptyQuery}.
   */
  void simpleQuery(String sql, ResultSink sink);

  /** Parse. {@code parameterTypes} are OIDs, 0 for "infer". */
  void parse(String statement, String sql, int[] parameterTypes);

  /**
   * Bind. Format codes are 0 (text) or 1 (binary): none for all text, one for all values, else one
   * each, exactly as received.
   *
   * @param values each parameter's bytes, null for NULL
   */
  void bind(
      String portal,
      String statement,
      short[] parameterFormats,
      List<byte @Nullable []> values,
      short[] resultFormats);

  /** Describe of a statement. */
  StatementDescription describeStatement(String statement);

  /** Describe of a portal: its columns with their formats, or null when it returns no rows. */
  @Nullable List<ColumnDescription> describePortal(String portal);

  /**
   * Execute: runs the portal, or goes on with a suspended one.
   *
   * @param rowsMax rows after which to suspend; 0 for all
   */
  void execute(String portal, int rowsMax, ResultSink sink);

  /** Close of a statement; fine when there is none of that name. */
  void closeStatement(String statement);

  /** Close of a portal; fine when there is none of that name. */
  void closePortal(String portal);

  /** Sync: ends the implicit transaction, committing it. */
  void sync();

  /** An error was sent to the client: an open transaction fails, an implicit one rolls back. */
  void failed();

  /** Asks the running request to stop with {@code 57014}. Any thread; harmless when idle. */
  void cancel();

  /** How long the client may be silent before its next request; null for no limit. */
  default @Nullable IdleLimit idleLimit() {
    return null;
  }

  /** Rolls back, frees everything. Idempotent. */
  @Override
  void close();

  /** The letters of ReadyForQuery. */
  enum TransactionStatus {
    IDLE('I'),
    IN_TRANSACTION('T'),
    FAILED('E');

    private final char code;

    TransactionStatus(char code) {
      this.code = code;
    }

    /** The letter on the wire. */
    public char code() {
      return code;
    }
  }

  /**
   * A described statement.
   *
   * @param parameterTypes OIDs
   * @param columns null when the statement returns no rows
   */
  record StatementDescription(int[] parameterTypes, @Nullable List<ColumnDescription> columns) {}
}
