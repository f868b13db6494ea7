package io.weir.web.internal;

import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.LiveValues;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.AccessControl;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/live/stream}: changes of last values as server-sent events. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/live/stream")
@HttpWhiteboardServletAsyncSupported
public final class LiveStreamResource extends Resource {
  private final GatewayClock clock;
  private final LiveFeed feed;

  /** As a component. */
  @Activate
  public LiveStreamResource(
      @Reference AccessControl access,
      @Reference DeviceRegistry registry,
      @Reference LiveValues live,
      @Reference GatewayClock clock,
      @Reference StatusBoard board) {
    super(access);
    this.clock = clock;
    this.feed = new LiveFeed(access, registry, live, clock, board);
  }

  @Deactivate
  void stop() {
    feed.close();
  }

  /** How many pages listen. */
  int clients() {
    return feed.size();
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    if (!feed.hasRoom()) {
      exchange.response().setHeader("Retry-After", "15");
      throw new ApiException(
          503,
          "too-many-streams",
          "there are " + LiveFeed.MOST_CLIENTS + " live views already; close one");
    }
    String token = requireSession(exchange.session()).token();
    HttpServletResponse response = exchange.response();
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext async = exchange.request().startAsync();
    async.setTimeout(0);
    ServletOutputStream out = response.getOutputStream();
    StreamClient client = new StreamClient(token, async, out, clock::micros);
    async.addListener(new AsyncEnd(client::close));
    out.setWriteListener(client);
    feed.add(client);
  }
}
