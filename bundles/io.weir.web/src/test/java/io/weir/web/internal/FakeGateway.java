package io.weir.web.internal;

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
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.LiveValues;
import io.weir.api.security.AccessControl;
import io.weir.api.security.AccessDeniedException;
import io.weir.api.security.Role;
import io.weir.api.security.Session;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The services behind the API, in memory: one boiler with a temperature, a valve and a label. */
final class FakeGateway implements DeviceRegistry, LiveValues, AccessControl, CommandRouter {
  static final String CODE = "GOOD-CODE";

  final FakeClock clock = new FakeClock();
  final FakeStatusBoard board = new FakeStatusBoard();
  final MapChannelTable table = new MapChannelTable();
  final MemoryJournal journal = new MemoryJournal();
  final List<Command> commands = new CopyOnWriteArrayList<>();
  final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  final Map<String, Session> sessions = new ConcurrentHashMap<>();
  final AtomicLong revision = new AtomicLong();
  volatile CompletableFuture<CommandResult> answer = new CompletableFuture<>();
  volatile long retryAfter;
  volatile Role role = Role.ADMINISTRATOR;

  private final Map<Integer, Last> last = new ConcurrentHashMap<>();
  private final List<Channel> channels = new CopyOnWriteArrayList<>();

  private record Last(long micros, long bits, @Nullable Object object, byte quality) {}

  FakeGateway() {
    add("boiler/flow-temp", ValueType.DOUBLE, "Cel", Access.R);
    add("boiler/bypass-valve", ValueType.BOOLEAN, "", Access.RW);
    add("boiler/label", ValueType.TEXT, "", Access.R);
  }

  void add(String id, ValueType type, String unit, Access access) {
    add(id, type, unit, access, Map.of());
  }

  void add(String id, ValueType type, String unit, Access access, Map<Long, String> values) {
    ChannelInfo info = table.assign(id, type, unit);
    channels.add(
        new Channel(
            info,
            "The " + info.localId(),
            access,
            Duration.ofSeconds(1),
            Map.of("register", 0),
            Conditioning.NONE,
            access == Access.R ? Double.NEGATIVE_INFINITY : 0,
            Double.POSITIVE_INFINITY,
            values));
    listeners.forEach(Runnable::run);
  }

  void put(String id, long bits, @Nullable Object object, byte quality) {
    int number = channel(id).orElseThrow().number();
    last.put(number, new Last(clock.micros(), bits, object, quality));
    revision.incrementAndGet();
  }

  void put(String id, double value) {
    put(id, Double.doubleToRawLongBits(value), null, Quality.GOOD);
  }

  @Override
  public List<Device> devices() {
    return List.of(
        new Device(
            "boiler", "Boiler 1", "acme", "plant", true, Map.of("room", "cellar"), channels));
  }

  @Override
  public Optional<Device> device(String id) {
    return devices().stream().filter(device -> device.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Channel> channel(String id) {
    return channels.stream().filter(channel -> channel.id().equals(id)).findFirst();
  }

  @Override
  public @Nullable Channel channel(int number) {
    return channels.stream().filter(c -> c.number() == number).findFirst().orElse(null);
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
    throw new UnsupportedOperationException("the API reads values without making samples");
  }

  @Override
  public long revision() {
    return revision.get();
  }

  @Override
  public Session signIn(String code, String remote) throws AccessDeniedException {
    if (retryAfter > 0 || !code.equals(CODE)) {
      throw new AccessDeniedException("not this code", retryAfter);
    }
    Session session = new Session("token-" + sessions.size(), "first-access", role, "csrf-value");
    sessions.put(session.token(), session);
    return session;
  }

  @Override
  public Optional<Session> session(String token) {
    return Optional.ofNullable(sessions.get(token));
  }

  @Override
  public void signOut(String token) {
    sessions.remove(token);
  }

  @Override
  public CompletionStage<CommandResult> submit(Command command) {
    commands.add(command);
    return answer;
  }
}
