package io.weir.driver.lwm2m.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.californium.endpoint.coap.CoapClientProtocolProvider;
import org.eclipse.leshan.client.californium.endpoint.coaps.CoapsClientProtocolProvider;
import org.eclipse.leshan.client.engine.DefaultRegistrationEngineFactory;
import org.eclipse.leshan.client.object.Device;
import org.eclipse.leshan.client.object.Security;
import org.eclipse.leshan.client.object.Server;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.resource.ObjectsInitializer;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.LwM2mId;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.model.ResourceModel.Operations;
import org.eclipse.leshan.core.model.StaticModel;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.request.BindingMode;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.argument.Arguments;
import org.eclipse.leshan.core.response.ExecuteResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.core.response.WriteResponse;

/** Eclipse Leshan's client, as a device with a thermometer, a lamp and something of its own. */
final class Client implements AutoCloseable {
  private static final int OWN_OBJECT = 26241;

  /** An instance whose resources are a table. */
  public static final class Instance extends BaseInstanceEnabler {
    final Map<Integer, Object> values = new ConcurrentHashMap<>();
    final List<Integer> executed = new CopyOnWriteArrayList<>();
    final List<Object> written = new CopyOnWriteArrayList<>();
    private final Map<Integer, Object> instead = new ConcurrentHashMap<>();

    /** For the library, which wants to be able to make some. */
    public Instance() {
      this(Map.of());
    }

    Instance(Map<Integer, Object> values) {
      super(0);
      this.values.putAll(values);
    }

    void tell(int resource, Object value) {
      values.put(resource, value);
      fireResourceChange(resource);
    }

    /** A written value becomes this one. */
    void takesOnly(int resource, Object value) {
      instead.put(resource, value);
    }

    @Override
    public ReadResponse read(LwM2mServer server, int resource) {
      Object value = values.get(resource);
      if (value instanceof String text) {
        return ReadResponse.success(resource, text);
      } else if (value instanceof Double number) {
        return ReadResponse.success(resource, number);
      } else if (value instanceof Long number) {
        return ReadResponse.success(resource, number);
      } else if (value instanceof Boolean flag) {
        return ReadResponse.success(resource, flag);
      }
      return ReadResponse.notFound();
    }

    @Override
    public WriteResponse write(
        LwM2mServer server, boolean replace, int resource, LwM2mResource value) {
      written.add(value.getValue());
      values.put(resource, instead.getOrDefault(resource, value.getValue()));
      return WriteResponse.success();
    }

    @Override
    public ExecuteResponse execute(LwM2mServer server, int resource, Arguments arguments) {
      executed.add(resource);
      return ExecuteResponse.success();
    }

    @Override
    public List<Integer> getAvailableResourceIds(ObjectModel model) {
      List<Integer> ids = new ArrayList<>(values.keySet());
      model.resources.values().stream()
          .filter(resource -> resource.operations == Operations.E)
          .forEach(resource -> ids.add(resource.id));
      ids.sort(null);
      return ids;
    }
  }

  final Instance thermometer =
      new Instance(Map.of(5700, 21.5, 5701, "Cel", 5601, 19.0, 5602, 23.25));
  final Instance lamp = new Instance(Map.of(5850, false, 5851, 10L, 5750, "desk"));
  final Instance own = new Instance(Map.of(1, 7.5, 2, "cornflower"));
  private final LeshanClient client;

  /** How it registers. */
  static final class Settings {
    String uri = "";
    String identity = "";
    byte[] key = new byte[0];
    long lifetime = 300;
    boolean isQueued;
    ContentFormat format = ContentFormat.TLV;

    Settings(String uri) {
      this.uri = uri;
    }

    Settings key(String who, String secret) {
      identity = who;
      key = secret.getBytes(StandardCharsets.UTF_8);
      return this;
    }

    Settings lifetime(long seconds) {
      lifetime = seconds;
      return this;
    }

    Settings queued() {
      isQueued = true;
      return this;
    }

    Settings format(ContentFormat prefers) {
      format = prefers;
      return this;
    }
  }

  Client(String endpoint, Settings settings) {
    ObjectsInitializer objects = new ObjectsInitializer(new StaticModel(models()));
    objects.setInstancesForObject(
        LwM2mId.SECURITY,
        settings.identity.isEmpty()
            ? Security.noSec(settings.uri, 123)
            : Security.psk(
                settings.uri,
                123,
                settings.identity.getBytes(StandardCharsets.UTF_8),
                settings.key));
    objects.setInstancesForObject(LwM2mId.SERVER, new Server(123, settings.lifetime));
    objects.setInstancesForObject(
        LwM2mId.DEVICE, new Device("Acme", "T-1", "SN-42", java.util.EnumSet.of(BindingMode.U)));
    objects.setInstancesForObject(3303, thermometer);
    objects.setInstancesForObject(3311, lamp);
    objects.setInstancesForObject(OWN_OBJECT, own);
    for (int object : new int[] {3303, 3311, OWN_OBJECT}) {
      objects.setDefaultContentFormat(object, settings.format);
    }
    DefaultRegistrationEngineFactory engine =
        new DefaultRegistrationEngineFactory()
            .setRequestTimeoutInMs(5_000)
            .setDeregistrationTimeoutInMs(5_000)
            .setRetryWaitingTimeInMs(500)
            .setQueueMode(settings.isQueued);
    CaliforniumClientEndpointsProvider.Builder endpoints =
        new CaliforniumClientEndpointsProvider.Builder(
            new CoapClientProtocolProvider(), new CoapsClientProtocolProvider());
    Configuration configuration = endpoints.createDefaultConfiguration();
    configuration.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1);
    endpoints.setConfiguration(configuration);
    LeshanClientBuilder builder = new LeshanClientBuilder(endpoint);
    builder.setObjects(objects.createAll());
    builder.setRegistrationEngineFactory(engine);
    builder.setEndpointsProviders(endpoints.build());
    client = builder.build();
  }

  /** The library's own objects, and those of this device as their makers publish them. */
  private static List<ObjectModel> models() {
    List<ObjectModel> models = new ArrayList<>(ObjectLoader.loadDefault());
    Models registry = new Models();
    models.add(registry.getObjectModel(3303));
    models.add(registry.getObjectModel(3311));
    models.add(
        new ObjectModel(
            OWN_OBJECT,
            "own",
            "",
            "1.0",
            true,
            false,
            new ResourceModel(
                1, "level", Operations.RW, false, true, ResourceModel.Type.FLOAT, "", "", ""),
            new ResourceModel(
                2, "colour", Operations.R, false, true, ResourceModel.Type.STRING, "", "", "")));
    return models;
  }

  Client start() {
    client.start();
    return this;
  }

  /** Leaves without a word. */
  void vanish() {
    client.destroy(false);
  }

  void update() {
    client.triggerRegistrationUpdate();
  }

  boolean isRegistered() {
    return !client.getRegisteredServers().isEmpty();
  }

  /** Leaves with a goodbye. */
  @Override
  public void close() {
    client.destroy(true);
  }
}
