package io.weir.driver.coap.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality.Reason;
import io.weir.driver.coap.internal.RowTimes.RowTime;
import io.weir.driver.coap.internal.Slot.Held;
import io.weir.driver.coap.internal.Slot.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.jspecify.annotations.Nullable;

/** What a device posts or puts, to rows. Threads of the endpoints. */
final class Ingest {
  private static final int SOON = 5;
  private static final int ACCEPTED_SOME_DAY = 60;
  private static final int FULL = 2;
  private static final int NAMED = 4;

  private final Shelf shelf;
  private final Directory directory;
  private final Inbox inbox;
  private final RowTimes times;
  private final ServerStatus status;
  private final ScheduledExecutorService executor;

  Ingest(
      Shelf shelf,
      Directory directory,
      Inbox inbox,
      RowTimes times,
      ServerStatus status,
      ScheduledExecutorService executor) {
    this.shelf = shelf;
    this.directory = directory;
    this.inbox = inbox;
    this.times = times;
    this.status = status;
    this.executor = executor;
  }

  private record Timed(Measurement value, RowTime time) {}

  /** A value on its way to the slot that shows it. */
  private record Arrival(Slot slot, Held held) {}

  /** One request while it is taken apart. */
  private static final class Taking {
    private final Batch rows = new Batch(8);
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    void take(Slot slot, Measurement value, RowTime time, boolean isText) {
      String problem = null;
      for (Target target : slot.targets()) {
        try {
          Values.add(
              rows,
              target.channel(),
              time.micros(),
              value.value(),
              isText,
              target.point().rawType(),
              time.quality());
        } catch (PayloadException e) {
          rows.addBad(target.channel(), time.micros(), Reason.DEVICE);
          problem = value.name() + ": " + e.reason();
        }
      }
      if (problem != null) {
        wrong.add(problem);
        return;
      }
      try {
        Object shown = Values.typed(value.value(), isText, slot.type());
        arrivals.add(new Arrival(slot, new Held(shown, time.micros(), false)));
      } catch (PayloadException e) {
        wrong.add(value.name() + ": " + e.reason());
      }
    }

    /** What is said once the rows are committed. */
    Response answer() {
      if (!wrong.isEmpty()) {
        return Reply.error(ResponseCode.UNPROCESSABLE_ENTITY, list(wrong));
      }
      Response response = new Response(ResponseCode.CHANGED);
      if (!unknown.isEmpty()) {
        response.setPayload("Not recorded, there is no channel for: " + list(unknown));
      }
      return response;
    }

    void show() {
      arrivals.forEach(arrival -> arrival.slot().hold(arrival.held()));
    }
  }

  /**
   * Takes a request and answers it, at once or once its rows are committed.
   *
   * @param device who the path names, checked before
   * @param path of the resource below the device, empty for none
   */
  void handle(Exchange exchange, String device, String path) {
    try {
      Response refusal = take(exchange, device, path);
      if (refusal != null) {
        exchange.sendResponse(refusal);
      }
    } catch (PayloadException e) {
      status.refused.increment();
      exchange.sendResponse(Reply.error(e.code(), e.reason()));
    }
  }

  private @Nullable Response take(Exchange exchange, String device, String path)
      throws PayloadException {
    Request request = exchange.getRequest();
    Format format = Format.of(request.getOptions());
    List<Measurement> values = named(device, path, format.read(request.getPayload()));
    if (!directory.admits(device)) {
      throw new PayloadException(
          ResponseCode.FORBIDDEN, "The gateway knows max.devices devices already");
    }
    boolean isText = format == Format.TEXT;
    boolean isNew = directory.learn(device, values, isText);
    if (!shelf.hasDevice(device)) {
      return Reply.busy(
          "Not recorded: the device '" + device + "' is not accepted yet",
          isNew ? SOON : ACCEPTED_SOME_DAY);
    }
    Taking taking = new Taking();
    for (Timed each : timed(values)) {
      Slot slot = shelf.slot(device, each.value().name());
      if (slot == null) {
        taking.unknown.add(each.value().name());
      } else {
        taking.take(slot, each.value(), each.time(), isText);
      }
    }
    status.ignored.add(taking.unknown.size());
    if (taking.rows.isEmpty()) {
      String reason = "Not recorded: there is no channel for " + list(taking.unknown);
      return isNew ? Reply.busy(reason, SOON) : Reply.error(ResponseCode.NOT_FOUND, reason);
    }
    return submit(exchange, taking);
  }

  /** The values in the order of their times, so that the latest is the last. */
  private List<Timed> timed(List<Measurement> values) {
    return values.stream()
        .map(value -> new Timed(value, times.of(value.time())))
        .sorted(Comparator.comparingLong(each -> each.time().micros()))
        .toList();
  }

  private @Nullable Response submit(Exchange exchange, Taking taking) {
    int rows = taking.rows.size();
    Reply reply =
        new Reply(
            exchange,
            taking.answer(),
            committed -> {
              if (committed) {
                status.rows.add(rows);
                taking.show();
              } else {
                status.uncommitted.increment();
              }
            },
            executor);
    status.refused.add(taking.wrong.size());
    if (!inbox.offer(new Inbox.Submission(taking.rows, reply))) {
      reply.drop();
      status.limited.increment();
      return Reply.busy("Not recorded: the gateway has too much to do", FULL);
    }
    return null;
  }

  /** The values with the path of a resource each. */
  private static List<Measurement> named(String device, String path, List<Measurement> values)
      throws PayloadException {
    if (values.isEmpty()) {
      throw new PayloadException("The payload holds no value");
    }
    List<Measurement> named = new ArrayList<>();
    for (Measurement value : values) {
      String resource = resource(device, path, value.name());
      if (resource.isEmpty()) {
        throw new PayloadException(
            "A value has no name; put it to /" + device + "/<resource>, or give it one");
      }
      if (!Addresses.isPath(resource)) {
        throw new PayloadException(
            "'" + Text.shown(resource) + "' is no path of a resource that can be used");
      }
      named.add(new Measurement(resource, value.value(), value.unit(), value.time()));
    }
    return named;
  }

  /** A name may begin with the device's own; below a resource it may begin with the resource. */
  static String resource(String device, String path, String name) {
    String own = name;
    if (name.startsWith(device)
        && name.length() > device.length()
        && "/:_.".indexOf(name.charAt(device.length())) >= 0) {
      own = name.substring(device.length() + 1);
    } else if (name.equals(device)) {
      own = "";
    }
    if (path.isEmpty() || own.equals(path) || own.startsWith(path + "/")) {
      return own;
    }
    return own.isEmpty() ? path : path + "/" + own;
  }

  private static String list(List<String> items) {
    String head = String.join("; ", items.subList(0, Math.min(items.size(), NAMED)));
    return items.size() > NAMED ? head + "; and " + (items.size() - NAMED) + " more" : head;
  }
}
