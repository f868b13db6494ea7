package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.model.Event;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.AccessControl;
import io.weir.api.store.Gap;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/events}: the latest events of the event lane. What was read is kept until there are
 * newer events, so that a page that asks again and again costs nothing. Gaps are kept apart, so
 * that a busy day does not push them out of sight. Guarded by itself.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/events")
public final class EventsResource extends Resource {
  private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{1,40}");
  private static final String READER = "web-events";
  private static final int MOST = 1000;
  private static final int MOST_GAPS = 200;

  /** How far the lane is read back at first. */
  private static final int FAR = 10_000;

  private record Numbered(long sequence, Event event) {}

  private final Journal journal;
  private final GatewayClock clock;
  private final Deque<Numbered> latest = new ArrayDeque<>();
  private final Deque<Numbered> gaps = new ArrayDeque<>();
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
    exchange.allow("limit", "type");
    long limit = exchange.parameter("limit", 100, 1, MOST);
    String type = exchange.parameter("type");
    if (type != null && !TYPE.matcher(type).matches()) {
      throw ApiException.bad("type", type, "use a type as events have it, such as gap or rule");
    }
    List<Numbered> events = latest(type, limit);
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

  /** The latest events, of one type or all, newest first. */
  private synchronized List<Numbered> latest(@Nullable String type, long limit) throws IOException {
    long committed = committed();
    if (committed != readUpTo) {
      read(Math.max(readUpTo, committed - FAR), committed);
      readUpTo = committed;
    }
    List<Numbered> newest = new ArrayList<>();
    Iterator<Numbered> kept = (Gap.TYPE.equals(type) ? gaps : latest).descendingIterator();
    while (kept.hasNext() && newest.size() < limit) {
      Numbered next = kept.next();
      if (type == null || next.event().type().equals(type)) {
        newest.add(next);
      }
    }
    return newest;
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
          long time = clock.toEpoch(entry.boot(), event.time());
          keep(new Numbered(entry.sequence(), event.at(time)));
        }
      }
    } finally {
      journal.forget(READER);
    }
  }

  private void keep(Numbered event) {
    keep(latest, event, MOST);
    if (event.event().type().equals(Gap.TYPE)) {
      keep(gaps, event, MOST_GAPS);
    }
  }

  private static void keep(Deque<Numbered> kept, Numbered event, int most) {
    kept.add(event);
    if (kept.size() > most) {
      kept.remove();
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
