package io.weir.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file of the page, as the browser gets it.
 *
 * @param contentType MIME type by the file's ending
 * @param etag quoted hash of the content
 * @param immutable whether the name carries a hash, so that it may be cached for ever
 * @param plain the file
 * @param gzip the same, compressed at build time, or null
 */
record Asset(String contentType, String etag, boolean immutable, URL plain, @Nullable URL gzip) {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "json", "application/json",
          "md", "text/markdown; charset=utf-8",
          "proto", "text/plain; charset=utf-8",
          "py", "text/plain; charset=utf-8",
          "woff2", "font/woff2");

  static Asset of(String path, URL plain, @Nullable URL gzip) {
    String ending = path.substring(path.lastIndexOf('.') + 1);
    return new Asset(
        TYPES.getOrDefault(ending, "application/octet-stream"),
        etag(plain),
        path.startsWith("/assets/"),
        plain,
        gzip);
  }

  private static String etag(URL url) {
    try (InputStream in = url.openStream()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
    } catch (IOException e) {
      throw new UncheckedIOException("the console's file " + url + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
