package io.weir.core.internal.registry;

import io.weir.api.driver.Driver;
import io.weir.api.driver.Point;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Device;
import io.weir.api.model.ValueType;
import io.weir.api.store.ChannelTable;
import java.util.ArrayList;
import java.util.List;

/** Asks the driver for points and the channel table for numbers. */
final class Resolver {
  private final ChannelTable table;

  Resolver(ChannelTable table) {
    this.table = table;
  }

  /**
   * Makes a device of its description.
   *
   * @throws ConfigException if the driver refuses an address or a type does not fit
   * @throws java.io.UncheckedIOException if a number cannot be assigned
   */
  ResolvedDevice resolve(DeviceSpec spec, Driver driver) {
    List<Point> points = new ArrayList<>();
    List<ChannelTable.Wanted> wanted = new ArrayList<>();
    for (ChannelSpec channel : spec.channels()) {
      Point point = point(spec, channel, driver);
      ValueType type = type(channel, point.rawType());
      points.add(point);
      wanted.add(new ChannelTable.Wanted(spec.id() + "/" + channel.id(), type, channel.unit()));
    }
    List<ChannelInfo> infos = table.assignAll(wanted);
    List<ResolvedChannel> channels = new ArrayList<>();
    for (int i = 0; i < infos.size(); i++) {
      Channel channel = channel(spec.channels().get(i), infos.get(i));
      channels.add(new ResolvedChannel(channel, points.get(i)));
    }
    return new ResolvedDevice(
        device(spec, channels.stream().map(ResolvedChannel::channel).toList()),
        driver,
        List.copyOf(channels));
  }

  /**
   * The device as {@link #resolve} would make it, its channels numbered -1, -2...
   *
   * @throws ConfigException if the driver refuses an address or a type does not fit
   */
  static ResolvedDevice draft(DeviceSpec spec, Driver driver) {
    List<ResolvedChannel> channels = new ArrayList<>();
    for (ChannelSpec channel : spec.channels()) {
      Point point = point(spec, channel, driver);
      ValueType type = type(channel, point.rawType());
      String id = spec.id() + "/" + channel.id();
      ChannelInfo info = new ChannelInfo(-1 - channels.size(), id, type, channel.unit());
      channels.add(new ResolvedChannel(channel(channel, info), point));
    }
    return new ResolvedDevice(
        device(spec, channels.stream().map(ResolvedChannel::channel).toList()),
        driver,
        List.copyOf(channels));
  }

  /**
   * Checks one channel by itself, its device's address not known.
   *
   * @throws ConfigException if the driver refuses its address or its type does not fit
   */
  static void check(ChannelSpec channel, Driver driver) {
    ChannelInfo info = new ChannelInfo(-1, "device/" + channel.id(), ValueType.DOUBLE, "");
    type(channel, driver.point(channel(channel, info)).rawType());
  }

  /** The device without channels, for as long as its driver is not there. */
  static ResolvedDevice waiting(DeviceSpec spec) {
    return new ResolvedDevice(device(spec, List.of()), null, List.of());
  }

  private static Device device(DeviceSpec spec, List<Channel> channels) {
    return new Device(
        spec.id(),
        spec.name(),
        spec.profile(),
        spec.connection(),
        spec.enabled(),
        spec.metadata(),
        channels);
  }

  private static Point point(DeviceSpec device, ChannelSpec spec, Driver driver) {
    ValueType guess = spec.type() == null ? ValueType.DOUBLE : spec.type();
    ChannelInfo info = new ChannelInfo(-1, device.id() + "/" + spec.id(), guess, spec.unit());
    try {
      return driver.point(channel(spec, info));
    } catch (ConfigException e) {
      throw e.within(spec.pointer());
    }
  }

  private static Channel channel(ChannelSpec spec, ChannelInfo info) {
    return new Channel(
        info,
        spec.name(),
        spec.access(),
        spec.access().isReadable() ? spec.period() : null,
        spec.address(),
        spec.conditioning(),
        spec.writeMin(),
        spec.writeMax(),
        spec.values());
  }

  private static ValueType type(ChannelSpec channel, ValueType raw) {
    Conditioning conditioning = channel.conditioning();
    ValueType type = channel.type();
    if (type == null) {
      type = conditioning.isScaled() && raw.isNumeric() ? ValueType.DOUBLE : raw;
    }
    if (type != raw && !(type.isNumeric() && raw.isNumeric())) {
      throw wrong(channel, "type", type, "the driver delivers " + raw + " here");
    }
    if (conditioning.isScaled() && (type == ValueType.BOOLEAN || !type.isNumeric())) {
      throw wrong(channel, "scale", conditioning.scale(), "only numbers can be scaled");
    }
    if (conditioning.hasDeadband() && !type.isNumeric()) {
      throw wrong(channel, "deadband", conditioning.deadband(), "only numbers have a dead band");
    }
    ValueNames.check(channel.values(), type, channel.pointer());
    return type;
  }

  private static ConfigException wrong(
      ChannelSpec channel, String field, Object value, String fix) {
    return new ConfigException(channel.pointer() + "/" + field, value, fix);
  }
}
