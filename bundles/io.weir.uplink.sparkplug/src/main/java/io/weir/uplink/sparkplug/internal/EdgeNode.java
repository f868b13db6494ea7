package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Device;
import io.weir.api.model.Quality;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.LiveValues;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The edge node: which devices and metrics it has, what hosts know of them, and the messages that
 * tell them. Every message but a node's death has the next number, so they leave one after the
 * other. Guarded by the session's lock.
 */
final class EdgeNode {
  /** A data message of this size is sent and another begun. */
  private static final int FULL = 100_000;

  /** Where messages go: quality of service 0, not retained. */
  interface Outlet {
    void send(String topic, byte[] payload) throws IOException;
  }

  /** What the gateway knows. */
  record Gateway(DeviceRegistry registry, LiveValues live, GatewayClock clock) {}

  private final Settings settings;
  private final Gateway gateway;
  private final Presence presence;
  private final Memory memory;
  private final Counters counters;

  private final Map<String, DeviceSession> devices = new TreeMap<>();
  private @Nullable ChannelMetric[] metrics = new @Nullable ChannelMetric[64];
  private final Set<Integer> sent = new TreeSet<>();
  private int seq;

  /** Takes the time of a channel's last value, in one object for all samples of a backlog. */
  private final LiveValues.Visitor noteTime = this::noteTime;

  private long lastTime;

  EdgeNode(
      Settings settings, Gateway gateway, Presence presence, Memory memory, Counters counters) {
    this.settings = settings;
    this.gateway = gateway;
    this.presence = presence;
    this.memory = memory;
    this.counters = counters;
  }

  // ---- births and deaths

  /** The whole sequence: the node, then each device that is there. */
  void birth(long bdSeq, Outlet out) throws IOException {
    sent.addAll(memory.channels());
    presence.refresh();
    configure();
    seq = 0;
    out.send(
        settings.topic("NBIRTH"),
        Certificates.nodeBirth(birthMillis(), next(), bdSeq, settings.servers().size() > 1));
    for (DeviceSession each : devices.values()) {
      each.died();
      if (isPresent(each)) {
        birth(each, out);
      }
    }
    counters.births.increment();
  }

  /** A connection is over: hosts know no device any more. */
  void forget() {
    devices.values().forEach(DeviceSession::died);
  }

  /** Deaths of all devices, before the node's own. */
  void deaths(Outlet out) throws IOException {
    for (DeviceSession each : devices.values()) {
      if (each.isBorn()) {
        death(each, out);
      }
    }
  }

  /** Tells what changed in the configuration and in what can be reached. */
  void review(boolean isConfigurationNew, Outlet out) throws IOException {
    presence.refresh();
    if (isConfigurationNew) {
      configure();
    }
    for (DeviceSession each : List.copyOf(devices.values())) {
      boolean isPresent = isPresent(each);
      if (each.isBorn() && !isPresent) {
        death(each, out);
      } else if (isPresent && (!each.isBorn() || each.isOutdated())) {
        birth(each, out);
      }
    }
    devices.values().removeIf(each -> each.configured == null && !each.isBorn());
  }

  private boolean isPresent(DeviceSession device) {
    Device configured = device.configured;
    return configured != null
        && configured.enabled()
        && !device.metrics().isEmpty()
        && presence.isOnline(device.id);
  }

  private void birth(DeviceSession device, Outlet out) throws IOException {
    if (settings.births() == Settings.Births.LIVE) {
      device.metrics().forEach(this::readLive);
    }
    out.send(device.birthTopic, Certificates.deviceBirth(birthMillis(), next(), device));
    device.born();
    counters.deviceBirths.increment();
  }

  private void death(DeviceSession device, Outlet out) throws IOException {
    flush(device, out);
    out.send(device.deathTopic, Certificates.deviceDeath(millis(), next()));
    device.died();
    counters.deviceDeaths.increment();
  }

  // ---- what there is

  private void configure() {
    @Nullable ChannelMetric[] before = metrics;
    metrics = new @Nullable ChannelMetric[before.length];
    devices.values().forEach(each -> each.configured = null);
    devices.values().forEach(DeviceSession::clearMetrics);
    for (Device device : gateway.registry().devices()) {
      for (Channel channel : device.channels()) {
        if (settings.births() == Settings.Births.LIVE || sent.contains(channel.number())) {
          DeviceSession session = session(device.id());
          session.configured = device;
          ChannelMetric metric = add(session, channel.info(), !channel.access().isWritable());
          ChannelMetric old = channel.number() < before.length ? before[channel.number()] : null;
          if (old != null) {
            metric.setFrom(old);
          }
        }
      }
    }
    sent.removeIf(number -> gateway.registry().channel(number) == null);
  }

  private DeviceSession session(String id) {
    return devices.computeIfAbsent(id, key -> new DeviceSession(settings, key));
  }

  private ChannelMetric add(DeviceSession device, ChannelInfo info, boolean isReadOnly) {
    // A channel that changed its type was another one before, which may still have values to send.
    String name = info.localId();
    if (device.named(name) != null) {
      name = name + "~" + info.number();
    }
    ChannelMetric metric = new ChannelMetric(info, device, name, isReadOnly);
    device.add(metric);
    if (info.number() >= metrics.length) {
      metrics = Arrays.copyOf(metrics, Math.max(info.number() + 1, metrics.length * 2));
    }
    metrics[info.number()] = metric;
    return metric;
  }

  private @Nullable ChannelMetric metric(int number) {
    return number < metrics.length ? metrics[number] : null;
  }

  private ChannelMetric learn(ChannelInfo info) {
    Channel channel = gateway.registry().channel(info.number());
    DeviceSession device = session(info.deviceId());
    if (channel != null) {
      device.configured = gateway.registry().device(info.deviceId()).orElse(null);
      sent.add(info.number());
    }
    return add(device, info, channel == null || !channel.access().isWritable());
  }

  private void readLive(ChannelMetric metric) {
    GatewayClock clock = gateway.clock();
    gateway
        .live()
        .visit(
            metric.info.number(),
            (micros, bits, object, quality) -> {
              long time = clock.toEpoch(clock.boot(), micros);
              if (time > metric.time) {
                metric.set(time, bits, object, quality);
              }
            });
  }

  // ---- data

  /** Sends all of a batch. Births come first where hosts do not know a metric yet. */
  void publish(UplinkBatch batch, IntFunction<ChannelInfo> channels, Outlet out)
      throws IOException {
    if (!batch.events().isEmpty()) {
      long newest = batch.events().get(batch.events().size() - 1).time();
      boolean isHistorical = newest < freshFrom();
      out.send(
          settings.topic("NDATA"), EventTable.data(millis(), next(), batch.events(), isHistorical));
    }
    Batch rows = batch.samples();
    if (rows.isEmpty()) {
      return;
    }
    Collection<DeviceSession> touched = prepare(rows, channels);
    boolean isPresenceNew = false;
    for (DeviceSession each : touched) {
      if (each.isNeeded && !each.isBorn() && !isPresent(each) && !isPresenceNew) {
        presence.refresh();
        isPresenceNew = true;
      }
      if (each.isOutdated() || (!each.isBorn() && (each.isNeeded || isPresent(each)))) {
        birth(each, out);
      }
    }
    write(rows, out);
    for (DeviceSession each : touched) {
      flush(each, out);
      if (each.isBorn() && !isPresent(each)) {
        death(each, out); // it was born for what it had left to tell
      }
    }
  }

  /** Makes metrics of channels not seen before; the devices of the batch. */
  private Collection<DeviceSession> prepare(Batch rows, IntFunction<ChannelInfo> channels)
      throws IOException {
    Set<DeviceSession> touched = new LinkedHashSet<>();
    @Nullable DeviceSession last = null;
    int known = sent.size();
    for (int row = 0; row < rows.size(); row++) {
      int number = rows.channel(row);
      ChannelMetric metric = metric(number);
      if (metric == null) {
        metric = learn(channels.apply(number));
      }
      DeviceSession device = metric.device;
      if (device != last) {
        if (touched.add(device)) {
          device.isNeeded = false;
        }
        last = device;
      }
      device.isNeeded |= !Quality.isBad(rows.quality(row));
    }
    if (sent.size() > known) {
      memory.remember(sent);
    }
    return touched;
  }

  private void write(Batch rows, Outlet out) throws IOException {
    long freshFrom = freshFrom();
    for (int row = 0; row < rows.size(); row++) {
      ChannelMetric metric = metric(rows.channel(row));
      if (metric == null || !metric.device.isBorn()) {
        counters.withoutValue.increment(); // its device's death says as much
        continue;
      }
      DeviceSession device = metric.device;
      long time = rows.time(row);
      byte quality = rows.quality(row);
      boolean isHistorical =
          time < metric.time || (time < freshFrom && !isLast(metric.info.number(), time));
      if (isHistorical) {
        counters.historical.increment();
      } else if (time < device.dataTime) {
        flush(device, out); // current values stand in the order of their times
      }
      boolean tellsQuality =
          quality != Quality.GOOD
              || (!isHistorical && metric.hasValue() && metric.quality != Quality.GOOD);
      long bits = rows.bits(row);
      Object object = rows.object(row);
      device.data.add(metric, time / 1_000, bits, object, quality, isHistorical, tellsQuality);
      if (!isHistorical) {
        metric.set(time, bits, object, quality);
        device.dataTime = time;
      }
      if (device.data.size() >= FULL) {
        flush(device, out);
      }
    }
  }

  /** Whether the gateway has nothing newer of this channel. */
  private boolean isLast(int number, long time) {
    lastTime = Long.MAX_VALUE;
    gateway.live().visit(number, noteTime);
    return lastTime <= time;
  }

  private void noteTime(long micros, long bits, @Nullable Object object, byte quality) {
    lastTime = gateway.clock().toEpoch(gateway.clock().boot(), micros);
  }

  private long freshFrom() {
    return gateway.clock().epochMicros() - settings.historicalAfter().toMillis() * 1_000;
  }

  private void flush(DeviceSession device, Outlet out) throws IOException {
    device.dataTime = Long.MIN_VALUE;
    if (!device.data.isEmpty()) {
      out.send(device.dataTopic, device.data.finish(millis(), next()));
    }
  }

  /** Says once more what a channel's value is, after a command that came to nothing. */
  void repeat(int number, Outlet out) throws IOException {
    ChannelMetric metric = metric(number);
    if (metric == null || !metric.device.isBorn() || !metric.hasValue()) {
      return;
    }
    metric.device.data.add(
        metric,
        metric.time / 1_000,
        metric.bits,
        metric.object,
        metric.quality,
        false,
        metric.quality != Quality.GOOD);
    flush(metric.device, out);
  }

  // ---- for commands

  /** The channel that a command to a device means, by the metric's alias or name; null for none. */
  @Nullable Channel channel(String device, @Nullable Long alias, @Nullable String name) {
    if (alias != null) {
      long number = alias - ChannelMetric.FIRST_ALIAS;
      ChannelMetric metric = number < 0 || number > Integer.MAX_VALUE ? null : metric((int) number);
      return metric == null || !metric.device.id.equals(device)
          ? null
          : gateway.registry().channel(metric.info.number());
    }
    return name == null ? null : gateway.registry().channel(device + "/" + name).orElse(null);
  }

  /** Ids of the devices that hosts know. */
  List<String> born() {
    List<String> ids = new ArrayList<>();
    devices.values().stream().filter(DeviceSession::isBorn).forEach(each -> ids.add(each.id));
    return ids;
  }

  private int next() {
    int now = seq;
    seq = (seq + 1) & 0xFF;
    return now;
  }

  /** Epoch milliseconds now. */
  long millis() {
    return gateway.clock().epochMicros() / 1_000;
  }

  /**
   * The time of a birth: the millisecond before this one, which is over, so that no receiver whose
   * clock is the same finds the birth in its future.
   */
  private long birthMillis() {
    return millis() - 1;
  }
}
