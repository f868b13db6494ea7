package io.weir.web.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.AccessControl;
import io.weir.api.security.Role;
import io.weir.api.security.Session;
import io.weir.api.store.Backup;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/backup} gives a backup as a file, {@code /api/restore} takes one. Both stream, one at
 * a time, for administrators.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({BackupResource.BACKUP, BackupResource.RESTORE})
public final class BackupResource extends Resource {
  static final String BACKUP = "/api/backup";
  static final String RESTORE = "/api/restore";

  private static final Logger LOG = LoggerFactory.getLogger(BackupResource.class);
  private static final String TYPE = "application/octet-stream";

  private final Product product;
  private final GatewayClock clock;
  private final Semaphore place = new Semaphore(1);

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable Backup backup;

  /** As a component. */
  @Activate
  public BackupResource(
      BundleContext context, @Reference AccessControl access, @Reference GatewayClock clock) {
    super(access);
    this.product = Product.of(context);
    this.clock = clock;
  }

  BackupResource(
      Product product, AccessControl access, GatewayClock clock, @Nullable Backup backup) {
    super(access);
    this.product = product;
    this.clock = clock;
    this.backup = backup;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    Session session = admit(exchange, BACKUP);
    Backup service = take();
    if (exchange.isHead()) {
      place.release();
      return; // it would be given
    }
    boolean whole = false;
    try {
      whole = Download.send(exchange, TYPE, name(), service::write);
    } finally {
      place.release();
      Audit.LOG.info(
          "backup user={} remote={} outcome={}",
          session.user(),
          exchange.remote(),
          whole ? "done" : "broken-off");
    }
  }

  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    Session session = admit(exchange, RESTORE);
    requireType(exchange);
    Backup service = take();
    String outcome = "refused";
    try {
      Backup.Summary summary = restore(service, exchange.request().getInputStream());
      outcome = "done: " + Audit.clean(summary.gateway()) + " of " + summary.time();
      send(exchange, summary);
    } finally {
      place.release();
      Audit.LOG.info(
          "restore user={} remote={} outcome={}", session.user(), exchange.remote(), outcome);
    }
  }

  private static Session admit(Exchange exchange, String path) throws ApiException {
    requireRole(exchange.session(), Role.ADMINISTRATOR);
    if (!exchange.request().getRequestURI().equals(path)) {
      throw notAllowed(exchange);
    }
    exchange.allow();
    return requireSession(exchange.session());
  }

  private static void requireType(Exchange exchange) throws ApiException {
    String type = exchange.request().getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).strip().equals(TYPE)) {
      throw new ApiException(
          415,
          "unsupported-media-type",
          "Content-Type: '" + type + "' cannot be used; send " + TYPE);
    }
  }

  /** The service, and the one place to use it. */
  private Backup take() throws ApiException {
    Backup service = backup;
    if (service == null) {
      throw new ApiException(
          503, "unavailable", "the part of the gateway that makes backups is not running");
    }
    if (!place.tryAcquire()) {
      throw new ApiException(
          409, "busy", "a backup or a restore is running already; wait until it is done");
    }
    return service;
  }

  private String name() {
    return "weir-" + product.gateway() + "-" + IsoTime.compact(clock.epochMicros()) + ".backup";
  }

  private static Backup.Summary restore(Backup service, InputStream body) throws ApiException {
    try {
      return service.restore(body);
    } catch (IOException e) {
      LOG.debug("A backup was not restored", e);
      drain(body);
      throw new ApiException(422, "not-restored", "nothing was changed: " + e.getMessage());
    }
  }

  /** A browser reads no answer before it has sent all of the file. */
  private static void drain(InputStream body) {
    try {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException clientGone) {
      LOG.debug("The rest of a backup did not come", clientGone);
    }
  }

  private static void send(Exchange exchange, Backup.Summary summary) throws IOException {
    exchange.send(
        200,
        json -> {
          json.writeStringField("gateway", summary.gateway());
          json.writeStringField("version", summary.version());
          json.writeNumberField("time", summary.time());
          json.writeNumberField("eventSequence", summary.eventSequence());
          json.writeNumberField("telemetrySequence", summary.telemetrySequence());
          json.writeNumberField("bytes", summary.bytes());
        });
  }
}
