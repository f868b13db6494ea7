package io.weir.uplink.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.SecretStore;
import io.weir.api.uplink.DestinationThread;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One request after another over a connection that is kept. The JDK's plain client is enough for
 * that, and costs no thread of its own.
 */
final class Requests implements DestinationThread.Work<Message> {
  /** Property of a message whose codec has packed it: the coding, for {@code Content-Encoding}. */
  private static final String CODING = "content-encoding";

  private static final int MAX_ANSWER = 300;
  private static final int MAX_REST = 64 * 1024;
  private static final int MAX_WAIT_SECONDS = 3_600;

  private final Settings settings;
  private final SecretStore secrets;
  private final GatewayClock clock;

  private volatile @Nullable HttpURLConnection current;
  private volatile @Nullable Socket probe;
  private volatile boolean aborted;

  /** One for all requests of a connection: the client keeps connections by it. */
  private @Nullable SSLSocketFactory trusted;

  /** Monotonic microseconds before which the service does not want to be asked again. */
  private long notBefore = Long.MIN_VALUE;

  Requests(Settings settings, SecretStore secrets, GatewayClock clock) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Allows requests again after {@link #abort}. */
  void restart() {
    aborted = false;
  }

  @Override
  public void connect() throws IOException {
    long wait = notBefore - clock.micros();
    if (notBefore != Long.MIN_VALUE && wait > 0) {
      throw new IOException("the service asks to wait another " + wait / 1_000_000 + " s");
    }
    Path caFile = settings.caFile();
    if (caFile != null && trusted == null) {
      trusted = Trust.factory(caFile);
    }
    URI uri = settings.service();
    int port = uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    try (Socket socket = new Socket()) {
      probe = socket;
      if (aborted) {
        throw new IOException("stopped");
      }
      InetSocketAddress address = new InetSocketAddress(uri.getHost(), port);
      if (address.isUnresolved()) {
        throw new UnknownHostException(uri.getHost());
      }
      socket.connect(address, settings.timeoutSeconds() * 1_000);
    } catch (IOException e) {
      throw new IOException(reason(uri, e), e);
    } finally {
      probe = null;
    }
  }

  @Override
  public void send(Message message) throws IOException, RefusedException {
    URI uri = settings.uri(message);
    HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection();
    current = request;
    try {
      if (aborted) {
        throw new IOException("stopped");
      }
      byte[] body = prepare(request, message);
      int status;
      String answer;
      try {
        try (OutputStream out = request.getOutputStream()) {
          out.write(body);
        }
        status = request.getResponseCode();
        answer = answer(request);
      } catch (IOException e) {
        throw new IOException(reason(uri, e), e);
      }
      if (status < 200 || status > 299) {
        throw refusal(request, status, answer);
      }
    } finally {
      current = null;
    }
  }

  @Override
  public void disconnect() {
    // The file may have been renewed when it is connected again.
    trusted = null;
  }

  @Override
  public void abort() {
    aborted = true;
    HttpURLConnection request = current;
    if (request != null) {
      request.disconnect();
    }
    Socket opening = probe;
    if (opening != null) {
      try {
        opening.close();
      } catch (IOException e) {
        // It is gone either way.
        return;
      }
    }
  }

  private byte[] prepare(HttpURLConnection request, Message message) throws IOException {
    request.setRequestMethod("POST");
    request.setDoOutput(true);
    request.setInstanceFollowRedirects(false);
    request.setUseCaches(false);
    request.setConnectTimeout(settings.timeoutSeconds() * 1_000);
    request.setReadTimeout(settings.timeoutSeconds() * 1_000);
    if (request instanceof HttpsURLConnection https && trusted != null) {
      https.setSSLSocketFactory(trusted);
    }
    request.setRequestProperty("Content-Type", message.contentType());
    request.setRequestProperty("User-Agent", "weir");
    for (Map.Entry<String, String> property : message.properties().entrySet()) {
      if (!property.getKey().equals(CODING)) {
        request.setRequestProperty(name(property.getKey()), property.getValue());
      }
    }
    request.setRequestProperty(name("kind"), message.kind());
    if (!message.device().isEmpty()) {
      request.setRequestProperty(name("device"), message.device());
    }
    for (Header header : settings.headers()) {
      request.setRequestProperty(header.name(), header.resolve(secrets));
    }
    authorize(request);
    byte[] body = message.payload();
    String coding = message.properties().get(CODING);
    if (coding != null) {
      request.setRequestProperty("Content-Encoding", coding);
    } else if (settings.gzip()) {
      request.setRequestProperty("Content-Encoding", "gzip");
      body = gzip(body);
    }
    request.setFixedLengthStreamingMode(body.length);
    return body;
  }

  /** Properties travel as {@code Weir-Gateway}, {@code Weir-First}... */
  private static String name(String property) {
    return "Weir-" + property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
  }

  private void authorize(HttpURLConnection request) throws IOException {
    if (settings.username().isEmpty()) {
      return;
    }
    try {
      String both =
          settings.username()
              + ":"
              + new String(secrets.resolveText("password", settings.password()));
      request.setRequestProperty(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8)));
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    }
    return packed.toByteArray();
  }

  /** The first words of the answer; the rest is read so that the connection can be kept. */
  private static String answer(HttpURLConnection request) throws IOException {
    InputStream in =
        request.getResponseCode() < 400 ? request.getInputStream() : request.getErrorStream();
    if (in == null) {
      return "";
    }
    try (in) {
      byte[] start = in.readNBytes(MAX_ANSWER);
      // An endless answer must not hold the line for ever.
      in.readNBytes(MAX_REST);
      return new String(start, UTF_8).replaceAll("\\s+", " ").trim();
    }
  }

  /** What the service will never take is what it says is wrong with the body. */
  private RefusedException refusal(HttpURLConnection request, int status, String answer)
      throws IOException {
    String location = request.getHeaderField("Location");
    String reason =
        "HTTP "
            + status
            + (answer.isEmpty() ? "" : ": " + answer)
            + (location == null ? "" : "; it points to " + location + ": set url to that");
    int seconds = request.getHeaderFieldInt("Retry-After", 0);
    if ((status == 429 || status == 503) && seconds > 0) {
      notBefore = clock.micros() + Math.min(seconds, MAX_WAIT_SECONDS) * 1_000_000L;
      throw new IOException(reason);
    }
    return new RefusedException(status == 400 || status == 413 || status == 422, reason);
  }

  private static String reason(URI uri, IOException e) {
    String where = uri.getHost() + (uri.getPort() > 0 ? ":" + uri.getPort() : "");
    if (e instanceof UnknownHostException) {
      return where + " has no address: look at the name and at the gateway's DNS";
    }
    return where + ": " + (e.getMessage() == null ? e.toString() : e.getMessage());
  }
}
