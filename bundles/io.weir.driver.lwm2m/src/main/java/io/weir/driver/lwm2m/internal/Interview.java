package io.weir.driver.lwm2m.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.leshan.core.link.lwm2m.LwM2mLink;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.request.DiscoverRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.server.registration.Registration;

/**
 * Asks a device that has registered what its instances have, which unit, and who made it.
 *
 * <p>An instance that does not tell is taken to have what the registry says it must. One request at
 * a time, so all callbacks of one interview run one after the other.
 */
final class Interview {
  private static final int UNITS = 5701;
  private static final int LONGEST_UNIT = 24;
  private static final int DEVICE = 3;

  /** Security, server and access control are the device's own affairs. */
  private static final Set<Integer> HIDDEN = Set.of(0, 1, 2, 21, 23);

  private static final Map<Integer, String> FACTS =
      Map.of(0, "manufacturer", 1, "model", 2, "serial", 3, "firmware", 17, "device type");

  private final Talk talk;
  private final Registration registration;
  private final Device device;
  private final Runnable done;
  private final SortedMap<LwM2mPath, SortedSet<Integer>> found = new TreeMap<>();
  private final Map<LwM2mPath, String> units = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private boolean isWhole = true;

  private Interview(Talk talk, Registration registration, Device device, Runnable done) {
    this.talk = talk;
    this.registration = registration;
    this.device = device;
    this.done = done;
  }

  /** Begins; {@code done} runs when the device is described as well as it can be. */
  static void begin(Talk talk, Registration registration, Device device, Runnable done) {
    new Interview(talk, registration, device, done).discover();
  }

  private void discover() {
    List<LwM2mPath> instances =
        registration.getAvailableInstances().stream()
            .filter(path -> Registry.kind(path.getObjectId()) != null)
            .sorted()
            .toList();
    for (LwM2mPath instance : instances) {
      talk.send(
          registration,
          new DiscoverRequest(instance.getObjectId(), instance.getObjectInstanceId()),
          response -> discovered(instance, response.getObjectLinks()),
          why -> assume(instance));
    }
    talk.then(registration, this::askMore);
  }

  private void discovered(LwM2mPath instance, LwM2mLink[] links) {
    SortedSet<Integer> resources = new TreeSet<>();
    for (LwM2mLink link : links) {
      LwM2mPath path = link.getPath();
      if (path.isResource() && path.startWith(instance)) {
        resources.add(path.getResourceId());
      }
    }
    if (resources.isEmpty()) {
      assume(instance);
    } else {
      found.put(instance, resources);
    }
  }

  private void assume(LwM2mPath instance) {
    isWhole = false;
    Registry.Kind kind = Registry.kind(instance.getObjectId());
    if (kind != null) {
      found.put(
          instance,
          kind.resources().values().stream()
              .filter(Registry.Item::isMandatory)
              .map(Registry.Item::id)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  private void askMore() {
    found.forEach(
        (instance, resources) -> {
          if (resources.contains(UNITS) && isWhole) {
            talk.send(
                registration,
                new ReadRequest(instance.getObjectId(), instance.getObjectInstanceId(), UNITS),
                response -> unit(instance, response.getContent()),
                why -> isWhole = false);
          } else if (instance.getObjectId() == DEVICE && isWhole) {
            talk.send(
                registration,
                new ReadRequest(DEVICE, instance.getObjectInstanceId()),
                response -> facts(response.getContent()),
                why -> isWhole = false);
          }
        });
    talk.then(registration, this::finish);
  }

  private void unit(LwM2mPath instance, LwM2mNode node) {
    if (node instanceof LwM2mResource resource
        && !resource.isMultiInstances()
        && resource.getValue() instanceof String unit
        && unit.length() <= LONGEST_UNIT) {
      units.put(instance, Requests.shown(unit));
    }
  }

  private void facts(LwM2mNode node) {
    if (node instanceof LwM2mObjectInstance instance) {
      FACTS.forEach(
          (id, name) -> {
            LwM2mResource resource = instance.getResource(id);
            if (resource != null
                && !resource.isMultiInstances()
                && resource.getValue() instanceof String text
                && !text.isBlank()) {
              facts.put(name, Requests.shown(text));
            }
          });
    }
  }

  private void finish() {
    if (!device.isIn(registration)) {
      return;
    }
    String unknown =
        registration.getAvailableInstances().stream()
            .filter(path -> Registry.kind(path.getObjectId()) == null)
            .filter(path -> !HIDDEN.contains(path.getObjectId()))
            .sorted()
            .map(LwM2mPath::toString)
            .collect(Collectors.joining(" "));
    if (!unknown.isEmpty()) {
      facts.put("instances without channels", Requests.shown(unknown));
    }
    facts.put("lwm2m", String.valueOf(registration.getLwM2mVersion()));
    facts.put("lifetime", registration.getLifeTimeInSec() + " s");
    if (registration.usesQueueMode()) {
      facts.put("queue mode", "yes");
    }
    if (isWhole || !device.isDescribed()) {
      device.describe(facts, ChannelDraft.channels(found, units));
    }
    done.run();
  }
}
