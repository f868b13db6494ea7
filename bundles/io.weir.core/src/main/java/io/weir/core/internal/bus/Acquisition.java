package io.weir.core.internal.bus;

import io.weir.api.driver.Driver;
import io.weir.api.model.Batch;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.pipeline.Pipeline;
import io.weir.core.internal.presence.PresenceBoard;
import io.weir.core.internal.presence.PresenceLog;
import io.weir.core.internal.registry.Connections;
import io.weir.core.internal.registry.RegistryComponent;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.core.internal.registry.ResolvedDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Keeps one bus for each driver and gives each its devices. Any thread. */
@Component(service = Acquisition.class, immediate = true)
public final class Acquisition implements Connections.Listener {
  /**
   * Where a channel is written.
   *
   * @param bus null while its device is switched off
   */
  public record Target(ResolvedChannel channel, @Nullable BusThread bus) {}

  /** Where the channels of a device are written, by its bus. */
  private record Reach(ResolvedDevice device, @Nullable BusThread bus) {}

  private final GatewayClock clock;
  private final StatusBoard board;
  private final RegistryComponent registry;
  private final Connections connections;
  private final Pipeline pipeline;
  private final BusOutput.Sink sink;
  private final BusCrew crew = new BusCrew();
  private final AutoCloseable registration;
  private final AutoCloseable remarks;
  private final Map<String, BusThread> buses = new HashMap<>();
  private volatile Map<String, Reach> reaches = Map.of();

  @Activate
  public Acquisition(
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      @Reference RegistryComponent registry,
      @Reference Connections connections,
      @Reference Pipeline pipeline,
      @Reference PresenceLog presence) {
    this.clock = clock;
    this.board = new PresenceBoard(board, presence);
    this.registry = registry;
    this.connections = connections;
    this.pipeline = pipeline;
    sink = new PipelineSink(pipeline);
    registration = registry.onChange(this::configure);
    remarks = registry.onRemark(this::remark);
    connections.listen(this);
    configure();
  }

  /** Where the channel with this full id is written, or null if there is no such channel. */
  public @Nullable Target target(String channel) {
    int slash = channel.indexOf('/');
    Reach reach = slash < 0 ? null : reaches.get(channel.substring(0, slash));
    if (reach != null) {
      for (ResolvedChannel each : reach.device().channels()) {
        if (each.channel().id().equals(channel)) {
          return new Target(each, reach.bus());
        }
      }
    }
    return null;
  }

  /** The bus of this connection, or null if there is none. */
  @Nullable BusThread bus(String connection) {
    synchronized (buses) {
      return buses.get(connection);
    }
  }

  @Override
  public void added(String name, Driver driver) {
    synchronized (buses) {
      buses.put(name, new BusThread(name, driver, clock, crew, sink, board));
    }
    configure();
    remark();
  }

  private void remark() {
    synchronized (buses) {
      buses.values().forEach(bus -> bus.remark(registry.remarks()));
    }
  }

  @Override
  public void removed(String name, Driver driver) {
    BusThread bus;
    synchronized (buses) {
      bus = buses.remove(name);
    }
    if (bus != null) {
      stop(bus);
    }
  }

  @Deactivate
  void deactivate() throws Exception {
    registration.close();
    remarks.close();
    connections.unlisten(this);
    synchronized (buses) {
      buses.values().forEach(Acquisition::stop);
      buses.clear();
    }
    crew.close();
  }

  private void configure() {
    synchronized (buses) {
      List<ResolvedDevice> devices = registry.resolved();
      List<ResolvedChannel> channels = new ArrayList<>();
      devices.stream()
          .filter(device -> device.device().enabled())
          .forEach(device -> channels.addAll(device.channels()));
      pipeline.configure(channels); // First, so that it knows each channel before its samples.
      Map<String, Reach> found = new HashMap<>();
      buses.forEach((name, bus) -> bus.configure(devicesOf(bus, devices, found)));
      reaches = found;
    }
  }

  private static List<ResolvedDevice> devicesOf(
      BusThread bus, List<ResolvedDevice> devices, Map<String, Reach> found) {
    List<ResolvedDevice> polled = new ArrayList<>();
    for (ResolvedDevice device : devices) {
      if (device.driver() == bus.driver()) {
        boolean enabled = device.device().enabled();
        if (enabled) {
          polled.add(device);
        }
        found.put(device.device().id(), new Reach(device, enabled ? bus : null));
      }
    }
    return polled;
  }

  private static void stop(BusThread bus) {
    try {
      bus.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record PipelineSink(Pipeline pipeline) implements BusOutput.Sink {
    @Override
    public Batch borrow() {
      return pipeline.borrow();
    }

    @Override
    public void submit(Batch batch) throws InterruptedException {
      pipeline.submitPolled(batch);
    }
  }
}
