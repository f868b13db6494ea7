package io.weir.core.internal.registry;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.AnnouncedDevices;
import io.weir.core.internal.announce.AnnouncedEntry;
import io.weir.core.internal.registry.Announcements.Known;
import io.weir.core.internal.registry.Announcements.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The devices that announce themselves, as a service. */
@Component(service = AnnouncedDevices.class)
public final class AnnouncedComponent implements AnnouncedDevices {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int LONGEST_NAME = 200;

  private final RegistryComponent registry;

  @Activate
  public AnnouncedComponent(@Reference RegistryComponent registry) {
    this.registry = registry;
  }

  @Override
  public List<Entry> entries() {
    return registry.announcements().known().stream().map(this::entry).toList();
  }

  private Entry entry(Known known) {
    AnnouncedEntry entry = known.entry();
    String device = entry.device();
    return new Entry(
        known.place().connection(),
        entry.address(),
        entry.name(),
        entry.model(),
        entry.metadata(),
        entry.channels(),
        entry.presence(),
        entry.listed(),
        known.standing(),
        device == null ? registry.acceptance().suggest(known) : device,
        entry.since());
  }

  @Override
  public boolean acceptsAll(String connection) {
    return registry.announcements().acceptsAll(connection);
  }

  @Override
  public String accept(
      String connection, Map<String, Object> address, @Nullable String id, @Nullable String name)
      throws IOException {
    if (id != null && !ID.matcher(id).matches()) {
      throw new ConfigException("id", id, Fields.ID_FORM);
    }
    if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
      throw new ConfigException("name", name, "use 1 to " + LONGEST_NAME + " characters");
    }
    try {
      return registry.ask(
          each -> each.acceptance().accept(Place.of(connection, address), id, name));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void ignore(String connection, Map<String, Object> address, boolean ignored) {
    boolean done =
        registry.ask(
            each -> {
              each.acceptance().ignore(Place.of(connection, address), ignored);
              return true;
            });
    assert done;
  }
}
