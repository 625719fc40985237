package org.orrery.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of statements. A statement ends with a semicolon at the end of a line; a comment line
 * above it is its title. A statement under {@code -- on PostgreSQL:} is what PostgreSQL is asked
 * instead of the one before, where that one uses what PostgreSQL lacks.
 */
public final class SqlFile {

  private static final String ON_POSTGRES = "-- on PostgreSQL:";

  private SqlFile() {}

  /**
   * A statement and how to ask PostgreSQL the same.
   *
   * @param title the comment above it, or its beginning
   */
  public record Question(String title, String sql, String onPostgres) {}

  /** Reads a resource below {@code org/orrery/it}. */
  public static List<Question> read(String name) {
    List<Question> questions = new ArrayList<>();
    String title = "";
    boolean isAlternative = false;
    var statement = new StringBuilder();
    for (String line : text(name).lines().toList()) {
      if (statement.isEmpty() && (line.isBlank() || line.startsWith("--"))) {
        isAlternative |= line.equals(ON_POSTGRES);
        title = line.startsWith("-- ") ? line.substring(3) : title;
      } else {
        statement.append(statement.isEmpty() ? "" : "\n").append(line);
        if (line.stripTrailing().endsWith(";")) {
          String sql = statement.substring(0, statement.lastIndexOf(";"));
          if (isAlternative) {
            Question last = questions.removeLast();
            questions.add(new Question(last.title(), last.sql(), sql));
          } else {
            questions.add(new Question(title.isEmpty() ? sql : title, sql, sql));
          }
          title = "";
          isAlternative = false;
          statement.setLength(0);
        }
      }
    }
    return questions;
  }

  /** The files of a directory below {@code org/orrery/it}, without {@code .sql}, in order. */
  public static List<String> names(String directory) {
    URL root = requireNonNull(SqlFile.class.getResource("/org/orrery/it/" + directory), directory);
    try (Stream<Path> files = Files.list(Path.of(root.toURI()))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".sql"))
          .map(name -> name.substring(0, name.length() - ".sql".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The lines of a resource that are neither empty nor comments. */
  static List<String> lines(String name) {
    return text(name).lines().filter(line -> !line.isBlank() && !line.startsWith("--")).toList();
  }

  static String text(String name) {
    try (@Nullable InputStream in = SqlFile.class.getResourceAsStream("/org/orrery/it/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
