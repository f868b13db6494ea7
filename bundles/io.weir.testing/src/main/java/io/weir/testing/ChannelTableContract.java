package io.weir.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.ChannelTable.Wanted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link ChannelTable} must do. */
public abstract class ChannelTableContract {
  /** An empty table; the same for each call in one test. */
  protected abstract ChannelTable table() throws Exception;

  @Test
  void numbersBeginAtNoughtAndStay() throws Exception {
    ChannelInfo flow = table().assign("boiler/flow", ValueType.DOUBLE, "Cel");
    ChannelInfo burner = table().assign("boiler/burner", ValueType.BOOLEAN, "");
    assertThat(flow).isEqualTo(new ChannelInfo(0, "boiler/flow", ValueType.DOUBLE, "Cel"));
    assertThat(burner.number()).isEqualTo(1);
    assertThat(table().assign("boiler/flow", ValueType.DOUBLE, "Cel")).isEqualTo(flow);
    assertThat(table().size()).isEqualTo(2);
    assertThat(table().get(0)).isEqualTo(flow);
    assertThat(table().get(1)).isEqualTo(burner);
  }

  @Test
  void anotherTypeOrUnitIsAnotherNumberOfTheSameId() throws Exception {
    ChannelInfo first = table().assign("a/b", ValueType.DOUBLE, "W");
    ChannelInfo second = table().assign("a/b", ValueType.INTEGER, "W");
    ChannelInfo third = table().assign("a/b", ValueType.INTEGER, "kW");
    assertThat(List.of(first.number(), second.number(), third.number())).containsExactly(0, 1, 2);
    assertThat(table().byId("a/b")).containsExactly(first, second, third);
  }

  @Test
  void theCurrentLineIsTheLast() throws Exception {
    table().assign("a/b", ValueType.DOUBLE, "W");
    table().assign("a/b", ValueType.INTEGER, "W");
    ChannelInfo back = table().assign("a/b", ValueType.DOUBLE, "W");
    assertThat(table().byId("a/b")).last().isEqualTo(back);
    assertThat(table().byId("a/b").get(table().byId("a/b").size() - 1)).isEqualTo(back);
  }

  @Test
  void unknownNumbersAndIdsAreNothing() throws Exception {
    assertThat(table().get(-1)).isNull();
    assertThat(table().get(0)).isNull();
    assertThat(table().get(Integer.MAX_VALUE)).isNull();
    assertThat(table().byId("no/thing")).isEmpty();
  }

  @Test
  void manyAtOnceAreAsEachByItself() throws Exception {
    ChannelInfo known = table().assign("d/c7", ValueType.DOUBLE, "");
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      wanted.add(new Wanted("d/c" + i, ValueType.DOUBLE, ""));
    }
    wanted.add(new Wanted("d/c5", ValueType.DOUBLE, ""));
    List<ChannelInfo> lines = table().assignAll(wanted);
    assertThat(lines).hasSize(10_001);
    assertThat(lines.get(7)).isEqualTo(known);
    assertThat(lines.get(10_000)).isEqualTo(lines.get(5));
    assertThat(table().size()).isEqualTo(10_000);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(lines.get(i).id()).isEqualTo(wanted.get(i).id());
      assertThat(table().get(lines.get(i).number())).isEqualTo(lines.get(i));
    }
  }

  @Test
  void textsOfAnyKindAreKept() throws Exception {
    ChannelInfo line = table().assign("a/tab\tnew\nline\\back", ValueType.TEXT, "m³/h\t\\n");
    assertThat(table().get(line.number())).isEqualTo(line);
  }

  @Test
  void severalThreadsGetTheSameNumbers() throws Exception {
    ChannelTable shared = table();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<Integer>>> answers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        answers.add(
            threads.submit(
                () -> {
                  List<Integer> numbers = new ArrayList<>();
                  for (int i = 0; i < 100; i++) {
                    numbers.add(shared.assign("d/c" + i, ValueType.DOUBLE, "").number());
                  }
                  return numbers;
                }));
      }
      Set<List<Integer>> different = new HashSet<>();
      for (Future<List<Integer>> answer : answers) {
        different.add(answer.get());
      }
      assertThat(different).hasSize(1);
      assertThat(shared.size()).isEqualTo(100);
    } finally {
      threads.shutdownNow();
    }
  }
}
