package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.driver.ExplorableDriver.Interpretation;
import io.weir.api.driver.ExplorableDriver.Reading;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Quality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for parts, as gently as a bus allows.
 *
 * <p>One byte is read from each address; nothing is written, not even a register's number, for a
 * port expander takes that for its outputs and a multiplexer for its channels. 0x69 is left out:
 * clock chips there may hold the bus for ever when they are read (i2cdetect(8)). Only when asked
 * for is a part's chip id read, where such a part can stand.
 */
final class I2cSearch {
  private static final int FIRST = 0x08;
  private static final int LAST = 0x77;
  private static final int CLOCK_CHIP = 0x69;
  private static final String IDENTIFY = "identify";

  private I2cSearch() {}

  static List<Map<String, Object>> candidates(Map<String, Object> query) {
    for (String key : new TreeSet<>(query.keySet())) {
      if (!key.equals(IDENTIFY)) {
        throw new ConfigException(key, query.get(key), "remove it, or use '" + IDENTIFY + "'");
      }
    }
    Object identify = query.getOrDefault(IDENTIFY, false);
    if (!(identify instanceof Boolean)) {
      throw new ConfigException(IDENTIFY, identify, "use true or false");
    }
    return IntStream.rangeClosed(FIRST, LAST)
        .filter(address -> address != CLOCK_CHIP)
        .mapToObj(address -> Map.<String, Object>of("address", address, IDENTIFY, identify))
        .toList();
  }

  static @Nullable Finding probe(I2cBus bus, Map<String, Object> candidate, Pause pause) {
    if (!(candidate.get("address") instanceof Integer address)) {
      return null;
    }
    String owner = bus.owner(address);
    if (owner != null) {
      return finding(address, "in use by the kernel's driver " + owner, "");
    }
    try {
      bus.read(address, new byte[1]);
      boolean identify = Boolean.TRUE.equals(candidate.get(IDENTIFY));
      String name =
          identify && Bme280.BME280.fits(address)
              ? Bme280.name(new I2cWire(bus, address, pause).readByte(Bme280.ID))
              : "";
      return name.isEmpty()
          ? finding(address, "something answers", "")
          : finding(address, name, name);
    } catch (IOException e) {
      return null;
    }
  }

  private static Finding finding(int address, String title, String part) {
    Map<String, Object> where = new HashMap<>();
    where.put("address", address);
    Map<String, String> details = new TreeMap<>();
    details.put("address", I2cWire.hex(address));
    if (part.isEmpty()) {
      details.put(
          "parts that can stand here",
          I2cDriver.KINDS.stream()
              .filter(kind -> kind.fits(address))
              .map(PartKind::name)
              .collect(Collectors.joining(", ")));
    } else {
      where.put("part", part);
    }
    return new Finding(where, title, details);
  }

  /** Checks an address without a measure; a point of the part. */
  static PartPoint firstPoint(Addresses<I2cWire> addresses, Map<String, Object> address) {
    return point(addresses, address, addresses.kind(address).measures().get(0));
  }

  static Reading inspect(
      Addresses<I2cWire> addresses, I2cBus bus, Map<String, Object> address, Pause pause)
      throws DriverException {
    List<Block.Entry> entries = new ArrayList<>();
    for (Measure measure : addresses.kind(address).measures()) {
      entries.add(new Block.Entry(entries.size(), point(addresses, address, measure)));
    }
    PartPoint any = firstPoint(addresses, address);
    I2cWire wire = new I2cWire(bus, any.place(), pause);
    wire.listen();
    Batch batch = new Batch(entries.size());
    Parts.look(
        addresses.kind(address).factory().apply(wire),
        new Block(any.area(), 0, entries.size(), entries),
        batch);
    List<Interpretation> interpretations = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      PartPoint point = (PartPoint) entries.get(batch.channel(row)).point();
      interpretations.add(
          new Interpretation(
              Map.of("measure", point.measure().word()),
              Quality.isBad(batch.quality(row))
                  ? Quality.text(batch.quality(row))
                  : String.valueOf(point.rawType().box(batch.bits(row), null))));
    }
    return new Reading(wire.heard(), interpretations);
  }

  private static PartPoint point(
      Addresses<I2cWire> addresses, Map<String, Object> address, Measure measure) {
    Map<String, Object> whole = new HashMap<>(address);
    if (whole.put("measure", measure.word()) != null) {
      throw new ConfigException("address/measure", address.get("measure"), "remove it");
    }
    return addresses.parse(
        new Channel(
            new ChannelInfo(0, "search/" + measure.word(), measure.type(), ""),
            measure.word(),
            Access.R,
            null,
            whole,
            Conditioning.NONE,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY));
  }
}
