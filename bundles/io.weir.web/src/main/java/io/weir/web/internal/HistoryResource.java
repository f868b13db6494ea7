package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.AccessControl;
import io.weir.api.store.Aggregate;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.History;
import io.weir.api.store.HistoryLevel;
import io.weir.api.store.Series;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/history}: recorded samples of one channel, summed up in steps or raw. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/history")
public final class HistoryResource extends Resource {
  private static final int MOST_STEPS = 100_000;
  private static final int MOST_SAMPLES = 100_000;

  private final History history;
  private final ChannelTable table;
  private final GatewayClock clock;

  /** As a component. */
  @Activate
  public HistoryResource(
      @Reference AccessControl access,
      @Reference History history,
      @Reference ChannelTable table,
      @Reference GatewayClock clock) {
    super(access);
    this.history = history;
    this.table = table;
    this.clock = clock;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow("channel", "from", "to", "step", "points", "raw", "limit");
    ChannelInfo channel = channel(exchange.parameter("channel"));
    TimeRange range = TimeRange.of(exchange, clock.epochMicros());
    if (Boolean.parseBoolean(exchange.parameter("raw"))) {
      raw(exchange, channel, range);
    } else {
      summedUp(exchange, channel, range);
    }
  }

  private ChannelInfo channel(@Nullable String id) throws ApiException {
    if (id == null) {
      throw ApiException.bad("channel", null, "name a channel listed by /api/devices");
    }
    return Channels.current(table, id);
  }

  private void summedUp(Exchange exchange, ChannelInfo channel, TimeRange range)
      throws ApiException, IOException {
    if (!channel.type().isNumeric()) {
      throw ApiException.bad(
          "raw", "false", "text and bytes cannot be summed up, use raw=true for " + channel.id());
    }
    long points = exchange.parameter("points", 600, 1, 10_000);
    long step = exchange.parameter("step", 0, 1, Long.MAX_VALUE / 2);
    if (step > 0 && range.length() / step >= MOST_STEPS) {
      throw ApiException.bad(
          "step", step, "use a longer one, this makes more than " + MOST_STEPS + " points");
    }
    if (step > 0) {
      send(
          exchange,
          channel,
          null,
          step,
          history.aggregate(channel.id(), range.from(), range.to(), step));
    } else {
      Series chart = history.chart(channel.id(), range.from(), range.to(), (int) points);
      send(exchange, channel, chart.level(), chart.step(), chart.points());
    }
  }

  private static void send(
      Exchange exchange,
      ChannelInfo channel,
      @Nullable HistoryLevel level,
      long step,
      List<Aggregate> points)
      throws IOException {
    exchange.send(
        200,
        json -> {
          describe(json, channel);
          if (level != null) {
            json.writeStringField("level", Values.name(level));
          }
          json.writeNumberField("step", step);
          json.writeArrayFieldStart("points");
          for (Aggregate point : points) {
            json.writeStartObject();
            json.writeNumberField("time", point.time());
            Values.writeFigures(json, point);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private void raw(Exchange exchange, ChannelInfo channel, TimeRange range)
      throws ApiException, IOException {
    long limit = exchange.parameter("limit", 10_000, 1, MOST_SAMPLES);
    exchange.send(
        200,
        json -> {
          describe(json, channel);
          json.writeArrayFieldStart("samples");
          boolean truncated = new RawWriter(json, limit).write(channel.id(), range);
          json.writeEndArray();
          json.writeBooleanField("truncated", truncated);
        });
  }

  private static void describe(JsonGenerator json, ChannelInfo channel) throws IOException {
    json.writeStringField("channel", channel.id());
    json.writeStringField("unit", channel.unit());
    json.writeStringField("type", Values.name(channel.type()));
  }

  /** Streams samples into the answer, so that memory does not grow with their number. */
  private final class RawWriter {
    private final JsonGenerator json;
    private final long limit;
    private long written;
    private boolean truncated;

    RawWriter(JsonGenerator json, long limit) {
      this.json = json;
      this.limit = limit;
    }

    boolean write(String channel, TimeRange range) throws IOException {
      try {
        history.range(
            channel,
            range.from(),
            range.to(),
            (number, time, bits, object, quality) -> {
              if (written == limit) {
                truncated = true;
                return false;
              }
              written++;
              ValueType type = Objects.requireNonNull(table.get(number)).type();
              try {
                json.writeStartObject();
                Values.write(json, time, type, bits, object, quality);
                json.writeEndObject();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return true;
            });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      return truncated;
    }
  }
}
