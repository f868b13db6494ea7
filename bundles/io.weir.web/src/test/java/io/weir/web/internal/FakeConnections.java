package io.weir.web.internal;

import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.driver.ExplorableDriver.Interpretation;
import io.weir.api.driver.ExplorableDriver.Reading;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.BusPlan;
import io.weir.api.runtime.ConnectionRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One serial line with one device. */
final class FakeConnections implements ConnectionRegistry {
  volatile CompletableFuture<Reading> reading = new CompletableFuture<>();
  volatile Map<String, Object> asked = Map.of();
  volatile String draft = "";
  private volatile Scan scan = new Scan(Scan.Phase.NONE, 0, 0, "", List.of());

  @Override
  public List<Connection> connections() {
    return List.of(
        new Connection(
            "plant",
            "modbus",
            "io.weir.driver.modbus~plant",
            "19200 baud 8E1",
            Set.of(Ability.SCAN, Ability.READ, Ability.ANNOUNCE),
            List.of("boiler")));
  }

  @Override
  public Optional<Connection> connection(String name) {
    return connections().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  @Override
  public BusPlan plan(String connection, byte @Nullable [] document) {
    draft = document == null ? "" : new String(document, StandardCharsets.UTF_8);
    if (draft.contains("bad")) {
      throw new ConfigException("/channels/0/address/register", 70000, "use 0 to 65535");
    }
    return new BusPlan(
        connection,
        "19200 baud 8E1",
        true,
        21_000,
        0.021,
        "",
        List.of(new BusPlan.Load("boiler", "Boiler 1", 1_000_000, 1, 0.021, false)),
        List.of(
            new BusPlan.Read(
                "boiler",
                1_000_000,
                "unit 1 holding",
                2,
                3,
                List.of("boiler/flow-temp"),
                1,
                21_000,
                "one channel")));
  }

  @Override
  public CompletionStage<Reading> read(String connection, Map<String, Object> address) {
    asked = address;
    if (address.isEmpty()) {
      throw new ConfigException("connection", connection, "use one that can read");
    }
    return reading;
  }

  @Override
  public void scan(String connection, Map<String, Object> query) {
    asked = query;
    if (!query.containsKey("units")) {
      throw new ConfigException("units", null, "give a range such as 1-247");
    }
    scan =
        new Scan(
            Scan.Phase.RUNNING,
            5,
            247,
            "",
            List.of(new Finding(Map.of("unit", 5), "Unit 5", Map.of("vendor", "Acme"))));
  }

  @Override
  public Scan scan(String connection) {
    return scan;
  }

  @Override
  public void stopScan(String connection) {
    scan = new Scan(Scan.Phase.STOPPED, 5, 247, "", scan.findings());
  }

  static Reading aReading() {
    return new Reading(
        List.of("0x41AC", "0x0000"),
        List.of(new Interpretation(Map.of("type", "float32", "order", "ABCD"), "21.5")));
  }
}
