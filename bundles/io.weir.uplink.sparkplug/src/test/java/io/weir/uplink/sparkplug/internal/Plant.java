package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Device;
import io.weir.api.model.Event;
import io.weir.api.model.Sample;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.LiveValues;
import io.weir.api.runtime.State;
import io.weir.api.store.Lane;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A gateway's devices, their status and last values, and who writes to them; for tests. */
final class Plant implements DeviceRegistry, LiveValues, CommandRouter {
  final MapChannelTable table = new MapChannelTable();
  final FakeStatusBoard board = new FakeStatusBoard();
  final List<Command> commands = new CopyOnWriteArrayList<>();

  /** What becomes of a command. */
  volatile Function<Command, CommandResult> answer =
      command -> new CommandResult(command.id(), CommandResult.Outcome.DONE, "", null);

  private final Map<String, Device> devices = new ConcurrentSkipListMap<>();
  private final Map<Integer, Last> last = new ConcurrentHashMap<>();
  private final Map<String, io.weir.api.runtime.StatusBoard.Part> parts = new TreeMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private record Last(long micros, long bits, @Nullable Object object, byte quality) {}

  /** A device with these channels, online. */
  Plant device(String id, Channel... channels) {
    devices.put(
        id, new Device(id, "The " + id, "vendor/" + id, "bus", true, Map.of(), List.of(channels)));
    status(id, State.OK);
    listeners.forEach(Runnable::run);
    return this;
  }

  void remove(String id) {
    devices.remove(id);
    listeners.forEach(Runnable::run);
  }

  synchronized void status(String device, State state) {
    parts
        .computeIfAbsent(device, id -> board.part("device/" + id))
        .status(state, state == State.OK ? "none" : "comm", "");
  }

  Channel channel(String id, ValueType type, String unit, Access access) {
    return new Channel(
        table.assign(id, type, unit),
        id,
        access,
        null,
        Map.of(),
        Conditioning.NONE,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  int number(String channel) {
    Collection<ChannelInfo> lines = table.byId(channel);
    return lines.stream().reduce((first, second) -> second).orElseThrow().number();
  }

  void live(String channel, long micros, long bits, @Nullable Object object, byte quality) {
    last.put(number(channel), new Last(micros, bits, object, quality));
  }

  IntFunction<ChannelInfo> dictionary() {
    return number -> Objects.requireNonNull(table.get(number));
  }

  static UplinkBatch telemetry(Batch rows) {
    return new UplinkBatch("g1", Lane.TELEMETRY, 1, 1, rows, List.of());
  }

  static UplinkBatch events(Event... events) {
    return new UplinkBatch("g1", Lane.EVENT, 1, 1, new Batch(8), List.of(events));
  }

  @Override
  public List<Device> devices() {
    return new ArrayList<>(devices.values());
  }

  @Override
  public Optional<Device> device(String id) {
    return Optional.ofNullable(devices.get(id));
  }

  @Override
  public Optional<Channel> channel(String id) {
    return all().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  @Override
  public @Nullable Channel channel(int number) {
    return all().stream().filter(each -> each.number() == number).findFirst().orElse(null);
  }

  private List<Channel> all() {
    return devices.values().stream().flatMap(each -> each.channels().stream()).toList();
  }

  @Override
  public AutoCloseable onChange(Runnable action) {
    listeners.add(action);
    return () -> listeners.remove(action);
  }

  @Override
  public boolean visit(int channel, Visitor visitor) {
    Last value = last.get(channel);
    if (value == null) {
      return false;
    }
    visitor.value(value.micros(), value.bits(), value.object(), value.quality());
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
  public CompletionStage<CommandResult> submit(Command command) {
    commands.add(command);
    return CompletableFuture.completedFuture(answer.apply(command));
  }
}
