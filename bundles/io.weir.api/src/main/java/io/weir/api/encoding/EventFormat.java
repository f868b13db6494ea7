package io.weir.api.encoding;

import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes and reads {@code weir.batch.v1.Event}. */
public final class EventFormat {
  private static final int TYPE = 1;
  private static final int SOURCE = 2;
  private static final int SEVERITY = 3;
  private static final int TIME = 4;
  private static final int MESSAGE = 5;
  private static final int ATTRIBUTES = 6;
  private static final Severity[] SEVERITIES = Severity.values();

  private EventFormat() {}

  /** Adds the event's message to the buffer. */
  public static void encode(Event event, WireWriter out) {
    out.text(TYPE, event.type());
    out.text(SOURCE, event.source());
    out.uint(SEVERITY, event.severity().ordinal() + 1L);
    out.sint(TIME, event.time());
    out.text(MESSAGE, event.message());
    new TreeMap<>(event.attributes())
        .forEach(
            (key, value) -> {
              int mark = out.begin(ATTRIBUTES);
              out.text(1, key);
              out.text(2, value);
              out.end(mark);
            });
  }

  /**
   * Reads an event up to the reader's end; a severity this version does not know reads as the
   * highest.
   *
   * @throws MalformedException if the bytes are not such a message
   */
  public static Event decode(WireReader in) throws MalformedException {
    String type = "";
    String source = "";
    String message = "";
    long time = 0;
    int severity = 1;
    Map<String, String> attributes = new HashMap<>();
    WireReader entry = new WireReader();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case TYPE -> type = in.text();
        case SOURCE -> source = in.text();
        case SEVERITY -> severity = in.uint(Integer.MAX_VALUE);
        case TIME -> time = in.sint();
        case MESSAGE -> message = in.text();
        case ATTRIBUTES -> attribute(in.message(entry), attributes);
        default -> in.skip();
      }
    }
    int index = Math.min(Math.max(severity, 1), SEVERITIES.length) - 1;
    return new Event(type, source, SEVERITIES[index], time, message, attributes);
  }

  private static void attribute(WireReader in, Map<String, String> attributes)
      throws MalformedException {
    String key = "";
    String value = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> key = in.text();
        case 2 -> value = in.text();
        default -> in.skip();
      }
    }
    attributes.put(key, value);
  }
}
