package io.weir.driver.mqtt.internal.link;

import io.weir.mqtt.Reasons;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** What became of one request; told by the client library's threads. */
final class Answer implements MqttActionListener {
  private static final int[] NO_CODES = {};

  private final CompletableFuture<IMqttToken> future = new CompletableFuture<>();

  /** Waits for it; fails with the library's exception as cause. */
  IMqttToken await(int millis) throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(millis, TimeUnit.MILLISECONDS);
  }

  /** Waits for the broker's codes; those of a refusal are no failure. */
  int[] awaitCodes(int millis) throws InterruptedException, ExecutionException, TimeoutException {
    try {
      int[] codes = await(millis).getReasonCodes();
      return codes == null ? NO_CODES : codes;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MqttException refusal
          && Reasons.isRefusal(refusal.getReasonCode())) {
        return new int[] {refusal.getReasonCode()};
      }
      throw e;
    }
  }

  @Override
  public void onSuccess(IMqttToken token) {
    future.complete(token);
  }

  @Override
  public void onFailure(IMqttToken token, @Nullable Throwable exception) {
    future.completeExceptionally(
        exception == null ? new IOException("the request failed") : exception);
  }
}
