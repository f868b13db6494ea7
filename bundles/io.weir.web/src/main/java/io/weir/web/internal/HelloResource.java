package io.weir.web.internal;

import io.weir.api.security.AccessControl;
import jakarta.servlet.Servlet;
import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/hello}: what this is, for everybody. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/hello")
public final class HelloResource extends Resource {
  private final Product product;

  /** As a component. */
  @Activate
  public HelloResource(BundleContext context, @Reference AccessControl access) {
    this(Product.of(context), access);
  }

  HelloResource(Product product, AccessControl access) {
    super(access, true);
    this.product = product;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    exchange.send(
        200,
        json -> {
          json.writeStringField("product", "Weir");
          json.writeStringField("version", product.version());
          json.writeStringField("gateway", product.gateway());
          json.writeBooleanField("signedIn", exchange.session() != null);
        });
  }
}
