package io.weir.server.modbus.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.LiveValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The values behind the map's entries. Any thread; {@link #samples} on the pipeline's. */
final class Exposed {
  /** One value as it was at one moment. */
  record Value(ValueType type, long bits, @Nullable Object object, byte quality) {}

  private record Known(int number, ValueType type) {}

  private static final byte NOTHING = Quality.bad(Quality.Reason.CONFIG);

  private final RegisterMap map;
  private final BadPolicy policy;
  private final DeviceRegistry registry;
  private final LiveValues live;
  private final Map<Integer, Value> last = new ConcurrentHashMap<>();
  private volatile Map<String, Known> byId = Map.of();
  private volatile Map<Integer, ValueType> byNumber = Map.of();

  Exposed(RegisterMap map, BadPolicy policy, DeviceRegistry registry, LiveValues live) {
    this.map = map;
    this.policy = policy;
    this.registry = registry;
    this.live = live;
  }

  /** Looks the channels up anew; returns the ids that no device has now. */
  List<String> resolve() {
    Map<String, Known> known = new HashMap<>();
    Map<Integer, ValueType> types = new HashMap<>();
    for (Entry entry : map.entries()) {
      Channel channel = registry.channel(entry.channel()).orElse(null);
      if (channel != null) {
        known.put(entry.channel(), new Known(channel.number(), channel.info().type()));
        types.put(channel.number(), channel.info().type());
      }
    }
    byId = Map.copyOf(known);
    byNumber = Map.copyOf(types);
    last.keySet().retainAll(types.keySet());
    return map.entries().stream()
        .map(Entry::channel)
        .distinct()
        .filter(id -> !known.containsKey(id))
        .toList();
  }

  /** Remembers what {@link BadPolicy#LAST} may need. */
  void samples(Batch batch) {
    if (policy != BadPolicy.LAST) {
      return;
    }
    Map<Integer, ValueType> types = byNumber;
    for (int row = 0; row < batch.size(); row++) {
      ValueType type = types.get(batch.channel(row));
      byte quality = batch.quality(row);
      if (type != null && !Quality.isBad(quality)) {
        last.put(batch.channel(row), new Value(type, batch.bits(row), batch.object(row), quality));
      }
    }
  }

  /** The channel's value now; bad if there is none. */
  Value now(Entry entry) {
    Known known = byId.get(entry.channel());
    if (known == null) {
      return new Value(ValueType.INTEGER, 0, null, NOTHING);
    }
    @Nullable Value[] found = new Value[1];
    live.visit(
        known.number(),
        (micros, bits, object, quality) ->
            found[0] = new Value(known.type(), bits, object, quality));
    Value value = found[0];
    return value == null ? new Value(known.type(), 0, null, NOTHING) : value;
  }

  /** The value to show: null if the marker is to be shown. */
  private @Nullable Value shown(Entry entry, Value value) throws ModbusException {
    if (!Quality.isBad(value.quality())) {
      return value;
    }
    if (policy == BadPolicy.NAN) {
      return null;
    }
    Known known = byId.get(entry.channel());
    Value before = policy == BadPolicy.LAST && known != null ? last.get(known.number()) : null;
    if (before == null) {
      throw silent(entry, value);
    }
    return before;
  }

  boolean bit(Entry entry, Value value) throws ModbusException {
    Value shown = shown(entry, value);
    if (shown == null) {
      throw silent(entry, value);
    }
    return Registers.bit(shown.type(), shown.bits());
  }

  /** The entry's registers in full. */
  void encode(Entry entry, Value value, byte[] into) throws ModbusException {
    if (entry.type() == DataType.QUALITY) {
      entry.order().put16(into, 0, (short) Quality.level(value.quality()).ordinal());
      return;
    }
    Value shown = shown(entry, value);
    if (shown != null) {
      Registers.encode(
          entry, shown.type(), shown.bits(), shown.object(), policy == BadPolicy.NAN, into);
    } else if (!Registers.encodeMarker(entry, into)) {
      throw silent(entry, value);
    }
  }

  private static ModbusException silent(Entry entry, Value value) {
    return new ModbusException(
        ModbusException.NO_RESPONSE, entry.channel() + " is " + Quality.text(value.quality()));
  }
}
