package io.weir.uplink.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A web service on loopback that keeps what it gets and answers as it is told. */
final class Service implements AutoCloseable {
  /** One request. */
  record Request(String path, Map<String, String> headers, String body) {}

  /** What the next requests are answered, status and headers; 204 when there is nothing more. */
  record Answer(int status, Map<String, String> headers, String body) {}

  private final int port;
  private final List<Request> requests = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private @Nullable HttpServer server;

  /** Not up yet; the port is kept for it. */
  Service() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
  }

  private static HttpServer server(int port) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  synchronized void up() throws IOException {
    HttpServer started = server(port);
    started.createContext("/", this::take);
    started.setExecutor(threads);
    started.start();
    server = started;
    requests.clear();
  }

  synchronized void down() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  synchronized void answer(Answer answer) {
    answers.add(answer);
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    if ("gzip".equals(headers.get("content-encoding"))) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    Answer answer;
    synchronized (this) {
      requests.add(
          new Request(exchange.getRequestURI().toString(), headers, new String(body, UTF_8)));
      answer = answers.isEmpty() ? new Answer(204, Map.of(), "") : answers.remove(0);
      notifyAll();
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] text = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  /** Waits for so many requests. */
  synchronized List<Request> requests(int atLeast) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (requests.size() < atLeast) {
      long left = deadline - System.nanoTime();
      assertThat(left).as(atLeast + " requests within a minute: " + requests).isPositive();
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    down();
    threads.shutdownNow();
  }
}
