package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.spill.SpillFile;

/** Reads a temporary file once, which goes away when this closes. */
final class SpillScanOperator implements Operator {

  private final SpillFile file;
  private final SpillFile.Reader reader;

  SpillScanOperator(SpillFile file) {
    this.file = file;
    this.reader = file.reader();
  }

  @Override
  public @Nullable Batch next() {
    return reader.next();
  }

  @Override
  public void close() {
    file.close();
  }
}
