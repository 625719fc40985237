package org.orrery.sql.function.kernel;

import org.orrery.sql.function.EvaluationContext;

/**
 * A text that a regular expression is matched against. Matching may take for ever, and reads the
 * text all the while: every so many characters it looks whether the statement was cancelled.
 */
final class WatchedText implements CharSequence {

  /** One less than a power of two. */
  private static final int LOOK_MASK = 0xFFFF;

  private final EvaluationContext context;
  private final String text;
  private int reads;

  WatchedText(EvaluationContext context, String text) {
    this.context = context;
    this.text = text;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if ((++reads & LOOK_MASK) == 0) {
      context.checkCancelled();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
