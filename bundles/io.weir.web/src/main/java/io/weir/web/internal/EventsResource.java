package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.model.Event;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.AccessControl;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/events}: the latest events of the event lane. What was read is kept until there are
 * newer events, so that a page that asks again and again costs nothing. Guarded by itself.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/events")
public final class EventsResource extends Resource {
  private static final String READER = "web-events";
  private static final int MOST = 1000;

  private record Numbered(long sequence, Event event) {}

  private final Journal journal;
  private final GatewayClock clock;
  private final Deque<Numbered> latest = new ArrayDeque<>();
  private long readUpTo;

  /** As a component. */
  @Activate
  public EventsResource(
      @Reference AccessControl access, @Reference Journal journal, @Reference GatewayClock clock) {
    super(access);
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow("limit");
    long limit = exchange.parameter("limit", 100, 1, MOST);
    List<Numbered> events = latest(limit);
    exchange.send(
        200,
        json -> {
          json.writeArrayFieldStart("events");
          for (Numbered event : events) {
            write(json, event);
          }
          json.writeEndArray();
        });
  }

  /** The latest events, newest first. */
  private synchronized List<Numbered> latest(long limit) throws IOException {
    long committed = committed();
    if (committed != readUpTo) {
      read(Math.max(readUpTo, committed - MOST), committed);
      readUpTo = committed;
    }
    List<Numbered> newest = new ArrayList<>();
    latest.descendingIterator().forEachRemaining(newest::add);
    return newest.subList(0, (int) Math.min(limit, newest.size()));
  }

  private long committed() {
    return journal.lanes().stream()
        .filter(lane -> lane.lane() == Lane.EVENT)
        .mapToLong(LaneState::committed)
        .findFirst()
        .orElse(0);
  }

  private void read(long after, long upTo) throws IOException {
    try (JournalReader reader = journal.open(READER, Lane.EVENT)) {
      reader.seek(after);
      for (JournalEntry entry = reader.next();
          entry != null && entry.sequence() <= upTo;
          entry = reader.next()) {
        Event event = entry.event();
        if (event != null) {
          latest.add(
              new Numbered(entry.sequence(), event.at(clock.toEpoch(entry.boot(), event.time()))));
          if (latest.size() > MOST) {
            latest.remove();
          }
        }
      }
    } finally {
      journal.forget(READER);
    }
  }

  private static void write(JsonGenerator json, Numbered numbered) throws IOException {
    Event event = numbered.event();
    json.writeStartObject();
    json.writeNumberField("sequence", numbered.sequence());
    json.writeStringField("type", event.type());
    json.writeStringField("source", event.source());
    json.writeStringField("severity", Values.name(event.severity()));
    json.writeNumberField("time", event.time());
    json.writeStringField("message", event.message());
    json.writeObjectFieldStart("attributes");
    for (Map.Entry<String, String> attribute : new TreeMap<>(event.attributes()).entrySet()) {
      json.writeStringField(attribute.getKey(), attribute.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
