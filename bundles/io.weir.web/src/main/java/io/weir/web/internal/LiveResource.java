package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.model.Channel;
import io.weir.api.model.Device;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.LiveValues;
import io.weir.api.security.AccessControl;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/live}: last values, all or those asked for. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/live")
public final class LiveResource extends Resource {
  private final DeviceRegistry registry;
  private final LiveValues live;
  private final GatewayClock clock;

  /** As a component. */
  @Activate
  public LiveResource(
      @Reference AccessControl access,
      @Reference DeviceRegistry registry,
      @Reference LiveValues live,
      @Reference GatewayClock clock) {
    super(access);
    this.registry = registry;
    this.live = live;
    this.clock = clock;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow("channel");
    List<Channel> channels = channels(exchange.request().getParameterValues("channel"));
    exchange.send(
        200,
        json -> {
          json.writeArrayFieldStart("values");
          for (Channel channel : channels) {
            new LiveValue().write(json, channel);
          }
          json.writeEndArray();
        });
  }

  private List<Channel> channels(String @Nullable [] asked) throws ApiException {
    List<Channel> channels = new ArrayList<>();
    if (asked == null) {
      for (Device device : registry.devices()) {
        channels.addAll(device.channels());
      }
    } else {
      for (String id : asked) {
        channels.add(
            registry
                .channel(id)
                .orElseThrow(
                    () ->
                        ApiException.bad(
                            "channel", id, "use the id of a channel listed by /api/devices")));
      }
    }
    return channels;
  }

  /** Takes one value out of the live array and writes it; nothing for a channel without one. */
  private final class LiveValue implements LiveValues.Visitor {
    private long micros;
    private long bits;
    private @Nullable Object object;
    private byte quality;

    @Override
    public void value(long atMicros, long newBits, @Nullable Object newObject, byte newQuality) {
      micros = atMicros;
      bits = newBits;
      object = newObject;
      quality = newQuality;
    }

    void write(JsonGenerator json, Channel channel) throws IOException {
      if (live.visit(channel.number(), this)) {
        json.writeStartObject();
        json.writeStringField("channel", channel.id());
        long time = clock.toEpoch(clock.boot(), micros);
        Values.write(json, time, channel.info().type(), bits, object, quality);
        Values.writeText(json, channel, bits, quality);
        json.writeEndObject();
      }
    }
  }
}
