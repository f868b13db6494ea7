package io.weir.server.modbus.internal;

import io.weir.api.model.Access;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Channels, their values and what was commanded, all in memory. */
final class FakePlant implements LiveValues, DeviceRegistry, CommandRouter {
  private record Row(long bits, @Nullable Object object, byte quality) {}

  final List<Command> commands = new CopyOnWriteArrayList<>();
  volatile @Nullable Outcome outcome = Outcome.DONE;
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final Map<Integer, Row> rows = new ConcurrentHashMap<>();
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  int add(String id, ValueType type) {
    int number = channels.size();
    channels.put(
        id,
        new Channel(
            new ChannelInfo(number, id, type, ""),
            id,
            Access.RW,
            null,
            Map.of(),
            Conditioning.NONE,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY));
    watchers.forEach(Runnable::run);
    return number;
  }

  void remove(String id) {
    channels.remove(id);
    watchers.forEach(Runnable::run);
  }

  int number(String id) {
    return channel(id).orElseThrow().number();
  }

  void set(String id, double value) {
    rows.put(number(id), new Row(Double.doubleToRawLongBits(value), null, Quality.GOOD));
  }

  void set(String id, long value) {
    rows.put(number(id), new Row(value, null, Quality.GOOD));
  }

  void set(String id, String value) {
    rows.put(number(id), new Row(0, value, Quality.GOOD));
  }

  void bad(String id) {
    rows.put(number(id), new Row(0, null, Quality.bad(Quality.Reason.COMM)));
  }

  @Override
  public boolean visit(int channel, Visitor visitor) {
    Row row = rows.get(channel);
    if (row == null) {
      return false;
    }
    visitor.value(0, row.bits(), row.object(), row.quality());
    return true;
  }

  @Override
  public @Nullable Sample get(int channel) {
    return null;
  }

  @Override
  public long revision() {
    return 0;
  }

  @Override
  public List<Device> devices() {
    return List.of();
  }

  @Override
  public Optional<Device> device(String id) {
    return Optional.empty();
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
    watchers.add(action);
    return () -> watchers.remove(action);
  }

  @Override
  public CompletionStage<CommandResult> submit(Command command) {
    commands.add(command);
    Outcome now = outcome;
    return now == null
        ? new CompletableFuture<>()
        : CompletableFuture.completedFuture(new CommandResult(command.id(), now, "", null));
  }
}
