package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One gateway, and pymodbus behind every transport but Modbus TCP, which all other tests use. */
@Execution(ExecutionMode.CONCURRENT)
class PeersTest {
  private static final String DEVICE =
      """
      { "id": "%1$s", "connection": "%1$s", "period": "200ms", "address": { "unit": 1 },
        "channels": [
          { "id": "temp", "unit": "Cel", "scale": 0.1,
            "address": { "table": "input", "register": 2, "type": "int16" } },
          { "id": "setpoint", "access": "rw",
            "address": { "table": "holding", "register": 10, "type": "uint16" } } ] }
      """;

  private static final Map<Transport, Slave> SLAVES = new EnumMap<>(Transport.class);
  private static GatewayProcess gateway;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    Path directory = Site.fresh("peers");
    Map<Transport, CompletableFuture<Slave>> starting = new EnumMap<>(Transport.class);
    for (Transport each : Transport.values()) {
      if (each != Transport.TCP) {
        starting.put(each, CompletableFuture.supplyAsync(() -> slave(directory, each)));
      }
    }
    starting.forEach((transport, slave) -> SLAVES.put(transport, slave.join()));
    gateway = new GatewayProcess(directory);
    for (Map.Entry<Transport, Slave> each : SLAVES.entrySet()) {
      gateway.write(
          "io.weir.driver.modbus~" + each.getKey() + ".cfg.json",
          "{" + each.getValue().settings() + ",\"timeout.ms\":1000}");
      gateway.write("devices/" + each.getKey() + ".json", DEVICE.formatted(each.getKey()));
    }
    gateway.start();
    api = new Api(gateway).signIn();
  }

  private static Slave slave(Path directory, Transport transport) {
    try {
      return new Slave(directory.resolve(transport.toString()), transport);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    try {
      if (gateway != null) {
        gateway.close();
        assertThat(gateway.log()).as("an orderly stop").doesNotContain("the port is gone");
      }
    } finally {
      SLAVES.values().forEach(Slave::close);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP")
  void isReadAndWrittenAndMissedAndFoundAgain(Transport transport) throws Exception {
    Slave slave = Objects.requireNonNull(SLAVES.get(transport));
    slave.temperature(417);
    Eventually.until("41.7 degrees", () -> isGood(transport, 41.7));
    assertThat(device(transport).get("state").textValue()).isEqualTo("ok");

    Eventually.until(
        "a setpoint that is confirmed",
        () -> {
          JsonNode result = api.command(transport + "/setpoint", 55);
          assertThat(result.get("outcome").textValue()).as(result.toString()).isEqualTo("done");
          return result.at("/readBack/value").intValue() == 55;
        });
    assertThat(slave.setpoint()).isEqualTo(55);

    slave.kill();
    Eventually.until(
        "the device's bad state", () -> device(transport).get("state").textValue().equals("error"));
    assertThat(device(transport).get("message").textValue())
        .containsAnyOf("does not answer", "The connection '" + transport + "' is down");
    Eventually.until(
        "bad quality",
        () ->
            live(transport).get("quality").textValue().equals("bad/comm")
                && live(transport).get("value").isNull());

    slave.restart();
    slave.temperature(333);
    Eventually.until("33.3 degrees", () -> isGood(transport, 33.3));
    Eventually.until(
        "the device's good state", () -> device(transport).get("state").textValue().equals("ok"));
  }

  private static boolean isGood(Transport transport, double value) throws Exception {
    JsonNode live = live(transport);
    return live.get("quality").textValue().equals("good")
        && live.get("value").doubleValue() == value;
  }

  private static JsonNode live(Transport transport) throws Exception {
    return api.get("live?channel=" + transport + "/temp").at("/values/0");
  }

  private static JsonNode device(Transport transport) throws Exception {
    return api.get("devices/" + transport);
  }
}
