package io.weir.itest;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bundles of this tree, found by their folders, so that a new one is checked without a line.
 */
final class Bundles {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> NEVER_SHIPPED = Set.of("io.weir.testing", "io.weir.itest");

  /** The one library of ours: its whole package is exported. */
  static final String LIBRARY = "io.weir.mqtt";

  private Bundles() {}

  /** Whether a bundle may know the library. */
  static boolean mayKnowTheLibrary(String bundle) {
    return bundle.startsWith("io.weir.uplink.") || bundle.equals("io.weir.driver.mqtt");
  }

  /** Names of the bundles that ship. */
  static List<String> names() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("bnd.bnd")))
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !NEVER_SHIPPED.contains(name))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError("the folder of bundles cannot be read", e);
    }
  }

  /** Names of the bundles beside api: those that must not know each other. */
  static List<String> row() {
    return names().stream().filter(name -> !name.equals("io.weir.api")).toList();
  }

  static JavaClasses classes(String bundle) {
    return new ClassFileImporter().importPath(ROOT.resolve(bundle).resolve("target/classes"));
  }

  static Path jar(String bundle) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(bundle).resolve("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*-[0-9.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError(bundle + " is not built; run scripts/test"));
    }
  }

  /** Of all code of ours, a class may know that of its own bundle and the API. */
  static ArchCondition<JavaClass> knowOnlyItselfAndTheApi(JavaClasses bundle) {
    return knowOnlyItselfTheApiAnd(bundle, Set.of());
  }

  /** The same, and these packages. */
  static ArchCondition<JavaClass> knowOnlyItselfTheApiAnd(
      JavaClasses bundle, Set<String> packages) {
    Set<String> own =
        bundle.stream()
            .map(JavaClass::getPackage)
            .map(JavaPackage::getName)
            .collect(Collectors.toSet());
    return new ArchCondition<>("know nothing of ours but its own bundle and io.weir.api") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
          String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
          if (target.startsWith("io.weir.")
              && !target.startsWith("io.weir.api.")
              && !packages.contains(target)
              && !own.contains(target)) {
            events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
          }
        }
      }
    };
  }
}
