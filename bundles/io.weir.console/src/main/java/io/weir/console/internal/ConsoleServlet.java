package io.weir.console.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves the console's files at the root of the gateway's web server.
 *
 * <p>Only the files found in the bundle at start are ever served, looked up by their exact path, so
 * that no path can lead elsewhere. A path without a file ending is a page of the console itself and
 * gets its {@code index.html}. Any thread.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
public final class ConsoleServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String ROOT = "static";
  private static final String INDEX = "/index.html";

  private final transient Map<String, Asset> assets;
  private final String contentSecurityPolicy;

  /** Made by the component runtime. */
  @Activate
  public ConsoleServlet(BundleContext context) throws IOException {
    this(files(context.getBundle()));
  }

  ConsoleServlet(Map<String, URL> files) throws IOException {
    Map<String, Asset> found = new HashMap<>();
    files.forEach(
        (path, url) -> {
          if (!path.endsWith(".gz")) {
            found.put(path, Asset.of(path, url, files.get(path + ".gz")));
          }
        });
    if (!found.containsKey(INDEX)) {
      throw new IOException("the console's bundle holds no " + ROOT + INDEX + "; build it again");
    }
    assets = Map.copyOf(found);
    try (InputStream in = ConsoleServlet.class.getResourceAsStream("csp.txt")) {
      contentSecurityPolicy = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }

  private static Map<String, URL> files(Bundle bundle) {
    Map<String, URL> files = new HashMap<>();
    Enumeration<URL> entries = bundle.findEntries(ROOT, "*", true);
    for (URL url : entries == null ? Collections.<URL>emptyList() : Collections.list(entries)) {
      String path = url.getPath();
      if (!path.endsWith("/")) {
        files.put(path.substring(path.indexOf("/" + ROOT + "/") + ROOT.length() + 1), url);
      }
    }
    return files;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Asset asset = find(request.getRequestURI());
    response.setHeader("Content-Security-Policy", contentSecurityPolicy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    if (asset == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setHeader("ETag", asset.etag());
    response.setHeader("Vary", "Accept-Encoding");
    response.setHeader(
        "Cache-Control", asset.immutable() ? "public, max-age=31536000, immutable" : "no-cache");
    if (asset.etag().equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(asset.contentType());
    URL gzip = acceptsGzip(request) ? asset.gzip() : null;
    if (gzip != null) {
      response.setHeader("Content-Encoding", "gzip");
    }
    try (InputStream in = (gzip == null ? asset.plain() : gzip).openStream()) {
      in.transferTo(response.getOutputStream());
    }
  }

  private @Nullable Asset find(String path) {
    boolean isFile = path.lastIndexOf('.') > path.lastIndexOf('/');
    return assets.get(isFile ? path : INDEX);
  }

  private static boolean acceptsGzip(HttpServletRequest request) {
    String accepted = request.getHeader("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }
}
