package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.driver.ExplorableDriver;
import io.weir.api.runtime.ConnectionRegistry;
import java.io.IOException;

/** What was found on a connection, as fields of an object. */
final class FindingsJson {
  private FindingsJson() {}

  static void write(JsonGenerator json, ConnectionRegistry.Scan scan) throws IOException {
    json.writeStringField("state", Values.name(scan.phase()));
    json.writeNumberField("done", scan.done());
    json.writeNumberField("total", scan.total());
    json.writeStringField("message", scan.message());
    json.writeArrayFieldStart("findings");
    for (ExplorableDriver.Finding finding : scan.findings()) {
      json.writeStartObject();
      json.writeStringField("title", finding.title());
      Addresses.write(json, "address", finding.address());
      Addresses.write(json, "details", finding.details());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void write(JsonGenerator json, ExplorableDriver.Reading reading) throws IOException {
    json.writeArrayFieldStart("raw");
    for (String raw : reading.raw()) {
      json.writeString(raw);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("interpretations");
    for (ExplorableDriver.Interpretation each : reading.interpretations()) {
      json.writeStartObject();
      Addresses.write(json, "address", each.address());
      json.writeStringField("value", each.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
