package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.runtime.BusPlan;
import java.io.IOException;

/** What polls cost, as fields of an object. */
final class BusPlanJson {
  private BusPlanJson() {}

  static void write(JsonGenerator json, BusPlan plan) throws IOException {
    json.writeStringField("connection", plan.connection());
    json.writeStringField("medium", plan.medium());
    json.writeBooleanField("timed", plan.timed());
    json.writeNumberField("utilisation", plan.utilisation());
    json.writeNumberField("limit", BusPlan.LIMIT);
    json.writeNumberField("cycleMicros", plan.cycleMicros());
    json.writeStringField("warning", plan.warning());
    json.writeArrayFieldStart("devices");
    for (BusPlan.Load load : plan.devices()) {
      json.writeStartObject();
      json.writeStringField("id", load.device());
      json.writeStringField("name", load.name());
      json.writeNumberField("periodMs", load.periodMicros() / 1000);
      json.writeNumberField("requests", load.reads());
      json.writeNumberField("utilisation", load.utilisation());
      json.writeBooleanField("silent", load.silent());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("reads");
    for (BusPlan.Read read : plan.reads()) {
      json.writeStartObject();
      json.writeStringField("device", read.device());
      json.writeNumberField("periodMs", read.periodMicros() / 1000);
      json.writeStringField("area", read.area());
      json.writeNumberField("start", read.start());
      json.writeNumberField("length", read.length());
      json.writeArrayFieldStart("channels");
      for (String channel : read.channels()) {
        json.writeString(channel);
      }
      json.writeEndArray();
      json.writeNumberField("unused", read.unused());
      json.writeNumberField("micros", read.micros());
      json.writeStringField("why", read.why());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
