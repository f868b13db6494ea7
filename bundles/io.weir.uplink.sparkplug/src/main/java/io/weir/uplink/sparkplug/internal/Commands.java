package io.weir.uplink.sparkplug.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Channel;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.GatewayClock;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import io.weir.uplink.sparkplug.internal.payload.Payload;
import io.weir.uplink.sparkplug.internal.payload.PayloadReader;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What hosts ask of the edge node and of its devices. What becomes of a write is seen as the
 * metric's new value; a write that comes to nothing, by the old value once more.
 */
final class Commands {
  /** What is not carried out within this time is not carried out at all. */
  private static final long EXPIRY_MICROS = 60_000_000;

  /** What an edge node can be asked. */
  enum Request {
    REBIRTH,
    NEXT_SERVER
  }

  /** Finds the channel that a metric of a device means. */
  interface Lookup {
    @Nullable Channel channel(String device, @Nullable Long alias, @Nullable String name);
  }

  private final String origin;
  private final CommandRouter router;
  private final GatewayClock clock;
  private final Counters counters;
  private final Lookup lookup;
  private final IntConsumer failed;

  /**
   * @param failed told the channel of each write that came to nothing; any thread
   */
  Commands(
      String uplink,
      CommandRouter router,
      GatewayClock clock,
      Counters counters,
      Lookup lookup,
      IntConsumer failed) {
    origin = "uplink:" + uplink;
    this.router = router;
    this.clock = clock;
    this.counters = counters;
    this.lookup = lookup;
    this.failed = failed;
  }

  /** What a command to the edge node asks for. */
  Set<Request> node(byte[] bytes) {
    Set<Request> requests = EnumSet.noneOf(Request.class);
    try {
      for (Metric each : PayloadReader.read(bytes).metrics()) {
        counters.commands.increment();
        if (Certificates.REBIRTH.equals(each.name()) && Boolean.TRUE.equals(each.value())) {
          requests.add(Request.REBIRTH);
        } else if (Certificates.NEXT_SERVER.equals(each.name())
            && Boolean.TRUE.equals(each.value())) {
          requests.add(Request.NEXT_SERVER);
        } else {
          counters.commandsRefused.increment();
        }
      }
    } catch (MalformedException e) {
      counters.commandsRefused.increment();
    }
    return requests;
  }

  /** Writes what a command to a device says. Returns at once. */
  void device(String device, byte[] bytes) {
    Payload payload;
    try {
      payload = PayloadReader.read(bytes);
    } catch (MalformedException e) {
      counters.commandsRefused.increment();
      return;
    }
    for (Metric each : payload.metrics()) {
      counters.commands.increment();
      Channel channel = lookup.channel(device, each.alias(), each.name());
      Object value = channel == null ? null : value(channel.info().type(), each);
      if (channel == null || value == null) {
        counters.commandsRefused.increment();
        if (channel != null) {
          failed.accept(channel.number());
        }
        continue;
      }
      submit(channel, value, payload.timestamp());
    }
  }

  private void submit(Channel channel, Object value, @Nullable Long timestamp) {
    long now = clock.micros();
    // The same message, come twice, is the same command; without a time nobody can tell.
    String when = timestamp == null ? clock.boot() + "." + now : timestamp.toString();
    String id = origin + "/" + channel.id() + "/" + when + "/" + value;
    router
        .submit(new Command(id, channel.id(), value, origin, now + EXPIRY_MICROS))
        .whenComplete(
            (result, problem) -> {
              if (problem != null || result.outcome() != CommandResult.Outcome.DONE) {
                counters.commandsRefused.increment();
                failed.accept(channel.number());
              }
            });
  }

  /** The value in the channel's own type; null when it cannot be one. */
  static @Nullable Object value(ValueType type, Metric metric) {
    Object value = metric.value();
    DataType said = metric.type();
    if (value instanceof Integer number) {
      value = said == DataType.UINT32 ? number & 0xFFFF_FFFFL : (long) narrow(said, number);
    } else if (value instanceof Float number) {
      value = Double.valueOf(number.toString()); // 21.3 is meant, not 21.299999237060547
    }
    return switch (type) {
      case BOOLEAN ->
          value instanceof Long number
              ? (Object) (number != 0)
              : value instanceof Boolean b ? b : null;
      case INTEGER -> integer(value);
      case DOUBLE -> value instanceof Number number ? (Object) number.doubleValue() : null;
      case TEXT -> value instanceof String text ? text : null;
      case BYTES -> null;
    };
  }

  private static @Nullable Object integer(@Nullable Object value) {
    if (value instanceof Double number) {
      return number == Math.rint(number) && Math.abs(number) < 0x1p53 ? number.longValue() : null;
    }
    return value instanceof Long ? value : null;
  }

  private static int narrow(@Nullable DataType type, int bits) {
    if (type == null) {
      return bits;
    }
    return switch (type) {
      case INT8 -> (byte) bits;
      case INT16 -> (short) bits;
      case UINT8 -> bits & 0xFF;
      case UINT16 -> bits & 0xFFFF;
      default -> bits;
    };
  }
}
