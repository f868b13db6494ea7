package io.weir.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every driver must do; its test extends this class and brings a peer to talk to. The driver
 * is used as {@code core} uses it: points from anywhere, everything else on one thread.
 */
@Timeout(120)
public abstract class DriverContract {
  private final Driver driver = reachable();

  /** A new driver, not connected, of a peer that answers. */
  protected abstract Driver reachable();

  /** A new driver of a peer that is not there. */
  protected abstract Driver unreachable();

  /** The address of a number that can be read and written. */
  protected abstract Map<String, Object> writable();

  /**
   * Two raw values, in bits, that the writable number can take. None for a driver that writes
   * nothing at all; {@link #writable} is then a number that can be read.
   */
  protected abstract long[] writableValues();

  /** The address of another number near the writable one, in the same area. */
  protected abstract Map<String, Object> neighbour();

  /** The address of something to read that the peer says it does not have. */
  protected abstract Map<String, Object> missing();

  /** Addresses that cannot be used, and the field that is wrong in each. */
  protected abstract Map<Map<String, Object>, String> invalid();

  @AfterEach
  void disconnect() {
    driver.disconnect();
  }

  @Test
  void anAddressAlwaysMeansTheSamePoint() {
    Point first = driver.point(used(writable()));
    Point second = driver.point(used(writable()));
    assertThat(second).isEqualTo(first);
    assertThat(first.start()).isNotNegative();
    assertThat(first.length()).isPositive();
    assertThat(first.area()).isNotBlank();
    assertThat(driver.point(used(neighbour()))).isNotEqualTo(first);
  }

  @Test
  void aWrongAddressIsRefusedByName() {
    assertThat(invalid()).isNotEmpty();
    invalid()
        .forEach(
            (address, field) ->
                assertThatThrownBy(() -> driver.point(used(address)))
                    .as("%s", address)
                    .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.field()).endsWith(field)));
  }

  @Test
  void aBlockOfOnePointIsAlwaysAllowed() {
    Point point = driver.point(used(writable()));
    BlockLimits limits = driver.limits(point);
    assertThat(limits.maxLength()).isGreaterThanOrEqualTo(point.length());
    assertThat(limits.maxGap()).isNotNegative();
  }

  @Test
  void withoutAConnectionNothingIsRead() {
    assertThatThrownBy(() -> driver.read(block(writable()), new Batch(1)))
        .isInstanceOf(ConnectionException.class);
  }

  @Test
  void connectingTwiceIsAsConnectingOnce() throws Exception {
    driver.connect();
    driver.connect();
    assertThat(read(writable()).size()).isEqualTo(1);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    driver.connect();
    if (writableValues().length == 0) {
      Point point = driver.point(used(writable()));
      assertThatThrownBy(() -> driver.write(point, 0, null)).isInstanceOf(RejectedException.class);
    }
    for (long value : writableValues()) {
      driver.write(driver.point(used(writable())), value, null);
      Batch batch = read(writable());
      assertThat(batch.bits(0)).isEqualTo(value);
      assertThat(batch.quality(0)).isEqualTo(Quality.GOOD);
    }
  }

  @Test
  void aBlockGivesOneRowForEachPointUnderItsChannelsNumber() throws Exception {
    driver.connect();
    Point a = driver.point(used(writable()));
    Point b = driver.point(used(neighbour()));
    assertThat(b.area()).isEqualTo(a.area());
    int start = Math.min(a.start(), b.start());
    int end = Math.max(a.start() + a.length(), b.start() + b.length());
    Batch batch = new Batch(2);
    driver.read(
        new Block(
            a.area(), start, end - start, List.of(new Block.Entry(17, a), new Block.Entry(18, b))),
        batch);
    assertThat(batch.size()).isEqualTo(2);
    assertThat(List.of(batch.channel(0), batch.channel(1))).containsExactlyInAnyOrder(17, 18);
  }

  @Test
  void aRejectionNamesItsCodeAndLeavesTheConnectionUsable() throws Exception {
    driver.connect();
    Point point = driver.point(channel(missing(), Access.R));
    assertThatThrownBy(() -> driver.read(block(point), new Batch(1)))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> {
              assertThat(e.isAddressFault()).isTrue();
              assertThat(e.code()).isNotZero();
              assertThat(e).message().isNotBlank();
            });
    assertThat(read(writable()).size()).isEqualTo(1);
  }

  @Test
  void afterDisconnectingItConnectsAgain() throws Exception {
    driver.connect();
    driver.disconnect();
    driver.disconnect();
    assertThatThrownBy(() -> driver.read(block(writable()), new Batch(1)))
        .isInstanceOf(ConnectionException.class);
    driver.connect();
    assertThat(read(writable()).size()).isEqualTo(1);
  }

  @Test
  void aPeerThatIsNotThereIsSaidInWords() {
    Driver nobody = unreachable();
    assertThatThrownBy(nobody::connect)
        .isInstanceOf(ConnectionException.class)
        .message()
        .isNotBlank();
    assertThatCode(nobody::disconnect).doesNotThrowAnyException();
  }

  private Batch read(Map<String, Object> address) throws Exception {
    Batch batch = new Batch(1);
    driver.read(block(address), batch);
    return batch;
  }

  private Block block(Map<String, Object> address) {
    return block(driver.point(used(address)));
  }

  private static Block block(Point point) {
    return new Block(
        point.area(), point.start(), point.length(), List.of(new Block.Entry(0, point)));
  }

  private Channel used(Map<String, Object> address) {
    return channel(address, writableValues().length == 0 ? Access.R : Access.RW);
  }

  /** A channel with this address. */
  protected static Channel channel(Map<String, Object> address) {
    return channel(address, Access.RW);
  }

  private static Channel channel(Map<String, Object> address, Access access) {
    return new Channel(
        new ChannelInfo(0, "device/channel", ValueType.INTEGER, ""),
        "channel",
        access,
        Duration.ofSeconds(1),
        address,
        Conditioning.NONE,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }
}
