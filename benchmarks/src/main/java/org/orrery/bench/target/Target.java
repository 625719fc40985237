package org.orrery.bench.target;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A database that a workload runs against. One thread at a time. */
public interface Target extends AutoCloseable {

  /** What reports call it. */
  String name();

  /** The SQL it speaks. */
  Dialect dialect();

  /** A new session; the caller closes it. */
  Connection connect() throws SQLException;

  /**
   * Loads a file of tab-separated values without header, in the columns' order, into a table that
   * exists.
   *
   * @return the time from the first byte sent to the acknowledgement
   */
  Duration load(String table, Path file) throws SQLException, IOException;

  /** Lets background work after loading finish, such as sealing or statistics. */
  void settle(String table) throws SQLException, IOException;

  /** Bytes that the table and its indexes take on disk. */
  long bytesOnDisk(String table) throws SQLException;

  /** From starting the process to the first answered query; zero where there is no process. */
  Duration start();

  @Override
  void close();
}
