package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Access;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.store.Aggregate;
import io.weir.testing.FakeClock;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportTest {
  private static final long T0 = FakeClock.DEFAULT_OFFSET;
  private static final String ONE =
      "/api/export?channel=boiler/flow-temp&from=" + T0 + "&to=" + (T0 + 3_600_000_000L);

  private ApiHarness api;

  @BeforeEach
  void start() throws Exception {
    api = new ApiHarness();
    api.signIn();
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
  }

  @Test
  void csvHasAHeaderAndEveryTypeOfValue() throws Exception {
    api.gateway.add("boiler/count", ValueType.INTEGER, "", Access.R);
    api.gateway.add("boiler/raw", ValueType.BYTES, "", Access.R);
    row(0, T0, 71.2, Quality.GOOD);
    row(0, T0 + 1, 0, Quality.bad(Quality.Reason.COMM));
    row(0, T0 + 1_000_000, -3.5, Quality.uncertain(Quality.Reason.CLOCK));
    row(0, T0 + 1_500_000, Double.NaN, Quality.GOOD);
    add(1, T0 + 2_000_000, 1, null);
    add(3, T0 + 3_000_000, Long.MIN_VALUE, null);
    add(4, T0 + 4_000_000, 0, new byte[] {1, 2, 3});

    HttpResponse<String> response = api.get(ONE + "&format=csv");

    assertThat(response.body())
        .isEqualTo(
            """
            time,channel,value,unit,quality\r
            2026-01-01T00:00:00.000000Z,boiler/flow-temp,71.2,Cel,good\r
            2026-01-01T00:00:00.000001Z,boiler/flow-temp,,Cel,bad/comm\r
            2026-01-01T00:00:01.000000Z,boiler/flow-temp,-3.5,Cel,uncertain/clock\r
            2026-01-01T00:00:01.500000Z,boiler/flow-temp,NaN,Cel,good\r
            2026-01-01T00:00:02.000000Z,boiler/bypass-valve,true,,good\r
            2026-01-01T00:00:03.000000Z,boiler/count,-9223372036854775808,,good\r
            2026-01-01T00:00:04.000000Z,boiler/raw,AQID,,good\r
            """);
    assertThat(response.headers().map())
        .containsEntry("content-type", List.of("text/csv; charset=utf-8"))
        .containsEntry("transfer-encoding", List.of("chunked"))
        .containsEntry(
            "content-disposition",
            List.of(
                "attachment; filename=\"weir-g1-boiler-flow-temp-20260101T000000Z-20260101T010000Z"
                    + ".csv\""));
    assertThat(api.history.asked)
        .containsExactly("boiler/flow-temp " + T0 + " " + (T0 + 3_600_000_000L));
  }

  @Test
  void textOfADeviceIsQuotedAndRunsNowhereAsAFormula() throws Exception {
    for (String text :
        new String[] {
          "plain", "a,b", "say \"hi\"", "two\r\nlines", "=1+1", "+1", "-1", "@x", "\t=1", " x", "ä"
        }) {
      add(2, T0, 0, text);
    }

    String body = api.get(ONE).body();

    assertThat(body.replace("2026-01-01T00:00:00.000000Z,boiler/label,", ""))
        .isEqualTo(
            "time,channel,value,unit,quality\r\nplain,,good\r\n\"a,b\",,good\r\n"
                + "\"say \"\"hi\"\"\",,good\r\n\"two\r\nlines\",,good\r\n\"'=1+1\",,good\r\n"
                + "\"'+1\",,good\r\n\"'-1\",,good\r\n\"'@x\",,good\r\n\"'\t=1\",,good\r\n"
                + "\" x\",,good\r\nä,,good\r\n");
  }

  @Test
  void jsonLinesAreOneObjectASample() throws Exception {
    row(0, T0, 71.2, Quality.GOOD);
    row(0, T0 + 1, 0, Quality.bad(Quality.Reason.COMM));
    add(2, T0 + 2, 0, "=1+1\n\"ä\"");

    HttpResponse<String> response = api.get(ONE + "&format=jsonl");

    assertThat(response.body())
        .isEqualTo(
            """
            {"time":1767225600000000,"channel":"boiler/flow-temp","value":71.2,"quality":"good"}
            {"time":1767225600000001,"channel":"boiler/flow-temp","value":null,"quality":"bad/comm"}
            {"time":1767225600000002,"channel":"boiler/label","value":"=1+1\\n\\"ä\\"","quality":"good"}
            """);
    assertThat(response.headers().firstValue("content-type")).contains("application/jsonl");
  }

  @Test
  void aCompressedFileIsAFileNotAnEncoding() throws Exception {
    api.history.produce(20_000);

    HttpResponse<byte[]> asked =
        api.client()
            .send(api.request(ONE + "&gzip=true").build(), HttpResponse.BodyHandlers.ofByteArray());
    HttpResponse<byte[]> named =
        api.client()
            .send(
                api.request(ONE + "&format=jsonl.gz").build(),
                HttpResponse.BodyHandlers.ofByteArray());

    assertThat(asked.headers().firstValue("content-encoding")).isEmpty();
    assertThat(asked.headers().firstValue("content-disposition").orElseThrow())
        .endsWith(".csv.gz\"");
    assertThat(unzipped(asked.body()).lines()).hasSize(20_001);
    assertThat(named.headers().firstValue("content-disposition").orElseThrow())
        .endsWith(".jsonl.gz\"");
    assertThat(unzipped(named.body()).lines()).hasSize(20_000);
  }

  @Test
  void channelsFollowOneAnotherAndAPatternStandsForMany() throws Exception {
    api.gateway.add("pump/speed", ValueType.INTEGER, "", Access.R);

    api.get("/api/export?channel=pump/speed&channel=boiler/*&channel=pump/*&from=1&to=2");

    assertThat(api.history.asked)
        .containsExactly(
            "pump/speed 1 2",
            "boiler/flow-temp 1 2",
            "boiler/bypass-valve 1 2",
            "boiler/label 1 2");
    assertThat(api.get("/api/export?channel=fan/*").statusCode()).isEqualTo(404);
    assertThat(api.get("/api/export?channel=fan/speed").statusCode()).isEqualTo(404);
  }

  @Test
  void sumsAreAskedForPieceByPieceWithoutCuttingAStep() throws Exception {
    api.history.aggregates.add(new Aggregate(T0, 3, 1, 5, 3, 2.5, 1, 5));

    String body =
        api.get(
                "/api/export?channel=boiler/*&level=minute&from="
                    + (T0 + 1)
                    + "&to="
                    + (T0 + 4097 * 60_000_000L))
            .body();

    long seam = T0 + 4096 * 60_000_000L;
    assertThat(api.history.asked)
        .containsExactly(
            "boiler/flow-temp " + (T0 + 1) + " " + seam + " 60000000",
            "boiler/flow-temp " + seam + " " + (T0 + 4097 * 60_000_000L) + " 60000000",
            "boiler/bypass-valve " + (T0 + 1) + " " + seam + " 60000000",
            "boiler/bypass-valve " + seam + " " + (T0 + 4097 * 60_000_000L) + " 60000000");
    assertThat(body)
        .startsWith(
            """
            time,channel,unit,count,min,max,mean,time_weighted_mean,first,last\r
            2026-01-01T00:00:00.000000Z,boiler/flow-temp,Cel,3,1.0,5.0,3.0,2.5,1.0,5.0\r
            """);
    assertThat(api.get(ONE + "&format=jsonl&step=1000000").body().lines())
        .contains(
            "{\"time\":1767225600000000,\"channel\":\"boiler/flow-temp\",\"count\":3,\"min\":1.0,"
                + "\"max\":5.0,\"mean\":3.0,\"timeWeightedMean\":2.5,\"first\":1.0,\"last\":5.0}");
  }

  @Test
  void millionsOfRowsPassThroughWithoutPilingUp() throws Exception {
    long rows = 2_000_000;
    long atLeast = 50; // bytes a row
    api.history.produce(rows);

    HttpResponse<InputStream> response =
        api.client().send(api.request(ONE).build(), HttpResponse.BodyHandlers.ofInputStream());
    long lines = 0;
    long read = 0;
    long furthestAhead = 0;
    byte[] block = new byte[64 * 1024];
    try (InputStream in = response.body()) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        read += n;
        furthestAhead = Math.max(furthestAhead, api.history.produced.get() * atLeast - read);
        for (int i = 0; i < n; i++) {
          lines += block[i] == '\n' ? 1 : 0;
        }
      }
    }

    assertThat(lines).isEqualTo(rows + 1);
    assertThat(read).isGreaterThan(rows * atLeast);
    assertThat(furthestAhead).isLessThan(24_000_000); // what sockets and both clients' buffers hold
  }

  @Test
  void aClientThatGoesAwayEndsTheReading() throws Exception {
    api.history.produce(Long.MAX_VALUE);

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      ask(socket, ONE, "HTTP/1.1", "keep-alive");
      assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
    }

    Waiting.until(() -> api.history.running.get() == 0);
  }

  @Test
  void aClientThatTakesNothingIsLeftAfterAWhile() throws Exception {
    api.patience(300);
    api.history.produce(Long.MAX_VALUE);

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      ask(socket, ONE, "HTTP/1.1", "keep-alive");
      assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
      Waiting.until(() -> api.history.running.get() == 0);
    }
  }

  @Test
  void moreThanTwoAtATimeHaveToWait() throws Exception {
    api.history.produce(Long.MAX_VALUE);
    try (Socket first = new Socket(InetAddress.getLoopbackAddress(), api.port());
        Socket second = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      ask(first, ONE, "HTTP/1.1", "keep-alive");
      ask(second, ONE, "HTTP/1.1", "keep-alive");
      Waiting.until(() -> api.history.running.get() == 2);

      HttpResponse<String> third = api.get(ONE);

      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(ApiHarness.json(third).at("/error/code").textValue())
          .isEqualTo("too-many-exports");
      assertThat(third.headers().firstValue("retry-after")).contains("15");
    }
    Waiting.until(() -> api.history.running.get() == 0);
    api.history.produce(3);
    Waiting.until(() -> api.get(ONE).statusCode() == 200);
  }

  @Test
  void aFileThatCannotBeFinishedIsNeverTakenForWhole() throws Exception {
    api.history.produce(50_000);
    api.history.failAfter(40_000);

    assertThatThrownBy(() -> api.get(ONE)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> api.get(ONE + "&format=jsonl")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> api.get(ONE + "&gzip=true")).isInstanceOf(IOException.class);
    for (String connection : new String[] {"keep-alive", "close"}) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
        ask(socket, ONE, "HTTP/1.1", connection);
        String answer = everything(socket);
        assertThat(answer).startsWith("HTTP/1.1 200").contains("ransfer-Encoding: chunked");
        assertThat(answer.lines().count()).isGreaterThan(1000);
        assertThat(answer).doesNotEndWith("\r\n0\r\n\r\n");
      }
    }
  }

  @Test
  void aWholeFileEndsWithTheLastChunkAlsoWhenTheConnectionEnds() throws Exception {
    api.history.produce(50_000);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      ask(socket, ONE, "HTTP/1.1", "close");
      assertThat(everything(socket)).endsWith("\r\n0\r\n\r\n");
    }
  }

  @Test
  void whatFailsBeforeTheFirstByteIsAPlainError() throws Exception {
    api.history.produce(100);
    api.history.failAfter(10);

    HttpResponse<String> response = api.get(ONE);

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("content-disposition")).isEmpty();
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(ApiHarness.json(response).at("/error/message").textValue())
        .contains("a chunk is damaged");
  }

  @Test
  void aProtocolThatCannotTellTheEndOfAFileIsRefused() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      ask(socket, ONE, "HTTP/1.0", "close");
      assertThat(everything(socket)).contains(" 505 ", "proxy_http_version 1.1");
    }
  }

  @Test
  void headersAloneCostNoReading() throws Exception {
    HttpResponse<String> response =
        api.send(api.request(ONE).method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-disposition")).isPresent();
    assertThat(api.history.asked).isEmpty();
  }

  private void ask(Socket socket, String path, String protocol, String connection)
      throws IOException {
    String request =
        "GET %s %s\r\nHost: localhost\r\nConnection: %s\r\nCookie: %s\r\n\r\n"
            .formatted(path, protocol, connection, api.cookie());
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private static String everything(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] block = new byte[8192];
    InputStream in = socket.getInputStream();
    try {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        text.append(new String(block, 0, n, StandardCharsets.US_ASCII));
      }
    } catch (EOFException | SocketException reset) {
      text.append("<reset>");
    }
    return text.toString();
  }

  private void row(int channel, long time, double value, byte quality) {
    api.history.rows.add(
        new FakeHistory.Row(channel, time, Double.doubleToRawLongBits(value), null, quality));
  }

  private void add(int channel, long time, long bits, @Nullable Object object) {
    api.history.rows.add(new FakeHistory.Row(channel, time, bits, object, Quality.GOOD));
  }

  private static String unzipped(byte[] bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
