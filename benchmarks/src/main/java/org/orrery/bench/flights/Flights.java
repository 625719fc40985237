package org.orrery.bench.flights;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.orrery.bench.process.Checkout;

/**
 * Three million US flights of 2001 (Bureau of Transportation Statistics, on-time reports): time,
 * delay, distance, origin, destination, in order of time. The file is not part of the repository.
 */
public final class Flights {

  /** Rows. */
  public static final int ROW_COUNT = 3_000_000;

  /** Columns, as CREATE TABLE takes them. */
  public static final String COLUMNS =
      "time timestamp NOT NULL, delay int, distance int, origin text, destination text";

  private static final String NAME = "flights-3m.csv.zst";

  private Flights() {}

  /**
   * Where the file is: in the directory that {@code orrery.data} names, else beside the checkout.
   */
  public static Optional<Path> find() {
    String told = System.getProperty("orrery.data");
    Path directory =
        told != null ? Path.of(told) : Checkout.root().resolveSibling("shared").resolve("data");
    return Optional.of(directory.resolve(NAME)).filter(Files::exists);
  }

  /** The rows as CSV with a header. */
  public static InputStream open(Path file) throws IOException {
    return new ZstdInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20));
  }

  /** The rows as tab-separated values without header: no value holds a comma, a quote or a tab. */
  public static void unpack(Path file, Path target) throws IOException {
    try (InputStream csv = open(file);
        var out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 20)) {
      byte[] buffer = new byte[1 << 16];
      boolean header = true;
      for (int length = csv.read(buffer); length >= 0; length = csv.read(buffer)) {
        int from = 0;
        for (int i = 0; i < length; i++) {
          if (buffer[i] == ',') {
            buffer[i] = '\t';
          } else if (header && buffer[i] == '\n') {
            header = false;
            from = i + 1;
          }
        }
        if (!header) {
          out.write(buffer, from, length - from);
        }
      }
    }
  }
}
