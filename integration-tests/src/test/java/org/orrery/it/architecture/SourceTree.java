package org.orrery.it.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the tests run in. */
final class SourceTree {

  static final List<String> MODULES =
      List.of(
          "storage-engine",
          "sql-planner",
          "cluster",
          "protocol-pgwire",
          "server",
          "benchmarks",
          "integration-tests");

  /** Imported once; it takes a second or two. */
  private static final class Compiled {
    static final JavaClasses CLASSES =
        new ClassFileImporter()
            .importPaths(
                MODULES.stream()
                    .map(module -> root().resolve(module).resolve("target").resolve("classes"))
                    .filter(Files::isDirectory)
                    .toList());
  }

  private SourceTree() {}

  /** The checkout's root: the nearest directory upwards that holds the launcher. */
  static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      Path parent = at.getParent();
      if (parent == null) {
        throw new IllegalStateException("not run inside a checkout");
      }
      at = parent;
    }
    return at;
  }

  /** Java files below {@code src/<part>/java} of all modules. */
  static List<Path> javaFiles(String part) {
    List<Path> files = new ArrayList<>();
    for (String module : MODULES) {
      Path sources = root().resolve(module).resolve("src").resolve(part).resolve("java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> found = Files.walk(sources)) {
          found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return files;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The compiled main classes of all modules. */
  static JavaClasses mainClasses() {
    return Compiled.CLASSES;
  }

  /** A file's place in the checkout, for messages. */
  static String name(Path file) {
    return root().relativize(file).toString();
  }
}
