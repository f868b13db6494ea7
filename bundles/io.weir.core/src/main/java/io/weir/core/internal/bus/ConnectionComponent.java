package io.weir.core.internal.bus;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.Driver;
import io.weir.api.driver.ExplorableDriver;
import io.weir.api.driver.TimedDriver;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.BusPlan;
import io.weir.api.runtime.ConnectionRegistry;
import io.weir.core.internal.registry.Connections;
import io.weir.core.internal.registry.RegistryComponent;
import io.weir.core.internal.registry.ResolvedDevice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What can be asked of connections, as a service. */
@Component(service = ConnectionRegistry.class)
public final class ConnectionComponent implements ConnectionRegistry {
  private static final Scan NO_SCAN = new Scan(Scan.Phase.NONE, 0, 0, "", List.of());

  private final Connections connections;
  private final RegistryComponent registry;
  private final Acquisition acquisition;

  /** The last search of each connection. */
  private final Map<String, Running> searches = new HashMap<>();

  private record Running(BusThread bus, Search search) {}

  @Activate
  public ConnectionComponent(
      @Reference Connections connections,
      @Reference RegistryComponent registry,
      @Reference Acquisition acquisition) {
    this.connections = connections;
    this.registry = registry;
    this.acquisition = acquisition;
  }

  @Override
  public List<Connection> connections() {
    return connections.all().stream().map(this::describe).toList();
  }

  @Override
  public Optional<Connection> connection(String name) {
    return connections.all().stream()
        .filter(named -> named.name().equals(name))
        .map(this::describe)
        .findFirst();
  }

  private Connection describe(Connections.Named named) {
    Driver driver = named.driver();
    Set<Ability> abilities = EnumSet.noneOf(Ability.class);
    String medium = driver instanceof TimedDriver timed ? timed.medium() : "";
    if (driver instanceof ExplorableDriver) {
      abilities.add(Ability.SCAN);
      abilities.add(Ability.READ);
    }
    if (driver instanceof AnnouncingDriver) {
      abilities.add(Ability.ANNOUNCE);
    }
    return new Connection(
        named.name(),
        named.protocol(),
        named.pid(),
        medium,
        abilities,
        devices(driver).stream().map(device -> device.device().id()).toList());
  }

  private List<ResolvedDevice> devices(Driver driver) {
    return registry.resolved().stream().filter(device -> device.driver() == driver).toList();
  }

  @Override
  public BusPlan plan(String connection, byte @Nullable [] draft) {
    BusThread bus = bus(connection);
    List<ResolvedDevice> devices = new ArrayList<>(devices(bus.driver()));
    if (draft != null) {
      ResolvedDevice planned = registry.draft(draft);
      devices.removeIf(device -> device.device().id().equals(planned.device().id()));
      if (planned.driver() == bus.driver()) {
        devices.add(planned);
      }
    }
    devices.removeIf(device -> !device.device().enabled());
    return new BusPlanner(connection, bus.driver(), bus.silent()).plan(devices);
  }

  @Override
  public CompletionStage<ExplorableDriver.Reading> read(
      String connection, Map<String, Object> address) {
    Inspection inspection = new Inspection(Map.copyOf(address));
    explorable(connection).run(inspection);
    return inspection.result().minimalCompletionStage();
  }

  @Override
  public void scan(String connection, Map<String, Object> query) {
    BusThread bus = explorable(connection);
    List<Map<String, Object>> candidates =
        List.copyOf(((ExplorableDriver) bus.driver()).candidates(query));
    Search search = new Search(candidates, bus::run);
    Running earlier;
    synchronized (searches) {
      earlier = searches.put(connection, new Running(bus, search));
    }
    if (earlier != null) {
      earlier.search().stop();
    }
    search.begin();
  }

  @Override
  public Scan scan(String connection) {
    Search search = search(connection);
    if (search == null) {
      return NO_SCAN;
    }
    Scan scan = search.state();
    return new Scan(
        scan.phase(),
        scan.done(),
        scan.total(),
        scan.message(),
        KnownDevices.name(scan.findings(), devices(bus(connection).driver())));
  }

  @Override
  public void stopScan(String connection) {
    Search search = search(connection);
    if (search != null) {
      search.stop();
    }
  }

  private @Nullable Search search(String connection) {
    BusThread bus = bus(connection);
    synchronized (searches) {
      Running last = searches.get(connection);
      return last != null && last.bus() == bus ? last.search() : null;
    }
  }

  private BusThread explorable(String connection) {
    BusThread bus = bus(connection);
    if (bus.driver() instanceof ExplorableDriver) {
      return bus;
    }
    throw new ConfigException("connection", connection, "use one whose driver can search and read");
  }

  private BusThread bus(String connection) {
    BusThread bus = acquisition.bus(connection);
    if (bus == null) {
      throw new ConfigException("connection", connection, "use one that is configured");
    }
    return bus;
  }
}
