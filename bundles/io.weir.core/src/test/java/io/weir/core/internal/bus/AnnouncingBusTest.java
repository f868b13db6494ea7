package io.weir.core.internal.bus;

import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.Device;
import io.weir.api.runtime.State;
import io.weir.core.internal.registry.DeviceRemark;
import io.weir.core.internal.registry.ResolvedDevice;
import io.weir.testing.FakeAnnouncingDriver;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A bus whose devices make themselves known and want to be told what became of their rows. */
class AnnouncingBusTest {
  private final FakeClock clock = new FakeClock();
  private final FakeAnnouncingDriver driver = new FakeAnnouncingDriver();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final BusInbox inbox = new BusInbox("site", () -> {});
  private final List<Batch> batches = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean closed;
  private final Bus bus = new Bus("site", driver, clock, new Sink(), board, inbox);

  @Test
  void itConnectsBeforeThereIsADevice() throws InterruptedException {
    assertThat(board.get("connection/site").message()).isEqualTo("Not connected yet");
    driver.onAnnounce(() -> {});
    assertThat(bus.step()).isEqualTo(Long.MAX_VALUE);
    assertThat(driver.base().calls()).containsExactly("connect");
    assertThat(board.get("connection/site").state()).isEqualTo(State.OK);
  }

  @Test
  void withoutDevicesALostConnectionIsMadeAgain() throws InterruptedException {
    driver.onAnnounce(() -> {});
    driver.base().breakWith("refused");
    assertThat(bus.step()).isLessThan(Long.MAX_VALUE);
    assertThat(board.get("connection/site").state()).isEqualTo(State.ERROR);
    driver.base().breakWith(null);
    clock.advance(Duration.ofMinutes(1));
    bus.step();
    assertThat(board.get("connection/site").state()).isEqualTo(State.OK);
  }

  @Test
  void whatTheConnectionSaysOfADeviceIsItsStatusWhileTheConnectionIsUp()
      throws InterruptedException {
    driver.onAnnounce(() -> {});
    bus.configure(List.of(PollPlannerTest.device("d", channel(0, "d/a"))));
    bus.step();
    assertThat(board.get("device/d").state()).isEqualTo(State.OK);

    bus.remark(Map.of("d", new DeviceRemark(State.ERROR, "gone", "not known any more")));
    assertThat(board.get("device/d").reason()).isEqualTo("gone");
    bus.configure(List.of(PollPlannerTest.device("d", channel(1, "d/b"))));
    assertThat(board.get("device/d").reason()).isEqualTo("gone");

    driver.base().breakWith("reset");
    clock.advance(Duration.ofSeconds(5));
    bus.step();
    assertThat(board.get("device/d").reason()).isEqualTo("comm");
    bus.remark(Map.of());
    assertThat(board.get("device/d").reason()).as("it is still down").isEqualTo("comm");
    driver.base().breakWith(null);
    clock.advance(Duration.ofMinutes(1));
    bus.step();
    assertThat(board.get("device/d").state()).isEqualTo(State.OK);
  }

  @Test
  void aNewNameDoesNotInterruptTheDevice() throws InterruptedException {
    driver.onAnnounce(() -> {});
    ResolvedDevice before = PollPlannerTest.device("d", channel(0, "d/a"));
    bus.configure(List.of(before));
    bus.step();
    batches.clear();
    Device old = before.device();
    Device renamed =
        new Device(old.id(), "other", null, old.connection(), true, old.metadata(), old.channels());
    bus.configure(List.of(new ResolvedDevice(renamed, before.driver(), before.channels())));
    bus.step();
    assertThat(batches).as("nothing is bad or polled anew").isEmpty();
  }

  @Test
  void receiptsTravelWithTheRowsOfTheirBatch() throws InterruptedException {
    driver.onAnnounce(() -> {});
    bus.configure(List.of(PollPlannerTest.device("d", channel(0, "d/a"))));
    bus.step();
    batches.clear();
    driver.push(0, 5, 42, this::tell);
    bus.step();
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).bits(0)).isEqualTo(42);
    assertThat(batches.get(0).takeReceipts()).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void whatNobodyTakesAnyMoreIsRefusedAtTheEnd() {
    driver.onAnnounce(() -> {});
    closed = true;
    driver.push(0, 5, 42, this::tell);
    inbox.wake();
    assertThatThrownBy(bus::step).isInstanceOf(IllegalStateException.class);
    assertThat(told).isEmpty();
    assertThatThrownBy(bus::close).isInstanceOf(IllegalStateException.class);
    assertThat(told).containsExactly("no");
  }

  @Test
  void aReceiptWithoutRowsIsHandedOnToo() throws InterruptedException {
    BusOutput output = new BusOutput(new Sink(), clock);
    output.flush(false);
    assertThat(batches).isEmpty();
    output.batch().addReceipt(this::tell);
    output.flush(false);
    assertThat(batches).hasSize(1);
  }

  private void tell(boolean committed) {
    told.add(committed ? "yes" : "no");
  }

  private final class Sink implements BusOutput.Sink {
    @Override
    public Batch borrow() {
      return new Batch(8);
    }

    @Override
    public void submit(Batch batch) {
      if (closed) {
        throw new IllegalStateException("The gateway is stopping");
      }
      batches.add(batch);
    }
  }
}
