package io.weir.uplink.internal;

import io.weir.api.uplink.Message;
import io.weir.api.uplink.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A destination a test plays by hand. */
final class FakeTransport implements Transport {
  /** Every message published, in order, over all connections. */
  final List<Message> published = new ArrayList<>();

  /** What waits for its answer, by ticket. */
  final Map<Long, Message> open = new LinkedHashMap<>();

  int window = 100;
  int starts;
  int stops;
  private @Nullable Listener listener;

  @Override
  public void start(Listener newListener) {
    starts++;
    listener = newListener;
  }

  @Override
  public void publish(long ticket, Message message) {
    if (open.size() >= window) {
      throw new IllegalStateException("more than " + window + " in flight");
    }
    published.add(message);
    open.put(ticket, message);
  }

  @Override
  public int window() {
    return window;
  }

  @Override
  public void stop() {
    stops++;
    open.clear();
    listener = null;
  }

  Listener listener() {
    if (listener == null) {
      throw new IllegalStateException("not started");
    }
    return listener;
  }

  void connect() {
    listener().connected();
  }

  void disconnect(String reason) {
    open.clear();
    listener().disconnected(reason);
  }

  /** Acknowledges the message that carries this span, {@code telemetry 1-3}. */
  void acknowledge(String span) {
    long ticket = ticket(span);
    open.remove(ticket);
    listener().acknowledged(ticket);
  }

  void acknowledgeAll() {
    for (long ticket : List.copyOf(open.keySet())) {
      open.remove(ticket);
      listener().acknowledged(ticket);
    }
  }

  void fail(String span, boolean permanent, String reason) {
    long ticket = ticket(span);
    open.remove(ticket);
    listener().failed(ticket, permanent, reason);
  }

  /** The spans of what was published since the last call. */
  List<String> takePublished() {
    List<String> spans = published.stream().map(FakeTransport::span).toList();
    published.clear();
    return spans;
  }

  List<String> openSpans() {
    return open.values().stream().map(FakeTransport::span).toList();
  }

  static String span(Message message) {
    Map<String, String> properties = message.properties();
    return properties.containsKey("first")
        ? message.kind() + " " + properties.get("first") + "-" + properties.get("last")
        : message.kind() + " " + properties.get("channels");
  }

  private long ticket(String span) {
    return open.entrySet().stream()
        .filter(entry -> span(entry.getValue()).equals(span))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(span + " is not among " + openSpans()))
        .getKey();
  }
}
