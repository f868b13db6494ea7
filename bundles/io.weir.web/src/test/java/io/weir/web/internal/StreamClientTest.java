package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamClientTest {
  private final Line line = new Line();
  private final AtomicInteger completions = new AtomicInteger();
  private long now;
  private final StreamClient client = new StreamClient("token", async(), line, () -> now);

  @Test
  void aSlowClientGetsEverythingInsteadOfWhatItMissed() {
    client.onWritePossible();
    client.offerEverything(bytes("all"));
    line.stall();
    assertThat(client.offer(bytes("first"))).isTrue();
    boolean kept = true;
    for (int i = 0; kept && i < 100; i++) {
      kept = client.offer(bytes("more" + i));
    }
    assertThat(kept).isFalse();
    assertThat(client.wantsEverything()).isFalse();

    line.resume();
    client.onWritePossible();

    assertThat(client.wantsEverything()).isTrue();
    client.offerEverything(bytes("all again"));
    client.offer(bytes("new"));
    assertThat(line.written).containsSubsequence("all", "all again", "new");
    assertThat(line.written.subList(line.written.indexOf("all again"), line.written.size()))
        .containsExactly("all again", "new");
  }

  @Test
  void nothingIsWrittenBeforeTheContainerIsReady() {
    assertThat(client.wantsEverything()).isFalse();
    assertThat(line.written).isEmpty();
  }

  @Test
  void aClientThatTakesNothingForHalfAMinuteIsOver() {
    client.onWritePossible();
    client.offerEverything(bytes("all"));
    line.stall();
    client.offer(bytes("more"));
    now = 29_000_000;
    assertThat(client.isOver()).isFalse();

    now = 31_000_000;

    assertThat(client.isOver()).isTrue();
  }

  @Test
  void closingTwiceEndsTheAnswerOnce() {
    client.close();
    client.close();

    assertThat(completions).hasValue(1);
    assertThat(client.isOver()).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private AsyncContext async() {
    return (AsyncContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {AsyncContext.class},
            (proxy, method, args) -> {
              assertThat(method.getName()).isEqualTo("complete");
              completions.incrementAndGet();
              return null;
            });
  }

  /** A line that takes one more write when it stalls, as a socket's buffer does. */
  private static final class Line extends ServletOutputStream {
    final List<String> written = new ArrayList<>();
    private boolean stalled;

    void stall() {
      stalled = true;
    }

    void resume() {
      stalled = false;
    }

    @Override
    public boolean isReady() {
      return !stalled;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(int one) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] frame) {
      written.add(new String(frame, StandardCharsets.UTF_8));
    }
  }
}
