package io.weir.web.internal;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer that is given when something has come, or an error when that takes too long. */
final class LateAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(LateAnswer.class);

  /** Answers; one of both is null. */
  @FunctionalInterface
  interface Answer<T> {
    void send(@Nullable T result, @Nullable Throwable failure) throws IOException;
  }

  @FunctionalInterface
  private interface Sending {
    void send() throws IOException;
  }

  private final Exchange exchange;
  private final AsyncContext async;
  private final AtomicBoolean answered = new AtomicBoolean();

  /**
   * Waits from now on.
   *
   * @param late what is answered after {@code patience}
   */
  LateAnswer(Exchange exchange, Duration patience, ApiException late) {
    this.exchange = exchange;
    async = exchange.request().startAsync();
    async.setTimeout(patience.toMillis());
    async.addListener(
        new AsyncEnd(
            () -> {
              if (answered.compareAndSet(false, true)) {
                finish(() -> exchange.send(late));
              }
            }));
  }

  /** Answers on a thread of the server once the stage has ended. */
  <T> void when(CompletionStage<T> stage, Answer<T> answer) {
    stage.whenComplete(
        (result, failure) -> {
          if (answered.compareAndSet(false, true)) {
            async.start(() -> finish(() -> answer.send(result, failure)));
          }
        });
  }

  /** Answers at once. */
  void fail(ApiException error) {
    if (answered.compareAndSet(false, true)) {
      finish(() -> exchange.send(error));
    }
  }

  private void finish(Sending sending) {
    try {
      sending.send();
    } catch (IOException clientGone) {
      LOG.debug("Nobody waited for {}", exchange.request().getRequestURI(), clientGone);
    } finally {
      async.complete();
    }
  }
}
