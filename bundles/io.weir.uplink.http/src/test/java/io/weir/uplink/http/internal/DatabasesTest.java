package io.weir.uplink.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.UplinkBatch;
import io.weir.codec.metrics.internal.influx.InfluxCodec;
import io.weir.codec.metrics.internal.prometheus.PrometheusCodec;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.MapChannelTable;
import io.weir.testing.TransportContract.Recorder;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is posted is what InfluxDB and Prometheus answer when they are asked. */
class DatabasesTest {
  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();

  @TempDir Path folder = Path.of("");

  @Test
  void influxTakesLinesAndAnswersWithThem() throws Exception {
    int port = freePort();
    int inner = freePort();
    String config =
        """
        reporting-disabled = true
        bind-address = "127.0.0.1:%d"
        [meta]
          dir = "%s/meta"
        [data]
          dir = "%s/data"
          wal-dir = "%s/wal"
        [http]
          bind-address = "127.0.0.1:%d"
        """
            .formatted(inner, folder, folder, folder, port);
    Path file = Files.writeString(folder.resolve("influx.conf"), config);
    Process influx = start("influxd", "-config", file.toString());
    try {
      String url = "http://127.0.0.1:" + port;
      ask(HttpRequest.newBuilder(query(url, "CREATE DATABASE plant")).POST(nothing()).build());
      long time = 1_763_920_000_000_001L;
      deliver(url + "/write?db=plant", new InfluxCodec(), batch(time));
      String answer = ask(get(query(url, "SELECT * FROM plant..weir")));
      assertThat(answer)
          .contains(
              "[\"time\",\"burner\",\"device\",\"energy\",\"energy/quality\",\"flow-temp\",\"gateway\"]")
          .contains("\"2025-11-23T17:46:40.000001Z\",true,\"boiler\",null,null,71.25,\"g1\"")
          .contains("null,\"meter\",9007199254740993,\"uncertain/clock\",null,\"g1\"");
    } finally {
      influx.destroyForcibly().waitFor();
    }
  }

  @Test
  void prometheusTakesSeriesAndAnswersWithThem() throws Exception {
    int port = freePort();
    Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    Process prometheus =
        start(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("tsdb"),
            "--web.listen-address=127.0.0.1:" + port,
            "--web.enable-remote-write-receiver");
    try {
      String url = "http://127.0.0.1:" + port;
      ask(get(URI.create(url + "/-/ready")));
      // It takes what is about as old as its newest block: the present.
      long time = System.currentTimeMillis() * 1_000;
      deliver(url + "/api/v1/write", new PrometheusCodec(), batch(time));
      String answer = ask(get(URI.create(url + "/api/v1/query?query=weir_flow_temp")));
      assertThat(answer)
          .contains("\"channel\":\"flow-temp\",\"device\":\"boiler\",\"gateway\":\"g1\"")
          .contains("\"unit\":\"Cel\"")
          .contains("\"71.25\"]");
    } finally {
      prometheus.destroyForcibly().waitFor();
    }
  }

  private Batch batch(long time) {
    ChannelInfo flow = channels.assign("boiler/flow-temp", ValueType.DOUBLE, "Cel");
    ChannelInfo burner = channels.assign("boiler/burner", ValueType.BOOLEAN, "");
    ChannelInfo energy = channels.assign("meter/energy", ValueType.INTEGER, "Wh");
    Batch batch = new Batch(4);
    batch.addDouble(flow.number(), time, 71.25);
    batch.addBoolean(burner.number(), time, true);
    batch.add(
        energy.number(), time, 9_007_199_254_740_993L, Quality.uncertain(Quality.Reason.CLOCK));
    return batch;
  }

  private void deliver(String url, Codec codec, Batch batch) throws Exception {
    byte[] payload =
        codec.encode(
            new UplinkBatch("g1", Lane.TELEMETRY, 1, 1, batch, List.of()),
            number -> Objects.requireNonNull(channels.get(number)));
    Map<String, String> properties =
        codec.contentEncoding().isEmpty()
            ? Map.of()
            : Map.of("content-encoding", codec.contentEncoding());
    Settings settings =
        Settings.of(WrittenConfig.of(HttpConfig.class, Map.of("url", url)), "g1", folder);
    HttpTransport transport = new HttpTransport("db", settings, clock, new FakeSecretStore());
    try {
      Recorder recorder = new Recorder();
      transport.start(recorder);
      recorder.until("connected", () -> recorder.connected);
      transport.publish(
          1, new Message("telemetry", "", payload, codec.contentType(), false, properties));
      recorder.until("answered", () -> recorder.acknowledged.size() + recorder.failed.size() > 0);
      assertThat(recorder.failed).isEmpty();
    } finally {
      transport.stop();
    }
  }

  private Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(command[0] + ".log").toFile())
        .start();
  }

  /** Asks until it is answered with 200: the database may still be starting. */
  private static String ask(HttpRequest request) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      String last;
      try {
        HttpResponse<String> answer =
            client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        if (answer.statusCode() == 200) {
          return answer.body();
        }
        last = answer.statusCode() + " " + answer.body();
      } catch (IOException e) {
        last = e.toString();
      }
      assertThat(System.nanoTime()).as(request.uri() + ": " + last).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }

  private static HttpRequest.BodyPublisher nothing() {
    return HttpRequest.BodyPublishers.noBody();
  }

  private static URI query(String url, String query) {
    return URI.create(url + "/query?q=" + URLEncoder.encode(query, UTF_8));
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
