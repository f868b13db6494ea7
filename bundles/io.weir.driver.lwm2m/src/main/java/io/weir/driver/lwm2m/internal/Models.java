package io.weir.driver.lwm2m.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.leshan.core.model.LwM2mModel;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.model.ResourceModel.Operations;
import org.eclipse.leshan.server.model.LwM2mModelProvider;
import org.eclipse.leshan.server.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * What the library knows of objects: those of the registry, and what channels say of others. Any
 * thread.
 */
final class Models implements LwM2mModel, LwM2mModelProvider {
  private static final int MOST_TAUGHT = 4_096;

  private record Key(int object, int resource) {}

  private final Map<Key, ResourceModel> known = new ConcurrentHashMap<>();

  @Override
  public LwM2mModel getObjectModel(Registration registration) {
    return this;
  }

  /** A channel says what the type of a resource is that the registry's table does not have. */
  void teach(Lwm2mPoint point) {
    if (Registry.resource(point.object(), point.resource()) == null && known.size() < MOST_TAUGHT) {
      known.put(
          new Key(point.object(), point.resource()),
          model(
              point.resource(),
              "",
              Operations.RW,
              point.resourceInstance() >= 0,
              Values.type(point.rawType())));
    }
  }

  @Override
  public @Nullable ResourceModel getResourceModel(int objectId, int resourceId) {
    Registry.Item resource = Registry.resource(objectId, resourceId);
    if (resource == null) {
      return known.get(new Key(objectId, resourceId));
    }
    return known.computeIfAbsent(new Key(objectId, resourceId), key -> model(resource));
  }

  @Override
  public @Nullable ObjectModel getObjectModel(int objectId) {
    Registry.Kind kind = Registry.kind(objectId);
    if (kind == null) {
      return null;
    }
    List<ResourceModel> resources = new ArrayList<>();
    for (int id : kind.resources().keySet()) {
      ResourceModel model = getResourceModel(objectId, id);
      if (model != null) {
        resources.add(model);
      }
    }
    return new ObjectModel(objectId, kind.name(), "", "1.0", true, false, resources);
  }

  @Override
  public Collection<ObjectModel> getObjectModels() {
    return List.of();
  }

  private static ResourceModel model(Registry.Item resource) {
    Operations operations =
        switch (resource.operations()) {
          case "R" -> Operations.R;
          case "W" -> Operations.W;
          case "RW" -> Operations.RW;
          case "E" -> Operations.E;
          default -> Operations.NONE;
        };
    return model(
        resource.id(), resource.name(), operations, resource.isMultiple(), resource.type());
  }

  private static ResourceModel model(
      int id, String name, Operations operations, boolean isMultiple, ResourceModel.Type type) {
    return new ResourceModel(id, name, operations, isMultiple, false, type, "", "", "");
  }
}
