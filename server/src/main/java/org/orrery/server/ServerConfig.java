package org.orrery.server;

import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.FileStore;
import org.orrery.base.setting.ServerSettings;

/**
 * All a node needs to know to start. Owns the data directory's lock until it is closed.
 *
 * @param dataDirectory the data directory as the user named it, for messages
 * @param files the data directory
 * @param settings the settings of the node
 * @param initialPassword the superuser's password if this is the first start; null for none given
 * @param build what is running
 * @param lock keeps other processes from the data directory
 */
public record ServerConfig(
    String dataDirectory,
    FileStore files,
    ServerSettings settings,
    @Nullable String initialPassword,
    BuildInfo build,
    AutoCloseable lock)
    implements AutoCloseable {

  @Override
  public void close() {
    DataDirectory.release(lock);
  }
}
