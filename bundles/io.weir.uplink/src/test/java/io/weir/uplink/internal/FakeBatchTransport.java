package io.weir.uplink.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.BatchTransport;
import io.weir.api.uplink.UplinkBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A destination for batches that a test plays by hand; it remembers what it can read of each. */
final class FakeBatchTransport implements BatchTransport {
  /** {@code telemetry 1-3: boiler/flow boiler/flow}, in order. */
  final List<String> published = new ArrayList<>();

  /** Spans that wait for their answer, by ticket. */
  final Map<Long, String> open = new LinkedHashMap<>();

  private @Nullable Listener listener;

  @Override
  public void start(Listener newListener) {
    listener = newListener;
  }

  @Override
  public void publish(long ticket, UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    String span =
        batch.lane().name().toLowerCase(Locale.ROOT)
            + " "
            + batch.firstSequence()
            + "-"
            + batch.lastSequence();
    StringBuilder text = new StringBuilder(span).append(':');
    for (int row = 0; row < batch.samples().size(); row++) {
      text.append(' ').append(channels.apply(batch.samples().channel(row)).id());
    }
    batch.events().forEach(event -> text.append(' ').append(event.message()));
    published.add(text.toString());
    open.put(ticket, span);
  }

  @Override
  public int window() {
    return 4;
  }

  @Override
  public void stop() {
    listener = null;
  }

  Listener listener() {
    if (listener == null) {
      throw new IllegalStateException("not started");
    }
    return listener;
  }

  void acknowledgeAll() {
    List.copyOf(open.keySet()).forEach(listener()::acknowledged);
    open.clear();
  }

  void refuse(String span) {
    long ticket =
        open.entrySet().stream()
            .filter(entry -> entry.getValue().equals(span))
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException(span + " is not among " + open))
            .getKey();
    open.remove(ticket);
    listener().failed(ticket, true, "poison");
  }

  List<String> takePublished() {
    List<String> taken = List.copyOf(published);
    published.clear();
    return taken;
  }
}
