package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.uplink.sparkplug.internal.payload.DataSet;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import io.weir.uplink.sparkplug.internal.payload.Payload;
import io.weir.uplink.sparkplug.internal.payload.PropertySet;
import io.weir.uplink.sparkplug.internal.payload.Template;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every message of an edge node at all times, checked as the monitor of the
 * conformance suite does: topics, numbers, times, aliases, names, and the order of births, data and
 * deaths.
 */
final class Conformance {
  private static final Set<String> DEVICE_TYPES = Set.of("DBIRTH", "DDATA", "DDEATH");
  private static final Set<String> NODE_TYPES = Set.of("NBIRTH", "NDATA", "NDEATH");

  private long seq = -1;
  private boolean isNodeBorn;
  private @Nullable Long bdSeq;

  /** Names by alias of what was born, by device; the node's own under the empty name. */
  private final Map<String, Map<Long, String>> born = new HashMap<>();

  private final Map<Long, String> aliases = new HashMap<>();
  private final Set<String> definitions = new HashSet<>();

  /** Checks all messages one server saw, in their order. */
  static void check(List<Host.Seen> messages) {
    Conformance conformance = new Conformance();
    messages.forEach(conformance::message);
  }

  private void message(Host.Seen seen) {
    String what = seen.topic();
    Payload payload = seen.payload();
    topic(seen);
    assertThat(seen.retained()).as("%s retained", what).isFalse();
    assertThat(seen.qos()).as("%s QoS", what).isEqualTo(seen.type().equals("NDEATH") ? 1 : 0);
    assertThat(payload.timestamp()).as("%s timestamp", what).isNotNull();
    long late = System.currentTimeMillis() - Objects.requireNonNull(payload.timestamp());
    assertThat(late).as("%s sent", what).isBetween(0L, 300_000L);
    if (seen.type().equals("NDEATH")) {
      nodeDeath(seen);
      return;
    }
    assertThat(payload.seq()).as("%s seq", what).isNotNull();
    if (seen.type().equals("NBIRTH")) {
      nodeBirth(seen);
    } else {
      assertThat(isNodeBorn).as("%s before the node's birth", what).isTrue();
      assertThat(payload.seq()).as("%s seq", what).isEqualTo((seq + 1) & 0xFF);
    }
    seq = Objects.requireNonNull(payload.seq());
    payload.metrics().forEach(each -> metric(seen, each));
    inOrder(what, payload);
    String device = seen.device() == null ? "" : seen.device();
    switch (seen.type()) {
      case "DBIRTH" -> birth(seen, device);
      case "DDATA", "NDATA" -> data(seen, device);
      case "DDEATH" ->
          assertThat(born.remove(device)).as("%s of a device that was not born", what).isNotNull();
      default -> {}
    }
  }

  private static void topic(Host.Seen seen) {
    int levels = seen.topic().split("/", -1).length;
    assertThat(seen.topic()).startsWith("spBv1.0/Weir/" + seen.type() + "/g1");
    if (DEVICE_TYPES.contains(seen.type())) {
      assertThat(levels).as(seen.topic()).isEqualTo(5);
    } else {
      assertThat(NODE_TYPES).contains(seen.type());
      assertThat(levels).as(seen.topic()).isEqualTo(4);
    }
  }

  private void nodeBirth(Host.Seen seen) {
    Payload payload = seen.payload();
    assertThat(payload.seq()).isZero();
    born.clear();
    aliases.clear();
    definitions.clear();
    isNodeBorn = true;
    Metric number = seen.metric("bdSeq");
    assertThat(number.type()).isEqualTo(DataType.INT64);
    assertThat((Long) number.value()).isBetween(0L, 255L);
    bdSeq = (Long) number.value();
    Metric rebirth = seen.metric("Node Control/Rebirth");
    assertThat(rebirth.type()).isEqualTo(DataType.BOOLEAN);
    assertThat(rebirth.value()).isEqualTo(false);
    assertThat(rebirth.alias()).isNull();
    for (Metric each : payload.metrics()) {
      if (each.value() instanceof Template template && template.isDefinition()) {
        definitions.add(Objects.requireNonNull(each.name()));
      }
    }
    birth(seen, "");
  }

  private void nodeDeath(Host.Seen seen) {
    Payload payload = seen.payload();
    assertThat(payload.seq()).as("NDEATH seq").isNull();
    assertThat(payload.metrics()).as("NDEATH metrics").hasSize(1);
    Metric number = seen.metric("bdSeq");
    assertThat(number.type()).isEqualTo(DataType.INT64);
    if (isNodeBorn) {
      assertThat(number.value()).as("bdSeq of NDEATH").isEqualTo(bdSeq);
    }
    isNodeBorn = false;
    born.clear();
  }

  private void birth(Host.Seen seen, String device) {
    Map<Long, String> names = new HashMap<>();
    Set<String> lower = new HashSet<>();
    aliases.values().removeIf(device::equals);
    for (Metric each : seen.payload().metrics()) {
      String name = each.name();
      assertThat(name).as("name in %s: %s", seen.topic(), each).isNotNull();
      assertThat(each.type()).as("type in %s: %s", seen.topic(), each).isNotNull();
      assertThat(lower.add(Objects.requireNonNull(name).toLowerCase(Locale.ROOT)))
          .as("only %s in %s", name, seen.topic())
          .isTrue();
      Long alias = each.alias();
      if (alias != null) {
        assertThat(aliases.put(alias, device)).as("alias %s in %s", alias, seen.topic()).isNull();
        names.put(alias, name);
      }
    }
    born.put(device, names);
  }

  private void data(Host.Seen seen, String device) {
    Map<Long, String> names = born.get(device);
    assertThat(names).as("%s before the birth", seen.topic()).isNotNull();
    for (Metric each : seen.payload().metrics()) {
      assertThat(each.name()).as("name in %s", seen.topic()).isNull();
      assertThat(each.type()).as("type in %s", seen.topic()).isNull();
      assertThat(Objects.requireNonNull(names)).as(seen.topic()).containsKey(each.alias());
    }
  }

  private void metric(Host.Seen seen, Metric metric) {
    String what = seen.topic() + " " + metric;
    assertThat(metric.timestamp()).as(what).isNotNull();
    PropertySet properties = metric.properties();
    if (properties != null) {
      assertThat(properties.keys()).as(what).hasSameSizeAs(properties.values());
      assertThat(properties.values()).as(what).allMatch(each -> each.type() != null);
      Object quality = properties.get("Quality");
      if (quality != null) {
        assertThat(quality).as(what).isIn(0, 192, 500);
      }
    }
    if (metric.value() instanceof DataSet table) {
      assertThat(table.types()).as(what).hasSameSizeAs(table.columns());
      assertThat(table.types()).as(what).allMatch(each -> each.code() >= 1 && each.code() <= 14);
    }
    if (metric.value() instanceof Template template) {
      assertThat(template.isDefinition()).as(what).isEqualTo(template.reference() == null);
      assertThat(template.isDefinition() && !seen.type().equals("NBIRTH")).as(what).isFalse();
      if (!template.isDefinition()) {
        assertThat(definitions).as(what).contains(template.reference());
      }
    }
  }

  private static void inOrder(String what, Payload payload) {
    long before = Long.MIN_VALUE;
    for (Metric each : payload.metrics()) {
      if (!each.isHistorical()) {
        long time = Objects.requireNonNull(each.timestamp());
        assertThat(time).as("order of times in %s", what).isGreaterThanOrEqualTo(before);
        before = time;
      }
    }
  }
}
