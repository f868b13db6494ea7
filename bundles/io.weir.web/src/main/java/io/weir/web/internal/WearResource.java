package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.security.AccessControl;
import io.weir.api.store.CardWear;
import jakarta.servlet.Servlet;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/wear}: what the storage card is written to, and how long it will bear that. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/wear")
public final class WearResource extends Resource {
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable CardWear meter;

  /** As a component. */
  @Activate
  public WearResource(@Reference AccessControl access) {
    super(access);
  }

  WearResource(AccessControl access, @Nullable CardWear meter) {
    this(access);
    this.meter = meter;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    CardWear current = meter;
    if (current == null) {
      throw new ApiException(
          503, "unavailable", "what is written to the storage is not measured on this gateway");
    }
    CardWear.Figures wear = current.figures();
    exchange.send(
        200,
        json -> {
          json.writeStringField("source", Values.name(wear.source()));
          json.writeStringField("device", wear.device());
          json.writeNumberField("measuredSeconds", wear.measuredMicros() / 1_000_000);
          json.writeNumberField("bytes", wear.bytes());
          known(json, "flushes", wear.flushes(), wear.flushes() >= 0);
          Values.writeField(json, "bytesPerDay", wear.bytesPerDay());
          known(json, "flushesPerDay", wear.flushesPerDay(), wear.flushesPerDay() >= 0);
          known(json, "budgetBytesPerDay", wear.budgetBytesPerDay(), wear.budgetBytesPerDay() > 0);
          known(json, "enduranceBytes", wear.enduranceBytes(), wear.enduranceBytes() > 0);
          Values.writeField(json, "lifeYears", wear.lifeYears());
          json.writeNumberField("configuredCommitIntervalMs", wear.configuredCommitMillis());
          json.writeNumberField("commitIntervalMs", wear.commitMillis());
          json.writeStringField("reason", wear.reason());
        });
  }

  private static void known(JsonGenerator json, String name, long figure, boolean known)
      throws IOException {
    json.writeFieldName(name);
    if (known) {
      json.writeNumber(figure);
    } else {
      json.writeNull();
    }
  }

  private static void known(JsonGenerator json, String name, double figure, boolean known)
      throws IOException {
    Values.writeField(json, name, known ? figure : Double.NaN);
  }
}
