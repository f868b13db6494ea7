package io.weir.console.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that were there at start, by their exact path, so that no path can lead elsewhere. Any
 * thread.
 */
final class StaticFiles {
  private static final String CONTENT_SECURITY_POLICY = contentSecurityPolicy();

  private final Map<String, Asset> assets;

  /**
   * @param files path as the browser asks for it, from the root of these files, to the file; one
   *     with {@code .gz} behind it is the compressed form of the one without
   */
  StaticFiles(Map<String, URL> files) {
    Map<String, Asset> found = new HashMap<>();
    files.forEach(
        (path, url) -> {
          if (!path.endsWith(".gz")) {
            found.put(path, Asset.of(path, url, files.get(path + ".gz")));
          }
        });
    assets = Map.copyOf(found);
  }

  boolean contains(String path) {
    return assets.containsKey(path);
  }

  /** Answers with the file of this path, with what the browser has already, or with 404. */
  void answer(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    Asset asset = assets.get(path);
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
    @Nullable URL gzip = acceptsGzip(request) ? asset.gzip() : null;
    if (gzip != null) {
      response.setHeader("Content-Encoding", "gzip");
    }
    try (InputStream in = (gzip == null ? asset.plain() : gzip).openStream()) {
      in.transferTo(response.getOutputStream());
    }
  }

  private static boolean acceptsGzip(HttpServletRequest request) {
    String accepted = request.getHeader("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }

  private static String contentSecurityPolicy() {
    try (InputStream in = StaticFiles.class.getResourceAsStream("csp.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
