package io.weir.driver.coap.internal;

import io.weir.api.driver.Block;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality.Reason;
import io.weir.api.runtime.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapObserveRelation;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.Request;
import org.jspecify.annotations.Nullable;

/**
 * One observed resource. Confined to the executor of its link, but for {@link #start} and {@link
 * #end}.
 *
 * <pre>
 *   asked --(answer)--> told of changes --(silence past Max-Age)--> asked again by the library
 *     |                        |
 *     +------(no answer, or an error)------> rows of bad quality; asked again with backoff
 * </pre>
 */
final class Observation {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofMinutes(1);

  private final Link link;
  private final ClientPoint point;
  private final List<Block.Entry> entries;
  private final ObservationSink sink;
  private final Backoff backoff = new Backoff(FIRST, LAST, new Random());
  private @Nullable CoapObserveRelation relation;
  private boolean isEnded;

  /** Who is told. */
  interface ObservationSink {
    long micros();

    void rows(Batch rows);

    /** How a resource does; an empty reason when well. */
    void state(String path, String reason);
  }

  /**
   * @param entries the points of this resource, at least one
   */
  Observation(Link link, List<Block.Entry> entries, ObservationSink sink) {
    this.link = link;
    this.entries = entries;
    this.sink = sink;
    point = (ClientPoint) entries.get(0).point();
  }

  void start() {
    run(this::ask);
  }

  private void run(Runnable step) {
    try {
      link.executor().execute(step);
    } catch (RejectedExecutionException e) {
      isEnded = true; // The link has been closed.
    }
  }

  private void ask() {
    if (isEnded) {
      return;
    }
    Request request = Request.newGet();
    request.setURI(link.uri() + "/" + point.path());
    if (point.format() != null) {
      request.getOptions().setAccept(point.format().number());
    }
    request.setDestinationContext(link.to());
    request.setObserve();
    CoapClient client = new CoapClient();
    client.setEndpoint(link.endpoint());
    client.setExecutors(link.executor(), link.executor(), true);
    relation =
        client.observe(
            request,
            new CoapHandler() {
              @Override
              public void onLoad(CoapResponse response) {
                run(() -> told(response));
              }

              @Override
              public void onError() {
                run(() -> lost("is not answered"));
              }
            });
  }

  private void told(CoapResponse response) {
    if (isEnded) {
      return;
    }
    if (!response.isSuccess()) {
      lost(String.valueOf(Link.rejected(point.path(), response.advanced()).getMessage()));
      return;
    }
    Batch rows = new Batch(entries.size());
    String problem = "";
    for (Block.Entry entry : entries) {
      try {
        Answers.content(response.advanced())
            .add((ClientPoint) entry.point(), entry.channel(), sink.micros(), rows);
      } catch (PayloadException e) {
        rows.addBad(entry.channel(), sink.micros(), Reason.DEVICE);
        problem = e.reason();
      }
    }
    sink.rows(rows);
    if (response.getOptions().hasObserve()) {
      backoff.reset();
    } else {
      problem = "cannot be observed there; give its channels a period";
      again();
    }
    sink.state(point.path(), problem);
  }

  private void lost(String reason) {
    if (isEnded) {
      return;
    }
    Batch rows = new Batch(entries.size());
    for (Block.Entry entry : entries) {
      rows.addBad(entry.channel(), sink.micros(), Reason.COMM);
    }
    sink.rows(rows);
    sink.state(point.path(), reason);
    again();
  }

  private void again() {
    CoapObserveRelation old = relation;
    relation = null;
    if (old != null) {
      old.reactiveCancel();
    }
    try {
      var unused = link.executor().schedule(this::ask, backoff.nextMicros(), TimeUnit.MICROSECONDS);
    } catch (RejectedExecutionException e) {
      isEnded = true;
    }
  }

  /** Ends, and tells the host so. */
  void end() {
    run(
        () -> {
          isEnded = true;
          CoapObserveRelation old = relation;
          if (old != null) {
            old.proactiveCancel();
          }
        });
  }
}
