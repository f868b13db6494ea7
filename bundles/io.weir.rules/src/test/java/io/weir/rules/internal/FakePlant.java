package io.weir.rules.internal;

import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Device;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.LiveValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Devices, their last values, and what was written to them. */
final class FakePlant implements DeviceRegistry, LiveValues, CommandRouter {
  /** Every command, oldest first. */
  final List<Command> commands = new CopyOnWriteArrayList<>();

  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final List<Device> waitingDevices = new CopyOnWriteArrayList<>();
  private final Map<Integer, Object[]> values = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<CommandResult>> waiting = new CopyOnWriteArrayList<>();
  private volatile @Nullable Outcome outcome = Outcome.DONE;

  /** A plant with a boiler, a pump and a meter. */
  static FakePlant usual() {
    return new FakePlant()
        .add("boiler/flow-temp", ValueType.DOUBLE, Access.R)
        .add("boiler/return-temp", ValueType.DOUBLE, Access.R)
        .add("boiler/bypass-valve", ValueType.BOOLEAN, Access.RW)
        .add("boiler/set-point", ValueType.DOUBLE, Access.RW)
        .add("boiler/reset-code", ValueType.INTEGER, Access.W)
        .add("pump/run", ValueType.BOOLEAN, Access.RW)
        .add("pump/flow", ValueType.DOUBLE, Access.R)
        .add("pump/starts", ValueType.INTEGER, Access.R)
        .add("pump/mode", ValueType.TEXT, Access.RW)
        .add("meter/power", ValueType.DOUBLE, Access.R)
        .add("meter/raw", ValueType.BYTES, Access.RW);
  }

  /** A channel; doubles and integers may be written from 0 to 100. */
  FakePlant add(String id, ValueType type, Access access) {
    ChannelInfo info = new ChannelInfo(channels.size() + 3, id, type, "");
    channels.put(id, new Channel(info, id, access, null, Map.of(), Conditioning.NONE, 0, 100));
    return this;
  }

  /** Takes a channel away and tells the listeners. */
  void remove(String id) {
    channels.remove(id);
    changed();
  }

  /** A device that waits for its connection has no channels. */
  FakePlant addWaiting(String id) {
    waitingDevices.add(new Device(id, id, null, "plant", true, Map.of(), List.of()));
    return this;
  }

  /** Tells the listeners that devices changed. */
  void changed() {
    listeners.forEach(Runnable::run);
  }

  /** What becomes of the commands from now on; null to let them wait for {@link #answer}. */
  void answers(@Nullable Outcome newOutcome) {
    outcome = newOutcome;
  }

  /** Answers the oldest command that waits. */
  void answer(Outcome result) {
    waiting.remove(0).complete(new CommandResult("", result, "as the test wants it", null));
  }

  /** A row of a batch; the value is also the channel's last value. */
  void row(Batch batch, long micros, String id, @Nullable Object value) {
    Channel channel = channels.get(id);
    if (channel == null) {
      throw new IllegalArgumentException(id);
    }
    byte quality = value == null ? Quality.bad(Quality.Reason.COMM) : Quality.GOOD;
    long bits =
        value instanceof Boolean b
            ? (b ? 1 : 0)
            : value instanceof Double d
                ? Double.doubleToRawLongBits(d)
                : value instanceof Long l ? l : 0;
    if (value instanceof String) {
      batch.addObject(channel.number(), micros, value, quality);
    } else {
      batch.add(channel.number(), micros, bits, quality);
    }
    values.put(channel.number(), new Object[] {micros, bits, value == null ? "" : value, quality});
  }

  @Override
  public CompletionStage<CommandResult> submit(Command command) {
    commands.add(command);
    Outcome now = outcome;
    if (now == null) {
      CompletableFuture<CommandResult> later = new CompletableFuture<>();
      waiting.add(later);
      return later;
    }
    return CompletableFuture.completedFuture(
        new CommandResult(command.id(), now, "as the test wants it", null));
  }

  @Override
  public boolean visit(int channel, Visitor visitor) {
    Object[] value = values.get(channel);
    if (value == null) {
      return false;
    }
    visitor.value((Long) value[0], (Long) value[1], value[2], (Byte) value[3]);
    return true;
  }

  @Override
  public @Nullable Sample get(int channel) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long revision() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Device> devices() {
    List<Device> devices = new ArrayList<>(waitingDevices);
    if (!channels.isEmpty()) {
      List<Channel> all = new ArrayList<>(channels.values());
      devices.add(new Device("plant", "Plant", null, "bus", true, Map.of(), all));
    }
    return devices;
  }

  @Override
  public Optional<Device> device(String id) {
    return devices().stream().filter(device -> device.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Channel> channel(String id) {
    return Optional.ofNullable(channels.get(id));
  }

  @Override
  public @Nullable Channel channel(int number) {
    return channels.values().stream().filter(c -> c.number() == number).findFirst().orElse(null);
  }

  @Override
  public AutoCloseable onChange(Runnable action) {
    listeners.add(action);
    return () -> listeners.remove(action);
  }
}
