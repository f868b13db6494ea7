package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.runtime.ConnectionRegistry.Ability;
import io.weir.api.runtime.ConnectionRegistry.Connection;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A connection and how it is, as fields of an object. */
final class ConnectionJson {
  private ConnectionJson() {}

  static void write(JsonGenerator json, Connection connection, @Nullable PartStatus part)
      throws IOException {
    json.writeStringField("name", connection.name());
    json.writeStringField("protocol", connection.protocol());
    json.writeStringField("pid", connection.pid());
    json.writeStringField("medium", connection.medium());
    json.writeStringField("state", Values.name(part == null ? State.STARTING : part.state()));
    json.writeStringField("message", part == null ? "" : part.message());
    json.writeArrayFieldStart("can");
    json.writeString("plan");
    for (Ability ability : new TreeSet<>(connection.abilities())) {
      json.writeString(ability.name().toLowerCase(Locale.ROOT));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("devices");
    for (String device : connection.devices()) {
      json.writeString(device);
    }
    json.writeEndArray();
    StatusResource.writeCounters(json, part == null ? Map.of() : part.counters());
  }
}
