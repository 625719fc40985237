package org.orrery.bench.process;

/**
 * A helper program or a server process that did not do what was asked; the message has its last
 * output.
 */
public final class CommandFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What failed and what was said about it. */
  public CommandFailed(String message) {
    super(message);
  }
}
