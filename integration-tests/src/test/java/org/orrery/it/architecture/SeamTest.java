package org.orrery.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The outside world is reached through {@code org.orrery.base.seam} only. */
class SeamTest {

  /** Where the adapters are; benchmarks measure real time on real files. */
  private static final Set<String> ADAPTERS =
      Set.of("org.orrery.base.seam.system", "org.orrery.bench");

  /** Classes of which nothing may be called. */
  private static final Set<String> CLASSES =
      Set.of(
          "java.nio.file.Files",
          "java.nio.channels.FileChannel",
          "java.nio.channels.AsynchronousFileChannel",
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom",
          "java.util.Timer",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.ThreadPoolExecutor");

  /** Methods that may not be called, by class. */
  private static final Map<String, Set<String>> METHODS =
      Map.ofEntries(
          Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
          Map.entry(
              "java.lang.Thread",
              Set.of("sleep", "start", "startVirtualThread", "ofVirtual", "ofPlatform")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.time.Instant", Set.of("now")),
          Map.entry("java.time.LocalDate", Set.of("now")),
          Map.entry("java.time.LocalTime", Set.of("now")),
          Map.entry("java.time.LocalDateTime", Set.of("now")),
          Map.entry("java.time.ZonedDateTime", Set.of("now")),
          Map.entry("java.time.OffsetDateTime", Set.of("now")),
          Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system")));

  @Test
  void onlyAdaptersTouchClocksThreadsFilesAndChance() {
    var violations = new TreeSet<String>();
    for (JavaClass from : SourceTree.mainClasses()) {
      if (ADAPTERS.stream().noneMatch(from.getPackageName()::startsWith)) {
        for (JavaAccess<?> access : from.getAccessesFromSelf()) {
          String owner = access.getTargetOwner().getName();
          String member = access.getTarget().getName();
          if (CLASSES.contains(owner) || METHODS.getOrDefault(owner, Set.of()).contains(member)) {
            violations.add(access.getDescription());
          }
        }
      }
    }

    assertThat(violations).isEmpty();
  }

  @Test
  void onlyTheCommandLineWritesToTheTerminalOrEndsTheProcess() {
    var violations = new TreeSet<String>();
    for (JavaClass from : SourceTree.mainClasses()) {
      String packageName = from.getPackageName();
      if (!packageName.equals("org.orrery.server") && !packageName.startsWith("org.orrery.bench")) {
        for (JavaAccess<?> access : from.getAccessesFromSelf()) {
          String owner = access.getTargetOwner().getName();
          String member = access.getTarget().getName();
          if ((owner.equals("java.lang.System") && Set.of("out", "err", "exit").contains(member))
              || (owner.equals("java.lang.Runtime") && Set.of("halt", "exit").contains(member))
              || member.equals("printStackTrace")) {
            violations.add(access.getDescription());
          }
        }
      }
    }

    assertThat(violations).isEmpty();
  }
}
