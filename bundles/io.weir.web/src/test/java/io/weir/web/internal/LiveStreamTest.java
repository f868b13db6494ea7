package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.model.Access;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
  private ApiHarness api;

  @BeforeEach
  void start() throws Exception {
    api = new ApiHarness();
    api.gateway.put("boiler/flow-temp", 20.5);
    api.gateway.put("boiler/bypass-valve", 1, null, (byte) 0);
    api.signIn();
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
  }

  @Test
  void firstComesEverythingThenOnlyWhatChanges() throws Exception {
    try (Page page = new Page()) {
      assertThat(page.values().findValuesAsText("channel"))
          .containsExactly("boiler/flow-temp", "boiler/bypass-valve");

      api.gateway.put("boiler/flow-temp", 21.5);
      api.gateway.put("boiler/bypass-valve", 1, null, (byte) 0);

      assertThat(page.values())
          .hasToString(
              "[{\"channel\":\"boiler/flow-temp\",\"time\":"
                  + api.gateway.clock.epochMicros()
                  + ",\"value\":21.5,\"quality\":\"good\"}]");
    }
  }

  @Test
  void aValueThatIsTheSameForLongIsSentAgainWithItsNewTime() throws Exception {
    try (Page page = new Page()) {
      page.values();
      api.gateway.clock.advance(Duration.ofSeconds(5));

      api.gateway.put("boiler/bypass-valve", 1, null, (byte) 0);

      assertThat(page.values().findValuesAsText("channel")).containsExactly("boiler/bypass-valve");
    }
  }

  @Test
  void theStateOfTheGatewayIsSentWhenItChanges() throws Exception {
    try (Page page = new Page()) {
      assertThat(page.next("status")).hasToString("{\"state\":\"ok\",\"problems\":0}");

      api.gateway.board.part("uplink/cloud").status(State.ERROR, "comm", "refused");
      api.gateway.clock.advance(Duration.ofSeconds(1));

      assertThat(page.next("status")).hasToString("{\"state\":\"error\",\"problems\":1}");
    }
  }

  @Test
  void newChannelsAreAnnouncedAndSent() throws Exception {
    try (Page page = new Page()) {
      page.values();

      api.gateway.add("boiler/pressure", ValueType.DOUBLE, "bar", Access.R);
      api.gateway.put("boiler/pressure", 1.5);

      page.next("devices");
      assertThat(page.values().toString()).contains("boiler/pressure", "1.5");
    }
  }

  @Test
  void aValueThatHasANameIsSentWithIt() throws Exception {
    try (Page page = new Page()) {
      page.values();

      api.gateway.add("boiler/mode", ValueType.INTEGER, "", Access.R, Map.of(2L, "auto"));
      api.gateway.put("boiler/mode", 2, null, (byte) 0);

      page.next("devices");
      assertThat(page.values().findValuesAsText("text")).containsExactly("auto");
    }
  }

  @Test
  void aStreamEndsWithItsSession() throws Exception {
    try (Page page = new Page()) {
      page.values();

      api.gateway.sessions.clear();
      api.gateway.clock.advance(Duration.ofSeconds(16));

      page.awaitEnd();
    }
  }

  @Test
  void heartbeatsKeepTheLineOpen() throws Exception {
    try (Page page = new Page()) {
      page.values();

      api.gateway.clock.advance(Duration.ofSeconds(16));

      page.awaitHeartbeat();
    }
  }

  @Test
  void thereAreOnlySoManyStreamsAndAClosedOneMakesRoom() throws Exception {
    List<Page> pages = new ArrayList<>();
    for (int i = 0; i < LiveFeed.MOST_CLIENTS; i++) {
      pages.add(new Page());
    }
    for (Page page : pages) {
      page.values();
    }

    HttpResponse<String> refused = api.get("/api/live/stream");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();

    pages.remove(0).close();
    Waiting.until(
        () -> {
          api.gateway.put("boiler/flow-temp", (double) api.gateway.revision());
          api.gateway.clock.advance(Duration.ofSeconds(1));
          return api.stream.clients() < LiveFeed.MOST_CLIENTS;
        });
    pages.add(new Page());
    pages.get(pages.size() - 1).values();
    for (Page page : pages) {
      page.close();
    }
  }

  /** A page that listens, its events read by a thread of its own. */
  private final class Page implements AutoCloseable {
    private final InputStream body;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Page() throws IOException, InterruptedException {
      HttpResponse<InputStream> response =
          api.client()
              .send(
                  api.request("/api/live/stream").build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      body = response.body();
      Thread thread = new Thread(this::read, "page");
      thread.setDaemon(true);
      thread.start();
    }

    private void read() {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          lines.add(line);
        }
      } catch (IOException closed) {
        lines.add("end: " + closed.getMessage());
      }
      lines.add("end");
    }

    private String line() throws InterruptedException {
      String line = lines.poll(30, TimeUnit.SECONDS);
      assertThat(line).as("a line within 30 s").isNotNull();
      return line;
    }

    JsonNode values() throws Exception {
      return next("values");
    }

    JsonNode next(String event) throws Exception {
      while (!line().equals("event: " + event)) {
        // another event
      }
      String data = line();
      assertThat(data).startsWith("data: ");
      return new ObjectMapper().readTree(data.substring(6));
    }

    void awaitEnd() throws InterruptedException {
      while (!line().startsWith("end")) {
        // still sending
      }
    }

    void awaitHeartbeat() throws InterruptedException {
      while (!line().equals(":")) {
        // another event
      }
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
