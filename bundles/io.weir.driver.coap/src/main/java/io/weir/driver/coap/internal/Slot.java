package io.weir.driver.coap.internal;

import io.weir.api.model.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.observe.ObserveRelation;
import org.jspecify.annotations.Nullable;

/** A resource of a device: its last value, for whoever gets or observes it. Any thread. */
final class Slot extends CoapResource {
  /** A channel that takes the resource's values. */
  record Target(int channel, ServerPoint point) {}

  /**
   * A value.
   *
   * @param value as its type boxes it
   * @param micros monotonic, when it came or was written
   * @param isWritten whether the gateway wrote it; else the device sent it
   */
  record Held(Object value, long micros, boolean isWritten) {}

  private final String device;
  private final String path;
  private final ToDoubleFunction<Held> epochSeconds;
  private volatile List<Target> targets = List.of();
  private final AtomicLong version = new AtomicLong();
  private volatile @Nullable Held held;
  private volatile CompletableFuture<@Nullable Void> confirmation = new CompletableFuture<>();

  /**
   * @param path of the resource below the device
   * @param epochSeconds the time of a value as people count it
   */
  Slot(String device, String path, ToDoubleFunction<Held> epochSeconds) {
    super(path.replace('/', '.'));
    this.device = device;
    this.path = path;
    this.epochSeconds = epochSeconds;
    setObservable(true);
    setObserveType(CoAP.Type.CON);
  }

  String device() {
    return device;
  }

  /** Path of the resource from the root. */
  String link() {
    return "/" + device + "/" + path;
  }

  List<Target> targets() {
    return targets;
  }

  void targets(List<Target> now) {
    targets = List.copyOf(now);
  }

  /** The first point's type; what a value is shown as. */
  ValueType type() {
    return targets.isEmpty() ? ValueType.TEXT : targets.get(0).point().rawType();
  }

  @Nullable Held held() {
    return held;
  }

  /** Whether somebody who may speak for the device observes. */
  boolean isObserved() {
    return getObserverCount() > 0;
  }

  /** Takes a value and tells the observers. */
  void hold(Held now) {
    version.incrementAndGet();
    held = now;
    changed();
  }

  /** Takes a value that completes the result once an observer has acknowledged it. */
  CompletableFuture<@Nullable Void> holdConfirmed(Held now) {
    CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
    confirmation = result;
    hold(now);
    return result;
  }

  /** Ends: observers are told that there is nothing any more. */
  void end() {
    clearAndNotifyObserveRelations(ResponseCode.NOT_FOUND);
  }

  @Override
  public void handleRequest(Exchange exchange) {
    long shown = version.get();
    CompletableFuture<@Nullable Void> waiting = confirmation;
    Response response = answer(exchange.getRequest().getOptions(), exchange.getRelation());
    if (exchange.getRelation() != null) {
      response.addMessageObserver(
          new MessageObserverAdapter() {
            @Override
            public void onAcknowledgement() {
              if (version.get() == shown) {
                waiting.complete(null);
              }
            }
          });
    }
    exchange.sendResponse(response);
  }

  private Response answer(OptionSet options, @Nullable ObserveRelation relation) {
    Held now = held;
    if (now == null) {
      // An observer may come before the first value; what it gets then is empty, not a value.
      return relation == null
          ? Reply.error(ResponseCode.NOT_FOUND, link() + " has no value yet")
          : new Response(ResponseCode.CONTENT);
    }
    Format format = now.value() instanceof byte[] ? Format.OCTETS : Format.TEXT;
    if (options.hasAccept()) {
      Format wanted = Format.of(options.getAccept());
      if (wanted == null) {
        return Reply.error(
            ResponseCode.NOT_ACCEPTABLE,
            "Content format " + options.getAccept() + " cannot be given; " + Format.words());
      }
      format = wanted;
    }
    Response response = new Response(ResponseCode.CONTENT);
    response.getOptions().setContentFormat(format.number());
    response.getOptions().setMaxAge(Duration.ofMinutes(1).toSeconds());
    response.setPayload(
        SenmlWriter.write(format, path, now.value(), epochSeconds.applyAsDouble(now)));
    return response;
  }
}
