package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.itest.Troublemaker.Habit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * A device that misbehaves costs its neighbours on the same connection no more than a tenth of
 * their polls, whatever it does.
 *
 * <p>A connection whose devices all behave runs beside the others, in the same gateway and at the
 * same time: polls are compared with its polls, so that a busy machine slows down both.
 */
class NeighboursTest {
  private static final int NEIGHBOURS = 3;
  private static final int POLLS = 450;

  private static final String DEVICE =
      """
      { "id": "%1$s", "connection": "%2$s", "period": "200ms", "address": { "unit": %3$d },
        "channels": [ { "id": "value",
          "address": { "table": "holding", "register": 0, "type": "uint16" } } ] }
      """;

  private final Map<String, Troublemaker> peers = new HashMap<>();

  @Test
  void keepTheirPeriod() throws Exception {
    GatewayProcess gateway = new GatewayProcess(Site.fresh("neighbours"));
    try {
      for (boolean isRtu : new boolean[] {false, true}) {
        for (Habit habit : Habit.values()) {
          if (isPossible(habit, isRtu)) {
            connect(gateway, habit, isRtu);
          }
        }
      }
      gateway.start();
      measure(new Api(gateway).signIn());
    } finally {
      gateway.close();
      for (Troublemaker each : peers.values()) {
        each.close();
      }
    }
  }

  /** Modbus TCP has no checksum of its own, RTU frames have no transactions. */
  private static boolean isPossible(Habit habit, boolean isRtu) {
    return habit != (isRtu ? Habit.OTHER_TRANSACTION : Habit.DAMAGED);
  }

  private void connect(GatewayProcess gateway, Habit habit, boolean isRtu) throws IOException {
    Troublemaker peer = new Troublemaker(habit, isRtu);
    String transport = isRtu ? "rtu-tcp" : "tcp";
    String name = name(habit, transport);
    peers.put(name, peer);
    gateway.write(
        "io.weir.driver.modbus~" + name + ".cfg.json",
        "{\"transport\":\"%s\",\"host\":\"127.0.0.1\",\"port\":%d,\"timeout.ms\":500}"
            .formatted(transport, peer.port()));
    for (int unit = 1; unit <= NEIGHBOURS; unit++) {
      write(gateway, name + "-" + unit, name, unit);
    }
    write(gateway, name + "-bad", name, Troublemaker.BAD);
  }

  private static String name(Habit habit, String transport) {
    return transport + "-" + habit.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void write(GatewayProcess gateway, String id, String connection, int unit)
      throws IOException {
    gateway.write(
        Path.of("devices", id + ".json").toString(), DEVICE.formatted(id, connection, unit));
  }

  private void measure(Api api) throws Exception {
    List<String> bad = new ArrayList<>(peers.keySet());
    bad.removeIf(name -> name.endsWith("-good"));
    Eventually.until(
        "every bad device found out",
        () -> {
          Map<String, JsonNode> parts = parts(api);
          return bad.stream()
              .allMatch(
                  name -> part(parts, name + "-bad").get("state").textValue().equals("error"));
        });
    // What it costs to find out that a device is bad, and how bad, is behind them.
    Map<String, Long> settled = answered(api);
    Eventually.until("a while", () -> since(settled, answered(api), "tcp-good") >= POLLS / 2);

    Map<String, Long> before = answered(api);
    Eventually.until("polls", () -> since(before, answered(api), "tcp-good") >= POLLS);
    Map<String, Long> after = answered(api);
    SoftAssertions softly = new SoftAssertions();
    for (String name : peers.keySet()) {
      String good = name.startsWith("rtu-tcp") ? "rtu-tcp-good" : "tcp-good";
      double ratio = (double) since(before, after, name) / since(before, after, good);
      softly.assertThat(ratio).as(name).isBetween(0.9, 1.1);
    }
    softly.assertAll();
    for (String name : bad) {
      JsonNode live = api.get("live?channel=" + name + "-bad/value").at("/values/0");
      assertThat(live.get("value").isNull()).as(name + ": " + live).isTrue();
    }
  }

  /** Polls of the neighbours that were answered, of each connection. */
  private Map<String, Long> answered(Api api) throws Exception {
    Map<String, JsonNode> parts = parts(api);
    Map<String, Long> answered = new HashMap<>();
    for (String name : peers.keySet()) {
      for (int unit = 1; unit <= NEIGHBOURS; unit++) {
        JsonNode counters = part(parts, name + "-" + unit).get("counters");
        long good =
            counters.get("polls").longValue()
                - counters.get("timeouts").longValue()
                - counters.get("errors").longValue();
        answered.merge(name, good, Long::sum);
      }
    }
    return answered;
  }

  private static long since(Map<String, Long> before, Map<String, Long> after, String name) {
    return after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
  }

  private static JsonNode part(Map<String, JsonNode> parts, String device) {
    return Objects.requireNonNull(parts.get("device/" + device), device);
  }

  private static Map<String, JsonNode> parts(Api api) throws Exception {
    Map<String, JsonNode> parts = new HashMap<>();
    for (JsonNode part : api.get("status").get("parts")) {
      parts.put(part.get("part").textValue(), part);
    }
    return parts;
  }
}
