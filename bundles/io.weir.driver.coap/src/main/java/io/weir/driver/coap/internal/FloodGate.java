package io.weir.driver.coap.internal;

import java.net.InetSocketAddress;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;

/**
 * Drops messages of a peer that sends many more than requests may come, before anything is kept of
 * them: also the blocks of a large payload count here. Threads of the endpoints.
 */
final class FloodGate extends MessageInterceptorAdapter {
  private final RateLimit rate;
  private final ServerStatus status;

  /**
   * @param rate messages of each address and port
   */
  FloodGate(RateLimit rate, ServerStatus status) {
    this.rate = rate;
    this.status = status;
  }

  @Override
  public void receiveRequest(Request request) {
    check(request);
  }

  @Override
  public void receiveEmptyMessage(EmptyMessage message) {
    check(message);
  }

  private void check(Message message) {
    InetSocketAddress peer = message.getSourceContext().getPeerAddress();
    if (!rate.admits(peer)) {
      status.dropped.increment();
      message.setCanceled(true);
    }
  }
}
