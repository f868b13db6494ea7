package io.weir.itest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the arrows of the design: every bundle knows the API, none knows another; those that speak
 * MQTT know the client library.
 */
class ArchitectureTest {
  private static final Pattern PACKAGE =
      Pattern.compile("(?:^|,)([a-zA-Z0-9_.]+)(?:;[^,\"]*(?:\"[^\"]*\"[^,\"]*)*)?");

  private static final ArchRule NO_EVENT_ADMIN =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.osgi.service.event..")
          .because("samples move in batches from one thread to the next");

  private static final ArchRule NO_SLEEP =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .because("time is injected");

  static List<String> row() {
    return Bundles.row();
  }

  static List<String> names() {
    return Bundles.names();
  }

  @Test
  void allBundlesAreSeen() {
    assertThat(Bundles.names())
        .contains("io.weir.api", "io.weir.core", "io.weir.store", "io.weir.driver.modbus")
        .doesNotContain("io.weir.testing");
    assertThat(Bundles.classes("io.weir.core")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("row")
  void noBundleKnowsAnother(String bundle) {
    JavaClasses own = Bundles.classes(bundle);

    classes().should(Bundles.knowOnlyItselfTheApiAnd(own, libraries(bundle))).check(own);
  }

  private static Set<String> libraries(String bundle) {
    return Bundles.mayKnowTheLibrary(bundle) ? Set.of(Bundles.LIBRARY) : Set.of();
  }

  @Test
  void theLibraryIsKnownToThoseWhoSpeakMqttAlone() {
    assertThat(Bundles.row().stream().filter(Bundles::mayKnowTheLibrary))
        .contains("io.weir.uplink.mqtt", "io.weir.driver.mqtt")
        .doesNotContain("io.weir.uplink", "io.weir.mqtt", "io.weir.core");
  }

  @Test
  void theApiKnowsNothingOfOurs() {
    JavaClasses api = Bundles.classes("io.weir.api");

    classes().should(Bundles.knowOnlyItselfAndTheApi(api)).check(api);
  }

  @ParameterizedTest
  @MethodSource("names")
  void thereIsNoEventAdminAndNoSleeping(String bundle) {
    JavaClasses own = Bundles.classes(bundle);

    NO_EVENT_ADMIN.check(own);
    NO_SLEEP.check(own);
  }

  @ParameterizedTest
  @MethodSource("names")
  void onlyTheApiIsExported(String bundle) throws IOException {
    List<String> exported = packages(bundle, "Export-Package");

    if (bundle.equals("io.weir.api")) {
      assertThat(exported).isNotEmpty().allMatch(name -> name.startsWith("io.weir.api."));
    } else if (bundle.equals(Bundles.LIBRARY)) {
      assertThat(exported).containsExactly(Bundles.LIBRARY);
    } else {
      assertThat(exported).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void nothingInternalIsImported(String bundle) throws IOException {
    assertThat(packages(bundle, "Import-Package"))
        .filteredOn(name -> name.startsWith("io.weir.") && !libraries(bundle).contains(name))
        .allMatch(name -> name.startsWith("io.weir.api."));
  }

  /** This bundle knows io.weir.testing, so the rule must find fault with it. */
  @Test
  void anArrowInsideTheRowIsFound() {
    JavaClasses offender =
        new ClassFileImporter().importPath(Path.of("target/test-classes/io/weir/itest/bad"));

    assertThat(offender).isNotEmpty();
    assertThatThrownBy(
            () -> classes().should(Bundles.knowOnlyItselfAndTheApi(offender)).check(offender))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("io.weir.testing.FakeClock");
    assertThatThrownBy(() -> NO_SLEEP.check(offender)).isInstanceOf(AssertionError.class);
  }

  private static List<String> packages(String bundle, String header) throws IOException {
    try (JarFile jar = new JarFile(Bundles.jar(bundle).toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      List<String> names = new ArrayList<>();
      String value = manifest.getValue(header);
      Matcher matcher = PACKAGE.matcher(value == null ? "" : value);
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
      return names;
    }
  }
}
