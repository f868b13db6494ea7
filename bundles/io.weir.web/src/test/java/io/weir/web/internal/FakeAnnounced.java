package io.weir.web.internal;

import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.AnnouncedDevices;
import io.weir.api.runtime.PresenceHistory;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A pending lamp and the boiler, which is accepted. */
final class FakeAnnounced implements AnnouncedDevices, PresenceHistory {
  final List<String> calls = new CopyOnWriteArrayList<>();

  @Override
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    entries.add(entry("0x01", "Lamp", Standing.PENDING, "lamp", Presence.ONLINE));
    entries.add(entry("0x02", "Boiler", Standing.ACCEPTED, "boiler", Presence.UNKNOWN));
    return entries;
  }

  private static Entry entry(
      String ieee, String name, Standing standing, String device, Presence presence) {
    return new Entry(
        "plant",
        Map.of("ieee", ieee, "endpoint", 1L),
        name,
        "Acme X1",
        Map.of("firmware", "1.2"),
        List.of("{\"id\":\"state\",\"address\":{\"property\":\"state\"}}"),
        presence,
        true,
        standing,
        device,
        1_700_000_000_000_000L);
  }

  @Override
  public boolean acceptsAll(String connection) {
    return false;
  }

  @Override
  public String accept(
      String connection, Map<String, Object> address, @Nullable String id, @Nullable String name)
      throws FileSystemException {
    if ("full".equals(id)) {
      throw new FileSystemException("full.json", null, "No space left on device");
    }
    if ("boiler".equals(id)) {
      throw new ConfigException("id", id, "use another one");
    }
    calls.add("accept " + connection + " " + address + " " + id + " " + name);
    return id == null ? "lamp" : id;
  }

  @Override
  public void ignore(String connection, Map<String, Object> address, boolean ignored) {
    calls.add("ignore " + connection + " " + address + " " + ignored);
  }

  @Override
  public List<Change> changes(String device) {
    return List.of(
        new Change(1_700_000_000_000_000L, true, "none", ""),
        new Change(1_700_000_060_000_000L, false, "comm", "no answer"));
  }
}
