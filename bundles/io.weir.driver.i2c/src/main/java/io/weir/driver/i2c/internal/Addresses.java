package io.weir.driver.i2c.internal;

import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Channel addresses to points.
 *
 * @param <W> the way to the parts
 * @param key the key that holds the place: {@code address} or {@code chip-select}
 * @param label a place as people write it
 */
record Addresses<W>(String key, IntFunction<String> label, List<PartKind<W>> kinds) {

  PartPoint parse(Channel channel) {
    Map<String, Object> address = channel.address();
    PartKind<W> kind = kind(address);
    List<String> keys = new ArrayList<>(List.of(key, "part", "measure"));
    kind.options().forEach(option -> keys.add(option.key()));
    for (String given : new TreeSet<>(address.keySet())) {
      if (!keys.contains(given)) {
        throw new ConfigException(
            "address/" + given, address.get(given), "remove it, or use one of " + keys);
      }
    }
    int place = place(kind, address);
    int measure = measure(kind, address);
    Map<String, Object> options = new HashMap<>();
    for (Option option : kind.options()) {
      options.put(option.key(), option.read(address.get(option.key())));
    }
    boolean output = channel.access().isWritable();
    if (output && !kind.measures().get(measure).writable()) {
      throw new ConfigException("access", channel.access(), "use 'r' for what is measured");
    }
    return new PartPoint(
        label.apply(place) + " " + kind.name(), place, kind, measure, output, Map.copyOf(options));
  }

  PartKind<W> kind(Map<String, Object> address) {
    for (PartKind<W> kind : kinds) {
      if (kind.name().equals(address.get("part"))) {
        return kind;
      }
    }
    throw new ConfigException(
        "address/part",
        address.get("part"),
        "use one of " + kinds.stream().map(PartKind::name).toList());
  }

  private int place(PartKind<W> kind, Map<String, Object> address) {
    if (address.get(key) instanceof Number number
        && number.doubleValue() == number.intValue()
        && kind.fits(number.intValue())) {
      return number.intValue();
    }
    throw new ConfigException(
        "address/" + key,
        address.get(key),
        "use an integer from " + kind.first() + " to " + kind.last() + " for a " + kind.name());
  }

  private int measure(PartKind<W> kind, Map<String, Object> address) {
    List<String> words = kind.measures().stream().map(Measure::word).toList();
    int index = words.indexOf(String.valueOf(address.get("measure")));
    if (index < 0) {
      throw new ConfigException("address/measure", address.get("measure"), "use one of " + words);
    }
    return index;
  }
}
