package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.Device;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device as hosts know it: its metrics, and whether it was born. Guarded by the lock. */
final class DeviceSession {
  final String id;
  final String birthTopic;
  final String deathTopic;
  final String dataTopic;
  final DataWriter data = new DataWriter();

  private final Map<Integer, ChannelMetric> metrics = new LinkedHashMap<>();

  /** The device as it is configured; null for one that is gone. */
  @Nullable Device configured;

  /** What it was born with; null while it is not. */
  private @Nullable List<String> bornWith;

  /** Whether anything was touched since somebody looked, so that it is worth a comparison. */
  private boolean isTouched;

  /** Time of the last current value in {@link #data}. */
  long dataTime;

  /** Whether a batch at hand has a value of it. */
  boolean isNeeded;

  DeviceSession(Settings settings, String id) {
    this.id = id;
    birthTopic = settings.topic("DBIRTH", id);
    deathTopic = settings.topic("DDEATH", id);
    dataTopic = settings.topic("DDATA", id);
  }

  Collection<ChannelMetric> metrics() {
    return metrics.values();
  }

  @Nullable ChannelMetric named(String name) {
    for (ChannelMetric each : metrics.values()) {
      if (each.name.equals(name)) {
        return each;
      }
    }
    return null;
  }

  void add(ChannelMetric metric) {
    metrics.put(metric.info.number(), metric);
    isTouched = true;
  }

  void clearMetrics() {
    metrics.clear();
    isTouched = true;
  }

  boolean isBorn() {
    return bornWith != null;
  }

  void born() {
    bornWith = description();
    isTouched = false;
  }

  void died() {
    bornWith = null;
    data.clear();
  }

  /** Whether hosts know it otherwise than it is. */
  boolean isOutdated() {
    if (bornWith == null || !isTouched) {
      return false;
    }
    isTouched = !bornWith.equals(description());
    return isTouched;
  }

  private List<String> description() {
    List<String> lines = new ArrayList<>();
    Device of = configured;
    lines.add(of == null ? "" : of.name() + "|" + of.connection() + "|" + of.profile());
    for (ChannelMetric each : metrics.values()) {
      lines.add(
          each.alias
              + "|"
              + each.name
              + "|"
              + each.info.type()
              + "|"
              + each.info.unit()
              + "|"
              + each.isReadOnly);
    }
    return lines;
  }
}
