package io.weir.web.internal;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file as an answer: streamed as it is made, in chunks, and cut off by breaking the connection
 * when it cannot be finished, so that no client takes a part of it for the whole.
 */
final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final List<String> HEADERS =
      List.of("Content-Type", "Content-Disposition", "Transfer-Encoding");

  /** Writes the file; does not close the stream. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  private Download() {}

  /**
   * Sends the file.
   *
   * @return whether the client was given all of it
   * @throws ApiException if it failed before anything was sent
   */
  static boolean send(Exchange exchange, String type, String name, Content content)
      throws ApiException, IOException {
    if (exchange.request().getProtocol().equals("HTTP/1.0")) {
      throw new ApiException(
          505,
          "http-version",
          "HTTP/1.0 cannot tell the end of a file from a broken line; use HTTP/1.1 (in nginx:"
              + " proxy_http_version 1.1)");
    }
    HttpServletResponse response = exchange.response();
    String file = fileName(name);
    response.setContentType(type);
    response.setHeader("Content-Disposition", "attachment; filename=\"" + file + "\"");
    response.setHeader("Transfer-Encoding", "chunked");
    if (exchange.isHead()) {
      return true;
    }
    try {
      content.write(new ClientStream(response.getOutputStream()));
      return true;
    } catch (ClientStream.GoneException e) {
      LOG.debug("Nobody waited for the rest of {}", file, e);
      exchange.abort();
      return false;
    } catch (IOException | RuntimeException e) {
      LOG.error("{} could not be written", file, e);
      if (!response.isCommitted()) {
        response.resetBuffer();
        HEADERS.forEach(header -> response.setHeader(header, null));
        throw new ApiException(500, "internal", "it could not be written: " + e.getMessage());
      }
      exchange.abort();
      return false;
    }
  }

  /** A name that any file system takes. */
  private static String fileName(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
