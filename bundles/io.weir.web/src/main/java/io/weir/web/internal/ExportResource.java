package io.weir.web.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.AccessControl;
import io.weir.api.security.Session;
import io.weir.api.store.Aggregate;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.History;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/export}: recorded samples as a file, any range of any channels. Rows go out as they
 * are read, so that memory does not grow with the range; a client that takes them slowly makes the
 * reading slow. Each export keeps one of the server's few threads, hence no more than two.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/export")
public final class ExportResource extends Resource {
  private static final int MOST_EXPORTS = 2;
  private static final int BUFFER = 8192;

  /** Steps asked of the history at once. */
  private static final int STEPS = 4096;

  private final Product product;
  private final History history;
  private final ChannelTable table;
  private final GatewayClock clock;
  private final Semaphore places = new Semaphore(MOST_EXPORTS);

  /** As a component. */
  @Activate
  public ExportResource(
      BundleContext context,
      @Reference AccessControl access,
      @Reference History history,
      @Reference ChannelTable table,
      @Reference GatewayClock clock) {
    this(Product.of(context), access, history, table, clock);
  }

  ExportResource(
      Product product,
      AccessControl access,
      History history,
      ChannelTable table,
      GatewayClock clock) {
    super(access);
    this.product = product;
    this.history = history;
    this.table = table;
    this.clock = clock;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    Session session = requireSession(exchange.session());
    ExportQuery query = ExportQuery.of(exchange, table, clock.epochMicros());
    if (!places.tryAcquire()) {
      exchange.response().setHeader("Retry-After", "15");
      throw new ApiException(
          503,
          "too-many-exports",
          MOST_EXPORTS + " exports are running already; wait until one is done");
    }
    try {
      Run run = new Run(query);
      boolean whole = false;
      try {
        whole =
            Download.send(exchange, query.type(), query.fileName(product.gateway()), run::write);
      } finally {
        if (!exchange.isHead()) {
          audit(session, exchange.remote(), query, run.rows, whole);
        }
      }
    } finally {
      places.release();
    }
  }

  private static void audit(
      Session session, String remote, ExportQuery query, long rows, boolean whole) {
    Audit.LOG.info(
        "export user={} remote={} channels={} from={} to={} step={} format={} rows={} outcome={}",
        session.user(),
        remote,
        Audit.clean(
            query.channels().stream().map(ChannelInfo::id).collect(Collectors.joining(","))),
        query.range().from(),
        query.range().to(),
        query.step(),
        Values.name(query.format()),
        rows,
        whole ? "done" : "broken-off");
  }

  /** One export on its way. Confined to the thread of its request. */
  private final class Run {
    private final ExportQuery query;
    private long rows;

    Run(ExportQuery query) {
      this.query = query;
    }

    void write(OutputStream client) throws IOException {
      if (!query.gzip()) {
        writeRows(client);
        return;
      }
      GZIPOutputStream gzip = new GZIPOutputStream(client, BUFFER);
      writeRows(gzip);
      gzip.finish(); // not when it failed: the file then has no end
    }

    private void writeRows(OutputStream out) throws IOException {
      ExportRows to = query.format().rows(out);
      to.begin(query.step() > 0);
      for (ChannelInfo channel : query.channels()) {
        if (query.step() > 0) {
          sums(channel, to);
        } else {
          samples(channel, to);
        }
      }
      to.flush();
    }

    private void samples(ChannelInfo channel, ExportRows to) throws IOException {
      try {
        history.range(
            channel.id(),
            query.range().from(),
            query.range().to(),
            (number, time, bits, object, quality) -> {
              try {
                ChannelInfo line = Objects.requireNonNull(table.get(number));
                to.sample(line, time, bits, object, quality);
                rows++;
                return true;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    private void sums(ChannelInfo channel, ExportRows to) throws IOException {
      long span = STEPS * query.step();
      for (long start = query.range().from(); start < query.range().to(); ) {
        long aligned = start - Math.floorMod(start, query.step());
        long end = Math.min(aligned + span, query.range().to());
        for (Aggregate step : history.aggregate(channel.id(), start, end, query.step())) {
          to.aggregate(channel, step);
          rows++;
        }
        start = end;
      }
    }
  }
}
