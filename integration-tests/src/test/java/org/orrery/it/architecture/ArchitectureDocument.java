package org.orrery.it.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The tables of {@code docs/architecture.md} that are rules. */
final class ArchitectureDocument {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final List<String> lines;

  private ArchitectureDocument(List<String> lines) {
    this.lines = lines;
  }

  static ArchitectureDocument read() {
    return new ArchitectureDocument(
        SourceTree.read(SourceTree.root().resolve("docs").resolve("architecture.md"))
            .lines()
            .toList());
  }

  /**
   * The table whose header starts with {@code firstHeader}: the code words of its first column to
   * those of its last.
   */
  Map<List<String>, List<String>> table(String firstHeader) {
    Map<List<String>, List<String>> rows = new LinkedHashMap<>();
    boolean isInside = false;
    for (String line : lines) {
      if (line.startsWith("| " + firstHeader + " |")) {
        isInside = true;
      } else if (isInside && !line.startsWith("|")) {
        return rows;
      } else if (isInside && !line.startsWith("|---")) {
        String[] cells = line.split("\\|", -1);
        rows.put(codeWords(cells[1]), codeWords(cells[cells.length - 2]));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalStateException("no table \"" + firstHeader + "\" in docs/architecture.md");
    }
    return rows;
  }

  private static List<String> codeWords(String cell) {
    List<String> words = new ArrayList<>();
    CODE.matcher(cell).results().forEach(match -> words.add(match.group(1)));
    return words;
  }
}
