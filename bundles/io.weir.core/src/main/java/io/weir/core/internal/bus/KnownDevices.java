package io.weir.core.internal.bus;

import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.core.internal.registry.ResolvedDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which findings of a search are devices already. Pure functions. */
final class KnownDevices {
  /** Name of the fact that says so. */
  static final String FACT = "device";

  private KnownDevices() {}

  /**
   * The findings, with the id of the device in the details of those that are one: of which a
   * channel's address says all that the finding's says.
   */
  static List<Finding> name(List<Finding> findings, List<ResolvedDevice> devices) {
    Map<Set<String>, Map<Map<String, Object>, String>> known = new HashMap<>();
    List<Finding> named = new ArrayList<>();
    for (Finding finding : findings) {
      Set<String> keys = finding.address().keySet();
      @Nullable String device =
          known
              .computeIfAbsent(keys, some -> byPlace(devices, some))
              .get(place(finding.address(), keys));
      named.add(device == null ? finding : with(finding, device));
    }
    return named;
  }

  private static Finding with(Finding finding, String device) {
    Map<String, String> details = new HashMap<>(finding.details());
    details.put(FACT, device);
    return new Finding(finding.address(), finding.title(), details);
  }

  private static Map<Map<String, Object>, String> byPlace(
      List<ResolvedDevice> devices, Set<String> keys) {
    Map<Map<String, Object>, String> places = new HashMap<>();
    for (ResolvedDevice device : devices) {
      for (ResolvedChannel channel : device.channels()) {
        Map<String, Object> address = channel.channel().address();
        if (address.keySet().containsAll(keys)) {
          places.putIfAbsent(place(address, keys), device.device().id());
        }
      }
    }
    return places;
  }

  /** Some keys of an address, numbers as one type whatever the document's reader made of them. */
  private static Map<String, Object> place(Map<String, Object> address, Set<String> keys) {
    Map<String, Object> place = new HashMap<>();
    for (String key : keys) {
      Object value = address.getOrDefault(key, "");
      place.put(key, value instanceof Number number ? number.doubleValue() : value);
    }
    return place;
  }
}
