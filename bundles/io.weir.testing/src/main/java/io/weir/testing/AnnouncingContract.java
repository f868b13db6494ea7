package io.weir.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.model.Batch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every driver must do whose devices make themselves known, beside {@link DriverContract}; its
 * test extends this class and brings a site. The driver is used as {@code core} uses it.
 */
@Timeout(300)
public abstract class AnnouncingContract {
  private static final long PATIENCE_S = 120;

  private final AtomicInteger told = new AtomicInteger();
  private final AtomicBoolean woken = new AtomicBoolean(true);
  private @Nullable AnnouncingDriver made;

  /** A new driver, not connected, of a site that answers but has told of no device yet. */
  protected abstract AnnouncingDriver silent();

  /**
   * The site makes devices known, each with one channel at least, beside those it had before.
   *
   * @param names lower-case letters, digits and {@code -}
   */
  protected abstract void appear(List<String> names);

  /**
   * The site gives a device another name, its address staying the same.
   *
   * @return false where the protocol has no names that change
   */
  protected abstract boolean rename(String from, String to);

  /**
   * The site takes a device away.
   *
   * @return false where the protocol does not tell that
   */
  protected abstract boolean remove(String name);

  @BeforeEach
  void connect() throws Exception {
    AnnouncingDriver driver = silent();
    made = driver;
    driver.onAnnounce(told::incrementAndGet);
    assertThat(driver.announced()).as("before it is connected").isNull();
    driver.connect();
    driver.listen(List.of(), () -> woken.set(true));
  }

  @AfterEach
  void disconnect() {
    if (made != null) {
      made.disconnect();
    }
  }

  @Test
  void nothingIsKnownUntilTheSiteTells() throws Exception {
    work();
    assertThat(driver().announced()).isNull();
    appear(List.of("one"));
    await(list -> list.size() == 1);
    assertThat(told).hasPositiveValue();
  }

  @Test
  void aDeviceHasANameAnAddressOfItsOwnAndChannels() throws Exception {
    appear(List.of("one", "two"));
    List<Announced> list =
        await(all -> all.stream().allMatch(each -> !each.channels().isEmpty()), 2);
    assertThat(list).extracting(Announced::name).containsExactlyInAnyOrder("one", "two");
    assertThat(list).extracting(Announced::address).doesNotHaveDuplicates();
    assertThat(list)
        .allSatisfy(
            device -> {
              assertThat(device.address()).isNotEmpty();
              assertThat(device.address().values())
                  .allMatch(
                      value ->
                          value instanceof String
                              || value instanceof Number
                              || value instanceof Boolean);
              assertThat(device.channels()).allMatch(channel -> channel.startsWith("{"));
            });
  }

  @Test
  void itIsToldOfEachChangeAndTheOrderDoesNotChangeByItself() throws Exception {
    appear(List.of("one", "two", "three"));
    List<Announced> first = await(list -> list.size() == 3);
    int before = told.get();
    appear(List.of("four"));
    List<Announced> second = await(list -> list.size() == 4);
    assertThat(told.get()).isGreaterThan(before);
    assertThat(names(second).stream().filter(names(first)::contains).toList())
        .isEqualTo(names(first));
    assertThat(names(driver().announced())).isEqualTo(names(second));
  }

  @Test
  void aRenamedDeviceKeepsItsAddress() throws Exception {
    appear(List.of("one", "two"));
    List<Announced> list = await(all -> all.size() == 2);
    int before = told.get();
    Assumptions.assumeTrue(rename("one", "kitchen"), "names do not change in this protocol");
    List<Announced> after = await(all -> names(all).contains("kitchen"));
    assertThat(told.get()).isGreaterThan(before);
    assertThat(after).hasSize(2);
    assertThat(named(after, "kitchen").address()).isEqualTo(named(list, "one").address());
    assertThat(named(after, "two").address()).isEqualTo(named(list, "two").address());
  }

  @Test
  void aDeviceThatIsTakenAwayIsKnownNoMore() throws Exception {
    appear(List.of("one", "two"));
    await(all -> all.size() == 2);
    int before = told.get();
    Assumptions.assumeTrue(remove("one"), "a removal is not told in this protocol");
    await(all -> names(all).equals(List.of("two")));
    assertThat(told.get()).isGreaterThan(before);
  }

  @Test
  void thereAreNeverMoreThanTheMost() throws Exception {
    int most = AnnouncingDriver.MAX_DEVICES;
    appear(IntStream.range(0, most + 10).mapToObj(i -> "device-" + i).toList());
    await(list -> list.size() >= most);
    work();
    assertThat(driver().announced()).hasSize(most);
  }

  private AnnouncingDriver driver() {
    if (made == null) {
      throw new IllegalStateException("there is no driver yet");
    }
    return made;
  }

  private List<Announced> await(Predicate<List<Announced>> isSo) throws Exception {
    return await(isSo, 0);
  }

  /** Works as a bus does until so many devices are known and it is so. */
  private List<Announced> await(Predicate<List<Announced>> isSo, int least) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (true) {
      work();
      List<Announced> list = driver().announced();
      if (list != null && list.size() >= least && isSo.test(list)) {
        return list;
      }
      assertThat(System.nanoTime()).as("in time, but there is %s", names(list)).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private void work() throws Exception {
    if (woken.getAndSet(false) && driver().take(new Batch(8))) {
      woken.set(true);
    }
  }

  private static List<String> names(@Nullable List<Announced> list) {
    return list == null ? List.of() : list.stream().map(Announced::name).toList();
  }

  private static Announced named(List<Announced> list, String name) {
    return list.stream().filter(device -> device.name().equals(name)).findFirst().orElseThrow();
  }
}
