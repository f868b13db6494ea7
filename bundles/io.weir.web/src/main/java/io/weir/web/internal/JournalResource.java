package io.weir.web.internal;

import io.weir.api.security.AccessControl;
import io.weir.api.store.Journal;
import io.weir.api.store.LaneState;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/journal}: what is kept, and how far each reader is. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/journal")
public final class JournalResource extends Resource {
  private final Journal journal;

  /** As a component. */
  @Activate
  public JournalResource(@Reference AccessControl access, @Reference Journal journal) {
    super(access);
    this.journal = journal;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    exchange.send(
        200,
        json -> {
          json.writeArrayFieldStart("lanes");
          for (LaneState lane : journal.lanes()) {
            json.writeStartObject();
            json.writeStringField("lane", Values.name(lane.lane()));
            json.writeNumberField("first", lane.first());
            json.writeNumberField("last", lane.last());
            json.writeNumberField("committed", lane.committed());
            json.writeNumberField("segments", lane.segments());
            json.writeNumberField("bytes", lane.bytes());
            json.writeNumberField("commits", lane.commits());
            json.writeNumberField("commitIntervalMs", lane.commitMicros() / 1000);
            json.writeObjectFieldStart("cursors");
            for (Map.Entry<String, Long> cursor : new TreeMap<>(lane.cursors()).entrySet()) {
              json.writeNumberField(cursor.getKey(), cursor.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
