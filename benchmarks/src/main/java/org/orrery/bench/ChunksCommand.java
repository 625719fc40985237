package org.orrery.bench;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orrery.bench.upkeep.ManyChunks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chunks}: what a hypertable of many chunks costs. */
@Command(
    name = "chunks",
    description = "Plans, starts and looks at a hypertable of many chunks.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ChunksCommand implements Callable<Integer> {

  @Option(
      names = "--chunks",
      defaultValue = "100000",
      description = "Chunks (default: ${DEFAULT-VALUE}).")
  private int chunks;

  @Option(
      names = "--heap",
      defaultValue = "3g",
      description = "Orrery's heap (default: ${DEFAULT-VALUE}).")
  private String heap = "3g";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      throw new IllegalStateException("not run from a command line");
    }
    new ManyChunks(chunks, heap, spec.commandLine().getOut()).run();
    return 0;
  }
}
