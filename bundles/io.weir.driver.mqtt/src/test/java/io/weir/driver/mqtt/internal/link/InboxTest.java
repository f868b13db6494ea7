package io.weir.driver.mqtt.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {
  private final LongAdder dropped = new LongAdder();

  @Test
  void whatNeedsNoReceiptIsDroppedWhenThereIsNoRoomAndItsTopicIsNoted() throws Exception {
    Inbox inbox = new Inbox(2, 1_000, dropped);
    for (String topic : new String[] {"a", "b", "c", "c"}) {
      inbox.add(message(topic, 1));
    }
    assertThat(dropped.sum()).isEqualTo(2);
    Losses losses = inbox.takeLosses();
    assertThat(losses.concern("c")).isTrue();
    assertThat(losses.concern("a")).isFalse();
    assertThat(inbox.takeLosses().isEmpty()).isTrue();
  }

  @Test
  void bytesAreBoundedTooButOneMessageAlwaysHasRoom() throws Exception {
    Inbox inbox = new Inbox(100, 1_000, dropped);
    inbox.add(message("a", 5_000));
    inbox.add(message("b", 1));
    assertThat(dropped.sum()).isEqualTo(1);
    assertThat(inbox.poll()).isNotNull();
    inbox.add(message("b", 1));
    assertThat(dropped.sum()).isEqualTo(1);
  }

  @Test
  void moreTopicsThanCanBeNotedMeanAnyTopic() throws Exception {
    Inbox inbox = new Inbox(1, 1_000, dropped);
    for (int i = 0; i < 2_000; i++) {
      inbox.add(message("t" + i, 1));
    }
    assertThat(inbox.takeLosses().concern("another")).isTrue();
  }

  @Test
  void whatIsToBeAcknowledgedWaitsForRoomOrForTheEnd() throws Exception {
    Inbox inbox = new Inbox(1, 1_000, dropped);
    inbox.add(message("a", 1));
    CompletableFuture<Void> waiting = add(inbox, "b");
    assertThat(inbox.poll()).isNotNull();
    waiting.get(30, TimeUnit.SECONDS);
    CompletableFuture<Void> refused = add(inbox, "c");
    inbox.close();
    refused.get(30, TimeUnit.SECONDS);
    Incoming last = inbox.poll();
    assertNotNull(last);
    assertThat(last.topic()).isEqualTo("b");
    assertThat(inbox.poll()).isNull();
    assertThat(dropped.sum()).isZero();
  }

  private static CompletableFuture<Void> add(Inbox inbox, String topic) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            inbox.add(new Incoming(topic, new byte[1], false, 0, committed -> {}));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static Incoming message(String topic, int size) {
    return new Incoming(topic, new byte[size], false, 0, null);
  }
}
