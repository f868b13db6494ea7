package io.weir.uplink.mqtt.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.api.model.Sample;
import io.weir.api.runtime.State;
import io.weir.api.uplink.DecodedBatch;
import io.weir.codec.json.internal.JsonCodec;
import io.weir.testing.Mosquitto;
import io.weir.uplink.mqtt.internal.Subscriber.Arrival;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives at the cloud when brokers die and connections break. */
class DeliveryTest {
  private static final String TELEMETRY = "weir/g1/telemetry";

  @TempDir Path folder;

  /** Sequences of one message. */
  private record Span(long first, long last) {}

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void aBrokerKilledMidStreamLosesNothing(String version) throws Exception {
    Mosquitto mosquitto = new Mosquitto(folder);
    List<Arrival> arrivals = new ArrayList<>();
    try (Gate gate = new Gate(mosquitto.port);
        Gateway gateway = new Gateway(folder, Map.of("url", gate.url(), "version", version))) {
      for (int life = 1; life <= 4; life++) {
        mosquitto.start();
        try (Subscriber cloud = new Subscriber(mosquitto.port)) {
          gate.deafen(false);
          gate.shut(false);
          long goal = 60L * life;
          // No more than a few ahead, so that nothing waits inside the broker for the subscriber.
          while (gateway.appended() < goal) {
            gateway.append();
            gateway.await("a short way", () -> gateway.cursor() > gateway.appended() - 8);
          }
          // From here on nothing is acknowledged: a killed broker may keep to itself what it took.
          gate.deafen(life < 4);
          for (int i = 0; i < 5; i++) {
            gateway.append();
          }
          if (life == 4) {
            gateway.awaitAll();
          }
          cloud.until("what was acknowledged", all -> highest(all) >= gateway.cursor());
          mosquitto.kill();
          gate.shut(true);
          arrivals.addAll(cloud.of(TELEMETRY));
        }
      }
      assertComplete(arrivals, gateway.appended());
    } finally {
      mosquitto.kill();
    }
  }

  /**
   * The client library gives topics aliases by itself where the broker allows them, and resends
   * them without the topic when it resumes a session: an endless loop of protocol errors.
   */
  @Test
  void brokenConnectionsWithTopicAliasesLoseNothingAndMakeNoProtocolErrors() throws Exception {
    Mosquitto mosquitto = new Mosquitto(folder, "max_topic_alias 10").start();
    try (Gate gate = new Gate(mosquitto.port);
        Gateway gateway = new Gateway(folder, Map.of("url", gate.url()));
        Subscriber cloud = new Subscriber(mosquitto.port)) {
      SplittableRandom random = new SplittableRandom(1);
      for (int cut = 0; cut < 6; cut++) {
        int entries = random.nextInt(20, 60);
        for (int i = 0; i < entries; i++) {
          gateway.append();
        }
        long half = gateway.appended() - entries / 2;
        gateway.await("half of it", () -> gateway.cursor() >= half);
        // Some are published and not acknowledged when the connection breaks.
        gate.deafen(true);
        gateway.append();
        gateway.append();
        cloud.until("the last", all -> highest(all) == gateway.appended());
        gate.cut();
        gate.deafen(false);
      }
      gateway.awaitAll();
      assertComplete(cloud.of(TELEMETRY), gateway.appended());
      assertThat(gate.topics.get())
          .as("messages by alias, or this test proves nothing")
          .isLessThan(cloud.of(TELEMETRY).size());
      assertThat(mosquitto.log).noneMatch(line -> line.contains("rotocol error"));
      assertEquals(7, gateway.status().counters().get("connects"));
      assertEquals(State.OK, gateway.status().state());
    } finally {
      mosquitto.kill();
    }
  }

  @Test
  void duplicatesCarryTheSequencesOfTheFirstTime() throws Exception {
    Mosquitto mosquitto = new Mosquitto(folder).start();
    try (Gate gate = new Gate(mosquitto.port);
        Gateway gateway = new Gateway(folder, Map.of("url", gate.url()));
        Subscriber cloud = new Subscriber(mosquitto.port)) {
      gateway.append();
      gateway.awaitAll();
      gate.deafen(true);
      for (int i = 0; i < 10; i++) {
        gateway.append();
        cloud.until("it", all -> highest(all) == gateway.appended());
      }
      gate.cut();
      gate.deafen(false);
      gateway.awaitAll();
      List<Span> spans = cloud.of(TELEMETRY).stream().map(DeliveryTest::span).toList();
      Map<Span, Integer> times = new HashMap<>();
      spans.forEach(span -> times.merge(span, 1, Integer::sum));
      assertThat(times).hasSize(11).doesNotContainEntry(new Span(2, 2), 1);
      assertEquals(11, new TreeSet<>(times.keySet().stream().map(Span::last).toList()).size());
      Map<Span, String> payloads = new HashMap<>();
      for (Arrival arrival : cloud.of(TELEMETRY)) {
        String before = payloads.putIfAbsent(span(arrival), arrival.text());
        assertThat(before == null || before.equals(arrival.text())).isTrue();
      }
    } finally {
      mosquitto.kill();
    }
  }

  /** The client library throws beyond the broker's receive maximum. */
  @Test
  void theBrokersReceiveMaximumIsKept() throws Exception {
    Mosquitto mosquitto = new Mosquitto(folder, "max_inflight_messages 2").start();
    try (Gateway gateway = new Gateway(folder, Map.of("url", mosquitto.url(), "in.flight", 16));
        Subscriber cloud = new Subscriber(mosquitto.port)) {
      for (int i = 0; i < 300; i++) {
        gateway.append();
      }
      gateway.awaitAll();
      cloud.until("the last", all -> highest(all) == 300);
      assertComplete(cloud.of(TELEMETRY), 300);
      assertEquals(1, gateway.status().counters().get("connects"));
    } finally {
      mosquitto.kill();
    }
  }

  private static long highest(List<Arrival> arrivals) {
    return arrivals.stream()
        .filter(arrival -> arrival.topic().equals(TELEMETRY))
        .mapToLong(arrival -> span(arrival).last())
        .max()
        .orElse(0);
  }

  private static Span span(Arrival arrival) {
    DecodedBatch batch = decode(arrival);
    return new Span(batch.firstSequence(), batch.lastSequence());
  }

  private static DecodedBatch decode(Arrival arrival) {
    try {
      return new JsonCodec().decode(arrival.payload(), number -> null);
    } catch (IOException e) {
      throw new AssertionError(new String(arrival.payload(), UTF_8), e);
    }
  }

  /** Each entry is there with all its samples, and none overtook another. */
  private static void assertComplete(List<Arrival> arrivals, long appended) {
    Map<Long, Integer> samples = new TreeMap<>();
    long highest = 0;
    Set<Span> seen = new HashSet<>();
    for (Arrival arrival : arrivals) {
      DecodedBatch batch = decode(arrival);
      assertThat(batch.firstSequence()).isLessThanOrEqualTo(highest + 1);
      highest = Math.max(highest, batch.lastSequence());
      if (!seen.add(span(arrival))) {
        continue;
      }
      for (Sample sample : batch.samples()) {
        if (sample.value() instanceof Long value) {
          samples.merge(value, 1, Integer::sum);
        }
      }
    }
    Map<Long, Integer> expected = new TreeMap<>();
    for (long sequence = 1; sequence <= appended; sequence++) {
      expected.put(sequence, 20);
    }
    assertEquals(expected, samples);
  }
}
