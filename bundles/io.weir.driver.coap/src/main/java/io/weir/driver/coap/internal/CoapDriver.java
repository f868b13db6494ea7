package io.weir.driver.coap.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.ExplorableDriver;
import io.weir.api.driver.Point;
import io.weir.api.driver.PushDriver;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.Quality.Reason;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.SecretStore;
import io.weir.driver.coap.internal.Answers.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A host that is asked over CoAP. Confined to the bus thread but for {@link #point}. */
@Component(
    name = "io.weir.driver.coap",
    service = Driver.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=coap")
@Designate(ocd = ClientConfig.class, factory = true)
public final class CoapDriver implements PushDriver, ExplorableDriver, Observation.ObservationSink {
  private static final BlockLimits ALL = new BlockLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** 4.22 as a number: an answer that is not what the channel's address says. */
  private static final int UNPROCESSABLE = 422;

  private final ClientSettings settings;
  private final GatewayClock clock;
  private final String name;
  private final StatusBoard.Part part;
  private final NewsQueue news;
  private final Discovery discovery = new Discovery();
  private final Map<String, Observation> observations = new LinkedHashMap<>();
  private final Map<String, String> troubles = new TreeMap<>();
  private @Nullable Link link;

  /** Checks the configuration. */
  @Activate
  public CoapDriver(
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      @Reference SecretStore secrets,
      ClientConfig config,
      Map<String, Object> properties) {
    this(clock, board, config, properties, Keys.of(secrets));
  }

  CoapDriver(
      GatewayClock clock,
      StatusBoard board,
      ClientConfig config,
      Map<String, Object> properties,
      Keys keys) {
    settings = ClientSettings.of(config, properties, keys);
    this.clock = clock;
    String pid = String.valueOf(properties.get("service.pid"));
    name = pid.substring(pid.indexOf('~') + 1);
    part = board.part("coap/" + name);
    news = new NewsQueue(settings.queue(), part.counter("dropped"));
  }

  @Override
  public Point point(Channel channel) {
    return ClientAddresses.parse(channel);
  }

  @Override
  public BlockLimits limits(Point point) {
    return ALL;
  }

  @Override
  public void connect() throws ConnectionException {
    if (link == null) {
      link = Link.open(settings, name);
      part.ok();
    }
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    Link open = connected();
    ClientPoint any = (ClientPoint) block.entries().get(0).point();
    try {
      Content content = Answers.content(get(open, any.path(), any.format()));
      for (Block.Entry entry : block.entries()) {
        add(content, entry, into, block.entries().size() == 1);
      }
    } catch (PayloadException e) {
      throw new RejectedException("/" + any.path() + ": " + e.reason(), UNPROCESSABLE, false);
    }
  }

  /** One value that is not there, or is of another type, costs the others nothing. */
  private static void add(Content content, Block.Entry entry, Batch into, boolean isAlone)
      throws PayloadException {
    try {
      content.add((ClientPoint) entry.point(), entry.channel(), 0, into);
    } catch (PayloadException e) {
      if (isAlone) {
        throw e;
      }
      into.addBad(entry.channel(), 0, Reason.DEVICE);
    }
  }

  private Response get(Link open, String path, @Nullable Format format) throws DriverException {
    Request request = Request.newGet();
    if (format != null) {
      request.getOptions().setAccept(format.number());
    }
    return ask(open, request, path);
  }

  private Response ask(Link open, Request request, String path) throws DriverException {
    try {
      return open.ask(request, path);
    } catch (ConnectionException e) {
      disconnect();
      throw e;
    }
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    Link open = connected();
    ClientPoint target = (ClientPoint) point;
    Object value = target.rawType().box(bits, object);
    if (value == null) {
      throw new RejectedException("there is no value to write", UNPROCESSABLE, false);
    }
    Format format = target.format();
    if (format == null) {
      format = value instanceof byte[] ? Format.OCTETS : Format.TEXT;
    }
    Request request = target.isPosted() ? Request.newPost() : Request.newPut();
    request.getOptions().setContentFormat(format.number());
    request.setPayload(SenmlWriter.write(format, target.name(), value, Double.NaN));
    ask(open, request, target.path());
  }

  @Override
  public void listen(List<Block.Entry> entries, Runnable wake) throws ConnectionException {
    Link open = connected();
    news.onNews(wake);
    Map<String, List<Block.Entry>> wanted = new LinkedHashMap<>();
    for (Block.Entry entry : entries) {
      if (((ClientPoint) entry.point()).isObserved()) {
        wanted.computeIfAbsent(entry.point().area(), area -> new ArrayList<>()).add(entry);
      }
    }
    endObservations();
    wanted.forEach(
        (area, points) -> {
          Observation observation = new Observation(open, List.copyOf(points), this);
          observations.put(area, observation);
          observation.start();
        });
  }

  @Override
  public boolean take(Batch into) throws ConnectionException {
    connected();
    news.drain(into);
    return false;
  }

  @Override
  public long micros() {
    return clock.micros();
  }

  @Override
  public void rows(Batch rows) {
    news.add(rows);
  }

  @Override
  public void state(String path, String reason) {
    synchronized (troubles) {
      if (reason.isEmpty()) {
        troubles.remove(path);
      } else {
        troubles.put(path, reason);
      }
      if (troubles.isEmpty()) {
        part.ok();
      } else {
        Map.Entry<String, String> first = troubles.entrySet().iterator().next();
        part.status(State.DEGRADED, "observe", "/" + first.getKey() + " " + first.getValue());
      }
    }
  }

  @Override
  public List<Map<String, Object>> candidates(Map<String, Object> query) {
    return Discovery.candidates(query);
  }

  @Override
  public @Nullable Finding probe(Map<String, Object> candidate) throws ConnectionException {
    Link open = connected();
    return discovery.probe(candidate, path -> get(open, path, null));
  }

  @Override
  public Reading inspect(Map<String, Object> address) throws DriverException {
    Link open = connected();
    return Discovery.inspect(address, path -> get(open, path, null));
  }

  @Override
  public void disconnect() {
    endObservations();
    Link open = link;
    link = null;
    if (open != null) {
      open.close();
    }
    news.clear();
  }

  private void endObservations() {
    observations.values().forEach(Observation::end);
    observations.clear();
    synchronized (troubles) {
      troubles.clear();
    }
  }

  /** Ends; the bus has ended before. */
  @Deactivate
  void deactivate() {
    disconnect();
    part.close();
  }

  private Link connected() throws ConnectionException {
    Link open = link;
    if (open == null) {
      throw new ConnectionException("not connected", null);
    }
    return open;
  }
}
