package org.orrery.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

class SourceStyleTest {

  private static final int FILE_LINES_MAX = 700;
  private static final int METHOD_LINES_MAX = 70;

  /** Directories of somebody's machine, at the start of a string. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("\"/(home|root|Users|usr|opt|tmp|var|etc|work|mnt)/");

  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

  @Test
  void filesAreShort() {
    List<String> tooLong = new ArrayList<>();
    for (Path file : allJavaFiles()) {
      long lines = SourceTree.read(file).lines().count();
      if (lines > FILE_LINES_MAX) {
        tooLong.add(SourceTree.name(file) + ": " + lines + " lines");
      }
    }

    assertThat(tooLong).isEmpty();
  }

  @Test
  void methodsAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(allJavaFiles()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodLengths(unit, positions, tooLong).scan(unit, null);
      }
    }

    assertThat(tooLong).isEmpty();
  }

  @Test
  void everyPackageIsDescribedAndNullMarked() {
    Set<String> missing = new TreeSet<>();
    for (Path file : allJavaFiles()) {
      Path description = file.resolveSibling("package-info.java");
      // Tests in a package of the main code share its description.
      Path shared = Path.of(description.toString().replace("/src/test/", "/src/main/"));
      if (!isNullMarked(description) && !isNullMarked(shared)) {
        missing.add(SourceTree.name(description));
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void mainCodeNamesNoMachineAndLeavesNothingUnfinished() {
    List<String> found = new ArrayList<>();
    for (Path file : SourceTree.javaFiles("main")) {
      String text = SourceTree.read(file);
      if (MACHINE_PATH.matcher(text).find() || UNFINISHED.matcher(text).find()) {
        found.add(SourceTree.name(file));
      }
    }

    assertThat(found).isEmpty();
  }

  private static boolean isNullMarked(Path description) {
    return Files.exists(description) && SourceTree.read(description).contains("@NullMarked");
  }

  private static List<Path> allJavaFiles() {
    List<Path> files = new ArrayList<>(SourceTree.javaFiles("main"));
    files.addAll(SourceTree.javaFiles("test"));
    return files;
  }

  /** Notes the methods of one file that are too long, their Javadoc not counted. */
  private static final class MethodLengths extends TreeScanner<Void, Void> {

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> tooLong;

    MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
      this.unit = unit;
      this.positions = positions;
      this.tooLong = tooLong;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      LineMap lines = unit.getLineMap();
      long first = lines.getLineNumber(positions.getStartPosition(unit, method));
      long last = lines.getLineNumber(positions.getEndPosition(unit, method));
      if (last - first + 1 > METHOD_LINES_MAX) {
        Path file = Path.of(unit.getSourceFile().toUri());
        tooLong.add(
            SourceTree.name(file)
                + ":"
                + first
                + " "
                + method.getName()
                + ": "
                + (last - first + 1)
                + " lines");
      }
      return super.visitMethod(method, null);
    }
  }
}
