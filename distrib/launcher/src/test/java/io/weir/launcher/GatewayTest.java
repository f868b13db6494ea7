package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogService;
import org.osgi.service.log.LoggerFactory;

class GatewayTest {
  @TempDir Path home;
  private Gateway gateway;

  @BeforeEach
  void install() throws Exception {
    Path bundles = home.resolve("bundles");
    Jars.bundle(bundles, "broken.jar", "a.broken", BrokenActivator.class);
    Jars.bundle(bundles, "echo.jar", "b.echo", EchoActivator.class);
    gateway =
        new Gateway(
            new Settings(
                home,
                home.resolve("etc"),
                home.resolve("data"),
                home.resolve("run"),
                "plant-7",
                false,
                List.of(),
                List.of(),
                List.of()));
    gateway.start();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.stop(30_000);
  }

  @Test
  void oneBundleThatCannotStartDoesNotHoldUpTheOthers() {
    assertThat(gateway.context().getBundles())
        .extracting(Bundle::getSymbolicName, Bundle::getState)
        .contains(
            org.assertj.core.api.Assertions.tuple("a.broken", Bundle.RESOLVED),
            org.assertj.core.api.Assertions.tuple("b.echo", Bundle.ACTIVE));
  }

  @Test
  void bundlesSeeWhereThingsAre() {
    ServiceReference<?> echo = gateway.context().getServiceReference(BooleanSupplier.class);

    assertThat(echo.getProperty("weir.etc")).isEqualTo(home.resolve("etc").toString());
    assertThat(echo.getProperty("weir.data")).isEqualTo(home.resolve("data").toString());
    assertThat(echo.getProperty("weir.run")).isEqualTo(home.resolve("run").toString());
    assertThat(echo.getProperty("weir.gateway.id")).isEqualTo("plant-7");
  }

  @Test
  void theWatchdogIsFedOnlyWhileEveryPartIsAlive() {
    BundleContext context = gateway.context();
    AtomicBoolean alive = new AtomicBoolean(true);
    context.registerService(
        BooleanSupplier.class,
        alive::get,
        FrameworkUtil.asDictionary(Map.of(Watchdog.PROPERTY, "pipeline")));
    List<String> said = new ArrayList<>();
    Watchdog watchdog = new Watchdog(context, said::add);

    watchdog.run();
    alive.set(false);
    watchdog.run();
    assertThat(said).containsExactly("WATCHDOG=1");

    alive.set(true);
    watchdog.run();
    assertThat(said).containsExactly("WATCHDOG=1", "WATCHDOG=1");
  }

  @Test
  void theLogServiceOfTheFrameworkIsThere() {
    assertThat(gateway.context().getServiceReference(LogService.class)).isNotNull();
    assertThat(gateway.context().getServiceReference(LoggerFactory.class)).isNotNull();
  }
}
