package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.security.Role;
import io.weir.api.store.CardWear;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Card wear, backup and restore. */
class StorageTest {
  private ApiHarness api;

  @BeforeEach
  void start() throws Exception {
    api = new ApiHarness();
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
  }

  @Test
  void wearIsShownInFigures() throws Exception {
    api.gateway.role = Role.VIEWER;
    api.signIn();

    assertThat(api.json("/api/wear"))
        .hasToString(
            "{\"source\":\"device\",\"device\":\"mmcblk0\",\"measuredSeconds\":3600,"
                + "\"bytes\":50000000,\"flushes\":4000,\"bytesPerDay\":1.2E9,"
                + "\"flushesPerDay\":96000.0,\"budgetBytesPerDay\":1600000000,"
                + "\"enduranceBytes\":30000000000000,\"lifeYears\":68.5,"
                + "\"configuredCommitIntervalMs\":1000,\"commitIntervalMs\":1000,\"reason\":\"\"}");
  }

  @Test
  void whatIsNotKnownOfWearIsNull() throws Exception {
    api.gateway.role = Role.VIEWER;
    api.signIn();
    api.storage.figures =
        new CardWear.Figures(
            CardWear.Source.STORE, "", 0, 0, -1, 0, -1, 0, 0, Double.NaN, 1000, 5000, "slower");

    assertThat(api.json("/api/wear"))
        .hasToString(
            "{\"source\":\"store\",\"device\":\"\",\"measuredSeconds\":0,\"bytes\":0,"
                + "\"flushes\":null,\"bytesPerDay\":0.0,\"flushesPerDay\":null,"
                + "\"budgetBytesPerDay\":null,\"enduranceBytes\":null,\"lifeYears\":null,"
                + "\"configuredCommitIntervalMs\":1000,\"commitIntervalMs\":5000,"
                + "\"reason\":\"slower\"}");
  }

  @Test
  void withoutTheServicesTheyAreSaidToBeMissing() throws Exception {
    api.close();
    api = new ApiHarness(false);
    api.signIn();

    assertThat(api.get("/api/wear").statusCode()).isEqualTo(503);
    assertThat(api.get("/api/backup").statusCode()).isEqualTo(503);
    assertThat(ApiHarness.json(api.get("/api/wear")).at("/error/code").textValue())
        .isEqualTo("unavailable");
    assertThat(restore(100).statusCode()).isEqualTo(503);
  }

  @Test
  void aBackupIsAFileOfThisGatewayAndMoment() throws Exception {
    api.signIn();
    api.storage.bytes = 3_000_000;

    HttpResponse<InputStream> response =
        api.client()
            .send(api.request("/api/backup").build(), HttpResponse.BodyHandlers.ofInputStream());

    assertThat(response.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"weir-g1-20260101T000001Z.backup\"");
    assertThat(response.headers().firstValue("content-type")).contains("application/octet-stream");
    try (InputStream in = response.body()) {
      assertThat(in.readAllBytes()).hasSize(3_000_000);
    }
  }

  @Test
  void aBackupThatTakesLongToBeginStillComes() throws Exception {
    api.signIn();
    api.patience(100);
    api.storage.hold = new CountDownLatch(1);

    var response =
        api.client()
            .sendAsync(api.request("/api/backup").build(), HttpResponse.BodyHandlers.ofByteArray());
    Waiting.until(() -> api.get("/api/backup").statusCode() == 409);
    long end = System.nanoTime() + 500_000_000;
    Waiting.until(() -> System.nanoTime() > end);
    api.storage.hold.countDown();

    assertThat(response.get().body()).hasSize(1000);
  }

  @Test
  void aBackupThatFailsIsNeverTakenForWhole() throws Exception {
    api.signIn();
    api.storage.bytes = 3_000_000;
    api.storage.failAt = 2_000_000;

    assertThatThrownBy(() -> api.get("/api/backup")).isInstanceOf(IOException.class);

    api.storage.failAt = 0;
    HttpResponse<String> response = api.get("/api/backup");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(ApiHarness.json(response).at("/error/message").textValue())
        .contains("the card cannot be read");
  }

  @Test
  void whetherABackupWouldBeGivenCanBeAskedFirst() throws Exception {
    api.signIn();
    api.storage.failAt = 0;

    for (int i = 0; i < 3; i++) {
      HttpRequest.Builder head =
          api.request("/api/backup").method("HEAD", HttpRequest.BodyPublishers.noBody());
      assertThat(api.send(head).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRestoreTakesFilesOfAnySizeAndSaysWhatItWas() throws Exception {
    api.signIn();

    HttpResponse<String> response = restore(20_000_000);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(api.storage.restored).isEqualTo(20_000_000);
    assertThat(response.body())
        .isEqualTo(
            "{\"gateway\":\"g1\",\"version\":\"0.1.0\",\"time\":1767225600000000,"
                + "\"eventSequence\":7,\"telemetrySequence\":1234,\"bytes\":5678}");
  }

  @Test
  void aFileThatIsNoBackupIsRefusedWithTheReasonHoweverLongItIs() throws Exception {
    api.signIn();
    api.storage.refusal = "it was not made by Weir";

    HttpResponse<String> response = restore(20_000_000);

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(ApiHarness.json(response).at("/error/code").textValue()).isEqualTo("not-restored");
    assertThat(ApiHarness.json(response).at("/error/message").textValue())
        .isEqualTo("nothing was changed: it was not made by Weir");
  }

  @Test
  void onlyAnAdministratorWithTheCsrfValueRestores() throws Exception {
    api.gateway.role = Role.ENGINEER;
    api.signIn();
    assertThat(api.get("/api/backup").statusCode()).isEqualTo(403);
    assertThat(restore(100).statusCode()).isEqualTo(403);

    api.gateway.role = Role.ADMINISTRATOR;
    api.signIn();
    HttpRequest.Builder withoutCsrf =
        api.request("/api/restore")
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[10]));
    assertThat(api.send(withoutCsrf).statusCode()).isEqualTo(403);
    assertThat(api.post("/api/restore", "{}").statusCode()).isEqualTo(415);
    assertThat(api.get("/api/restore").statusCode()).isEqualTo(405);
    assertThat(api.post("/api/backup", "{}").statusCode()).isEqualTo(405);
    assertThat(api.storage.restored).isZero();
  }

  private HttpResponse<String> restore(long bytes) throws Exception {
    AtomicLong left = new AtomicLong(bytes);
    return api.send(
        api.request("/api/restore")
            .header("Content-Type", "application/octet-stream")
            .header(Resource.CSRF_HEADER, "csrf-value")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(left))));
  }

  /** So many zeros. */
  private static final class Zeros extends InputStream {
    private final AtomicLong left;

    Zeros(AtomicLong left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left.getAndDecrement() > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int count = (int) Math.min(length, left.get());
      left.addAndGet(-count);
      return count == 0 ? -1 : count;
    }
  }
}
