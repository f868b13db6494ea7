package io.weir.driver.coap.internal;

import io.weir.api.model.Batch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;

/**
 * The answer to a device whose values are on their way to the medium. Any thread.
 *
 * <pre>
 *   waiting --(committed)--> the answer            --(not, or too late)--> 5.03 with Max-Age
 *      |
 *      +--(1 s)--> an empty acknowledgement; the answer comes as a message of its own
 * </pre>
 */
final class Reply implements Batch.Receipt {
  /** Before the device would send again, which it does after 2 to 3 s. */
  private static final long ACCEPT_MILLIS = 1_000;

  private static final long LATEST_MILLIS = 30_000;
  private static final int RETRY_SECONDS = 10;

  private final Exchange exchange;
  private final Response answer;
  private final Consumer<Boolean> told;
  private final Future<?> accept;
  private final Future<?> latest;
  private final AtomicBoolean isDone = new AtomicBoolean();

  /**
   * @param answer what is said once all is committed
   * @param told whether it was
   */
  Reply(
      Exchange exchange,
      Response answer,
      Consumer<Boolean> told,
      ScheduledExecutorService executor) {
    this.exchange = exchange;
    this.answer = answer;
    this.told = told;
    accept = executor.schedule(this::accept, ACCEPT_MILLIS, TimeUnit.MILLISECONDS);
    latest = executor.schedule(() -> done(false), LATEST_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void accept() {
    exchange.execute(
        () -> {
          if (!isDone.get()) {
            exchange.sendAccept();
          }
        });
  }

  @Override
  public void done(boolean committed) {
    if (isDone.compareAndSet(false, true)) {
      accept.cancel(false);
      latest.cancel(false);
      Response response = committed ? answer : busy("Not recorded; send it again", RETRY_SECONDS);
      exchange.execute(
          () -> {
            told.accept(committed);
            exchange.sendResponse(response);
          });
    }
  }

  /** Ends without an answer; another one is given. */
  void drop() {
    if (isDone.compareAndSet(false, true)) {
      accept.cancel(false);
      latest.cancel(false);
    }
  }

  /** 5.03 that says when to come again. */
  static Response busy(String reason, int seconds) {
    return later(ResponseCode.SERVICE_UNAVAILABLE, reason, seconds);
  }

  static Response later(ResponseCode code, String reason, int seconds) {
    Response response = error(code, reason);
    response.getOptions().setMaxAge(seconds);
    return response;
  }

  /** An error with its diagnostic payload. */
  static Response error(ResponseCode code, String reason) {
    Response response = new Response(code);
    response.setPayload(reason);
    return response;
  }
}
