package io.weir.driver.coap.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.driver.ExplorableDriver.Interpretation;
import io.weir.api.driver.ExplorableDriver.Reading;
import io.weir.api.model.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.eclipse.californium.core.WebLink;
import org.eclipse.californium.core.coap.LinkFormat;
import org.eclipse.californium.core.coap.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a host says that it has, by {@code .well-known/core}. Bus thread.
 *
 * <p>A search counts the links of that list: how many there are is not known before it is asked
 * for, so that the first candidate fetches it and the others take one link each.
 */
final class Discovery {
  private static final String LIST = ".well-known/core";
  private static final String LINK = "link";
  private static final String MOST = "most";
  private static final int DEFAULT_MOST = 256;
  private static final int MAX_MOST = 1_000;

  private List<WebLink> links = List.of();

  /** A GET of a path. */
  interface Get {
    Response get(String path) throws DriverException;
  }

  static List<Map<String, Object>> candidates(Map<String, Object> query) {
    for (String key : new TreeSet<>(query.keySet())) {
      if (!key.equals(MOST)) {
        throw new ConfigException(key, query.get(key), "remove it, or use '" + MOST + "'");
      }
    }
    Object most = query.getOrDefault(MOST, DEFAULT_MOST);
    if (!(most instanceof Number number)
        || number.doubleValue() != number.intValue()
        || number.intValue() < 1
        || number.intValue() > MAX_MOST) {
      throw new ConfigException(MOST, most, "use an integer from 1 to " + MAX_MOST);
    }
    return IntStream.range(0, number.intValue())
        .mapToObj(link -> Map.<String, Object>of(LINK, link))
        .toList();
  }

  @Nullable Finding probe(Map<String, Object> candidate, Get get) throws ConnectionException {
    if (!(candidate.get(LINK) instanceof Integer number)) {
      return null;
    }
    if (number == 0) {
      links = List.of();
      try {
        links = new ArrayList<>(LinkFormat.parse(get.get(LIST).getPayloadString()));
      } catch (ConnectionException e) {
        throw e;
      } catch (DriverException e) {
        return null;
      }
    }
    return number < links.size() ? finding(links.get(number)) : null;
  }

  private static Finding finding(WebLink link) {
    String path = link.getURI().startsWith("/") ? link.getURI().substring(1) : link.getURI();
    Map<String, Object> address = new HashMap<>();
    address.put("path", path);
    if (link.getAttributes().hasObservable()) {
      address.put("observe", true);
    }
    Map<String, String> details = new TreeMap<>();
    for (String name : link.getAttributes().getAttributeKeySet()) {
      details.put(name, String.join(" ", link.getAttributes().getAttributeValues(name)));
    }
    String title = link.getAttributes().getTitle();
    return new Finding(address, title == null ? "/" + path : title, details);
  }

  static Reading inspect(Map<String, Object> address, Get get) throws DriverException {
    for (String key : new TreeSet<>(address.keySet())) {
      if (!key.equals("path")) {
        throw new ConfigException(Addresses.field(key), address.get(key), "remove it");
      }
    }
    Response response = get.get(Addresses.path(address, "path"));
    byte[] payload = response.getPayload();
    List<Interpretation> interpretations = new ArrayList<>();
    try {
      Format format = Format.of(response.getOptions());
      for (Measurement value : format.read(payload)) {
        interpretations.add(interpretation(format, value));
      }
    } catch (PayloadException e) {
      interpretations.add(new Interpretation(Map.of(), e.reason()));
    }
    return new Reading(List.of(HexFormat.of().formatHex(payload)), interpretations);
  }

  private static Interpretation interpretation(Format format, Measurement value) {
    String type = Directory.type(value.value(), format == Format.TEXT).name();
    Map<String, Object> address = new HashMap<>();
    address.put("type", type.toLowerCase(Locale.ROOT));
    if (!value.name().isEmpty()) {
      boolean isSenml = format == Format.SENML_JSON || format == Format.SENML_CBOR;
      address.put(isSenml ? "name" : "pointer", isSenml ? value.name() : "/" + value.name());
    }
    return new Interpretation(address, (Values.shown(value.value()) + " " + value.unit()).strip());
  }
}
