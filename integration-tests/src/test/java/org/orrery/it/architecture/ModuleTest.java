package org.orrery.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ModuleTest {

  private static final String ROOT = "org.orrery";

  private final ArchitectureDocument document = ArchitectureDocument.read();
  private final JavaClasses classes = SourceTree.mainClasses();

  @Test
  void packagesImportOnlyWhatTheModuleTableAllows() {
    Map<List<String>, List<String>> table = document.table("package");
    var violations = new TreeSet<String>();
    for (JavaClass from : classes) {
      List<String> allowed = allowed(table, from.getPackageName());
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (isIn(target, ROOT) && allowed.stream().noneMatch(each -> isIn(target, each))) {
          violations.add(from.getPackageName() + " imports " + target);
        }
      }
    }

    assertThat(violations).isEmpty();
  }

  private static List<String> allowed(Map<List<String>, List<String>> table, String packageName) {
    List<String> allowed = new ArrayList<>();
    table.forEach(
        (packages, targets) -> {
          if (packages.stream().anyMatch(each -> isIn(packageName, each))) {
            allowed.addAll(packages);
            allowed.addAll(targets);
          }
        });
    assertThat(allowed).as("row of docs/architecture.md for %s", packageName).isNotEmpty();
    return allowed;
  }

  @Test
  void libraryNamesStayInTheirPackages() {
    document
        .table("library")
        .forEach(
            (libraries, packages) -> {
              String[] libraryPackages = withSubpackages(libraries);
              noClasses()
                  .that()
                  .resideOutsideOfPackages(withSubpackages(packages))
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(libraryPackages)
                  .allowEmptyShould(true)
                  .check(classes);
            });
  }

  @Test
  void everyLibraryHasARow() {
    List<String> known = document.table("library").keySet().stream().flatMap(List::stream).toList();
    var unknown = new TreeSet<String>();
    for (JavaClass from : classes) {
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (!target.isEmpty()
            && !isIn(target, ROOT)
            && !isIn(target, "java")
            && !isIn(target, "javax")
            && known.stream().noneMatch(each -> isIn(target, each))) {
          unknown.add(from.getPackageName() + " imports " + target);
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void nothingReadsSerializedObjects() {
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "deserialize Java objects",
                each -> each.getName().equals("java.io.ObjectInputStream")))
        .check(classes);
  }

  private static String[] withSubpackages(List<String> packages) {
    return packages.stream().map(each -> each + "..").toArray(String[]::new);
  }

  private static boolean isIn(String packageName, String root) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }
}
