package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code mosquitto_sub} as the consumer: keeps what it was sent by lane and sequence, and finds
 * fault with a sequence that comes twice with different content. Guarded by itself.
 */
final class Cloud implements AutoCloseable {
  /** One sample as it arrived. */
  record Arrived(long time, @Nullable Object value, String quality) {}

  private final ObjectMapper mapper = new ObjectMapper();
  private final Peer peer;
  private final Map<Long, JsonNode> telemetry = new TreeMap<>();
  private final List<JsonNode> events = new ArrayList<>();
  private final Map<String, String> others = new TreeMap<>();
  private @Nullable String fault;

  Cloud(Path directory, int port) throws IOException {
    peer =
        Peer.talk(
            directory,
            "mosquitto_sub",
            List.of(
                "mosquitto_sub",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-i",
                "consumer",
                "-c",
                "-q",
                "1",
                "-t",
                "weir/#",
                "-F",
                "%t %p"));
    Thread thread = new Thread(this::read, "cloud");
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try (BufferedReader in = peer.process().inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int space = line.indexOf(' ');
        take(line.substring(0, space), line.substring(space + 1));
      }
    } catch (IOException | RuntimeException e) {
      fail("the consumer failed: " + e);
    }
  }

  private synchronized void take(String topic, String payload) throws IOException {
    if (topic.endsWith("/telemetry")) {
      JsonNode message = mapper.readTree(payload);
      JsonNode before = telemetry.putIfAbsent(message.get("first").longValue(), message);
      if (before != null && before.get("last").equals(message.get("last"))) {
        if (!before.equals(message)) {
          fail("sequence " + message.get("first") + " came twice, differently");
        }
      } else if (before != null
          && before.get("last").longValue() < message.get("last").longValue()) {
        telemetry.put(message.get("first").longValue(), message);
      }
    } else if (topic.endsWith("/event")) {
      events.add(mapper.readTree(payload));
    } else {
      others.put(topic, payload);
    }
  }

  private synchronized void fail(String what) {
    fault = what;
  }

  /** The last message of a topic that is neither telemetry nor event. */
  synchronized @Nullable String last(String topic) {
    return others.get(topic);
  }

  /** Texts of all events so far. */
  synchronized List<String> eventMessages() {
    return events.stream().flatMap(event -> event.findValuesAsText("message").stream()).toList();
  }

  /** Last sequence up to which there is no gap. */
  synchronized long completeUpTo() {
    assertThat(fault).isNull();
    long last = 0;
    for (JsonNode message : telemetry.values()) {
      if (message.get("first").longValue() > last + 1) {
        return last;
      }
      last = Math.max(last, message.get("last").longValue());
    }
    return last;
  }

  /** The highest sequence so far. */
  synchronized long highest() {
    assertThat(fault).isNull();
    return telemetry.values().stream()
        .mapToLong(each -> each.get("last").longValue())
        .max()
        .orElse(0);
  }

  /** The samples of one channel in the order of sequences, each sequence once. */
  synchronized List<Arrived> samples(String device, String channel) {
    List<Arrived> samples = new ArrayList<>();
    long done = 0;
    for (JsonNode message : telemetry.values()) {
      if (message.get("last").longValue() <= done) {
        continue;
      }
      assertThat(message.get("first").longValue()).as("start of a message").isGreaterThan(done);
      done = message.get("last").longValue();
      for (JsonNode block : message.get("blocks")) {
        JsonNode values = block.get("values").get(channel);
        if (block.get("device").textValue().equals(device) && values != null) {
          JsonNode quality = block.path("quality").path(channel);
          for (int i = 0; i < values.size(); i++) {
            samples.add(
                new Arrived(
                    block.get("time").get(i).longValue(),
                    value(values.get(i)),
                    quality.isMissingNode() ? "good" : quality.get(i).textValue()));
          }
        }
      }
    }
    return samples;
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
  }

  @Override
  public void close() {
    peer.close();
  }
}
