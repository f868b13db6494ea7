package io.weir.store.internal;

import static io.weir.store.internal.HistoryRig.DAY;
import static io.weir.store.internal.HistoryRig.HOUR;
import static io.weir.store.internal.HistoryRig.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.runtime.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is damaged of the database: no wrong sample, none twice, and the service goes on. */
class HistoryDamageTest {
  private static final int PAGE = 4096;
  private static final long END = 27 * HOUR;

  @TempDir Path directory = Path.of("");

  /** A database of some pages of every kind. */
  private HistoryRig build() throws Exception {
    HistoryRig rig = new HistoryRig(directory, new HistorySettings(600, 2000, 60));
    Random random = new Random(3);
    for (long at = 0; at < 25 * HOUR; at += 4 * MINUTE) {
      rig.append(0, at, random.nextInt(10_000) / 10.0);
      rig.append(1, at + 7, random.nextDouble());
      if (at > 3 * HOUR && random.nextInt(10) == 0) {
        rig.append(0, at - 3 * HOUR + 13, 5);
      }
    }
    rig.settle(END);
    return rig;
  }

  @Test
  void aDamagedPageAtTheStartCostsWhatItHeldAtMost() throws Exception {
    HistoryRig rig = build();
    List<String> a = rig.range("d/a");
    List<String> b = rig.range("d/b");
    rig.close();
    byte[] bytes = Files.readAllBytes(rig.file);
    int pages = bytes.length / PAGE;
    assertThat(pages).isGreaterThan(15);
    Random random = new Random(1);
    long back = 0;
    for (int page = 0; page < pages; page++) {
      for (int kind = 0; kind < 2; kind++) {
        byte[] damaged = bytes.clone();
        if (kind == 0) {
          Arrays.fill(damaged, page * PAGE, (page + 1) * PAGE, (byte) 0);
        } else {
          for (int i = 0; i < 8; i++) {
            damaged[page * PAGE + random.nextInt(PAGE)] ^= (byte) (1 << random.nextInt(8));
          }
        }
        clear();
        Files.write(rig.file, damaged);
        rig.settle();
        String what = (kind == 0 ? "zeros" : "bits") + " in page " + page;
        Await.until(what, () -> rig.number("SELECT count(*) FROM rescue WHERE phase < 3") == 0);
        assertSubset(rig.range("d/a"), a, what);
        assertSubset(rig.range("d/b"), b, what);
        int found = rig.range("d/a").size();
        if (found < a.size()) {
          assertThat(rig.status().state()).as(what).isEqualTo(State.DEGRADED);
        }
        back += found;
        rig.close();
      }
    }
    // A page holds a small part of what there is, apart from those that lead to others.
    assertThat(back).isGreaterThan((long) (a.size() * 2L * pages * 0.6));
  }

  @Test
  void aDamagedPageWhileRunningStopsNothing() throws Exception {
    HistoryRig rig = build();
    rig.settle(END);
    Set<String> a = new HashSet<>(rig.range("d/a"));
    int pages = (int) (Files.size(rig.file) / PAGE);
    for (int page = 0; page < pages; page += 3) {
      try (java.nio.channels.FileChannel file =
          java.nio.channels.FileChannel.open(rig.file, java.nio.file.StandardOpenOption.WRITE)) {
        file.write(java.nio.ByteBuffer.allocate(PAGE), page * (long) PAGE);
      }
      long at = END + page * 20L * MINUTE;
      rig.append(0, at, page);
      a.add(at + " " + (double) page + " good");
      rig.settle();
      Await.until("answers again", () -> answers(rig));
      List<String> found = rig.range("d/a");
      assertThat(a).as("page " + page).containsAll(found);
      assertThat(found).doesNotHaveDuplicates().contains(at + " " + (double) page + " good");
    }
    rig.close();
  }

  private static boolean answers(HistoryRig rig) {
    try {
      rig.range("d/a");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aShortenedFileCostsWhatWasCutOff() throws Exception {
    HistoryRig rig = build();
    List<String> a = rig.range("d/a");
    rig.close();
    byte[] bytes = Files.readAllBytes(rig.file);
    for (int size : new int[] {0, 1, 100, 4095, 4096, 20_000, bytes.length / 2, bytes.length - 1}) {
      clear();
      Files.write(rig.file, Arrays.copyOf(bytes, size));
      rig.append(0, END + size, 1);
      rig.settle();
      Await.until("rescued", () -> rig.number("SELECT count(*) FROM rescue WHERE phase < 3") == 0);
      List<String> found = rig.range("d/a");
      assertThat(found).as("cut to " + size).contains((END + size) + " 1.0 good");
      found.removeIf(row -> Long.parseLong(row.split(" ")[0]) >= END);
      assertSubset(found, a, "cut to " + size);
      rig.close();
    }
  }

  @Test
  void whatIsNotDamagedIsBackAfterwards() throws Exception {
    HistoryRig rig = build();
    List<String> a = rig.range("d/a");
    List<String> b = rig.range("d/b");
    rig.close();
    byte[] bytes = Files.readAllBytes(rig.file);
    Arrays.fill(bytes, 0, PAGE, (byte) 0x55);
    Files.write(rig.file, bytes);
    rig.settle(END);
    assertThat(rig.range("d/a")).isEqualTo(a);
    assertThat(rig.range("d/b")).isEqualTo(b);
    assertThat(rig.status().message())
        .contains("set aside as history.db.damaged-", (a.size() + b.size()) + " samples");
    assertThat(rig.number("SELECT count(*) FROM day")).isEqualTo(2);
    assertThat(
            rig.history()
                .aggregate("d/a", HistoryRig.EPOCH, HistoryRig.EPOCH + DAY, DAY)
                .get(0)
                .count())
        .isEqualTo(a.stream().filter(row -> Long.parseLong(row.split(" ")[0]) < DAY).count());
    rig.close();
  }

  private static void assertSubset(List<String> found, List<String> all, String what) {
    int at = 0;
    for (String row : found) {
      while (at < all.size() && !all.get(at).equals(row)) {
        at++;
      }
      assertThat(at)
          .as(what + ": " + row + " is none of what was stored there")
          .isLessThan(all.size());
      at++;
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
  }
}
