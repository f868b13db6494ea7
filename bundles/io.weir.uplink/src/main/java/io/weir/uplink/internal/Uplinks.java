package io.weir.uplink.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.Journal;
import io.weir.api.uplink.BatchTransport;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.Destination;
import io.weir.api.uplink.Transport;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Runs a pump for each destination: for a transport once its codec is there, for a batch transport
 * at once. Any thread.
 *
 * <p>An uplink whose configuration is deleted is forgotten by the journal, so that it no longer
 * holds segments; one that is only switched off keeps its place.
 */
@Component(service = ConfigurationListener.class, immediate = true)
public final class Uplinks implements ConfigurationListener {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private final Services services;
  private final LetterBoxes letters;

  /** By name; the pumps look here too. */
  private final Map<String, Codec> codecs = new ConcurrentSkipListMap<>();

  private final Map<Destination, Uplink> uplinks = new HashMap<>();

  /** Names by the PID of each destination seen, and those whose configuration is gone. */
  private final Map<String, String> names = new HashMap<>();

  private final Set<String> forgotten = new HashSet<>();

  /** A destination, and its pump or the part that says why it has none. */
  private record Uplink(
      Policy policy,
      Destination destination,
      @Nullable PumpThread pump,
      StatusBoard.@Nullable Part waiting) {

    void stop() {
      if (pump != null) {
        pump.stop();
      }
      if (waiting != null) {
        waiting.close();
      }
    }
  }

  /** Begins with no uplink. */
  @Activate
  public Uplinks(
      BundleContext context,
      @Reference Journal journal,
      @Reference ChannelTable channels,
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      @Reference LetterBoxes letters) {
    this.letters = letters;
    services =
        new Services(
            Services.property(context, "weir.gateway.id", "gateway"),
            Services.data(context),
            journal,
            channels,
            clock,
            board);
  }

  /** A destination that takes bytes is configured. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addTransport(Transport transport, Map<String, Object> properties) {
    add(transport, properties);
  }

  /** It is gone or configured anew. */
  public void removeTransport(Transport transport) {
    remove(transport);
  }

  /** A destination that takes batches is configured. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addBatchTransport(BatchTransport transport, Map<String, Object> properties) {
    add(transport, properties);
  }

  /** It is gone or configured anew. */
  public void removeBatchTransport(BatchTransport transport) {
    remove(transport);
  }

  private synchronized void add(Destination destination, Map<String, Object> properties) {
    String name = Policy.name(properties);
    names.put(String.valueOf(properties.get("service.pid")), name);
    try {
      Policy policy = Policy.of(properties);
      if (destination instanceof BatchTransport) {
        policy.checkForBatches();
      }
      uplinks.put(destination, uplink(policy, destination));
    } catch (ConfigException e) {
      StatusBoard.Part part = services.board().part("uplink/" + name);
      part.status(State.ERROR, "config", String.valueOf(e.getMessage()));
      Policy none = Policy.of(Map.of("service.pid", "~" + name));
      uplinks.put(destination, new Uplink(none, destination, null, part));
    }
  }

  private synchronized void remove(Destination destination) {
    Uplink uplink = uplinks.remove(destination);
    if (uplink != null) {
      uplink.stop();
      letters.stopped(uplink.policy().name());
      if (forgotten.remove(uplink.policy().name())) {
        services.journal().forget("uplink/" + uplink.policy().name());
      }
    }
  }

  /** A codec has come. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public synchronized void addCodec(Codec codec, Map<String, Object> properties) {
    String name = String.valueOf(properties.get(Codec.NAME));
    codecs.put(name, codec);
    restart(name);
  }

  /** A codec has gone. */
  public synchronized void removeCodec(Codec codec, Map<String, Object> properties) {
    String name = String.valueOf(properties.get(Codec.NAME));
    if (codecs.remove(name, codec)) {
      restart(name);
    }
  }

  @Override
  public synchronized void configurationEvent(ConfigurationEvent event) {
    String name = names.get(event.getPid());
    if (event.getType() != ConfigurationEvent.CM_DELETED || name == null) {
      return;
    }
    names.remove(event.getPid());
    if (uplinks.values().stream().anyMatch(uplink -> uplink.policy().name().equals(name))) {
      forgotten.add(name);
    } else {
      services.journal().forget("uplink/" + name);
    }
  }

  /** Stops all pumps. */
  @Deactivate
  public synchronized void stop() {
    uplinks.values().forEach(Uplink::stop);
    uplinks.clear();
  }

  private void restart(String codec) {
    for (Map.Entry<Destination, Uplink> entry : uplinks.entrySet()) {
      Uplink uplink = entry.getValue();
      if (uplink.destination() instanceof Transport && uplink.policy().codec().equals(codec)) {
        uplink.stop();
        entry.setValue(uplink(uplink.policy(), uplink.destination()));
      }
    }
  }

  private Uplink uplink(Policy policy, Destination destination) {
    if (destination instanceof BatchTransport batches) {
      return pump(policy, new BatchOutlet(services, batches, codecs::get));
    }
    Codec codec = codecs.get(policy.codec());
    if (codec != null && destination instanceof Transport transport) {
      return pump(policy, new MessageOutlet(policy, services, transport, codec));
    }
    StatusBoard.Part part = services.board().part("uplink/" + policy.name());
    // At the start of the gateway the codecs may just not be there yet.
    part.status(
        codecs.isEmpty() ? State.STARTING : State.ERROR,
        "config",
        "codec: '" + policy.codec() + "' is not installed; use one of " + codecs.keySet());
    return new Uplink(policy, destination, null, part);
  }

  private Uplink pump(Policy policy, Outlet outlet) {
    Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, new SplittableRandom());
    Pump pump = new Pump(policy, services, outlet, letters.of(policy.name()), backoff);
    letters.running(policy.name(), pump.mailbox()::wake);
    PumpThread thread = new PumpThread(policy.name(), pump, services.clock());
    return new Uplink(policy, outlet.destination(), thread, null);
  }
}
