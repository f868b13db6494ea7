package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The page about Sparkplug lists every assertion of an edge node, with tests that there are. */
class AssertionsTest {
  private static final Path PAGE = Path.of("../../distrib/docs/sparkplug.md");
  private static final Path ASSERTIONS = Path.of("src/test/resources/edge-node-assertions.txt");
  private static final Pattern ROW = Pattern.compile("\\| `tck-id-(\\S+)` \\| (.*) \\|");
  private static final Pattern COVER = Pattern.compile("`(\\w+)#(\\w+)`");

  /** What cannot be tested here: the duty of others. */
  private static final int MOST_WITHOUT_A_TEST = 11;

  private record Row(String assertion, String covers) {}

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    Matcher matcher = ROW.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      rows.add(new Row(matcher.group(1), matcher.group(2)));
    }
    return rows;
  }

  @Test
  void everyAssertionIsThereOnce() throws IOException {
    assertThat(rows().stream().map(Row::assertion))
        .containsExactlyElementsOf(Files.readAllLines(ASSERTIONS));
  }

  @Test
  void everyTestThatIsNamedIsOne() throws Exception {
    int without = 0;
    for (Row row : rows()) {
      Matcher covers = COVER.matcher(row.covers());
      if (!covers.find()) {
        without++;
        continue;
      }
      do {
        assertThat(isTest(covers.group(1), covers.group(2))).as("%s", row).isTrue();
      } while (covers.find());
    }
    assertThat(without).isLessThanOrEqualTo(MOST_WITHOUT_A_TEST);
  }

  private static boolean isTest(String type, String name) throws ClassNotFoundException {
    Class<?> tests = Class.forName(AssertionsTest.class.getPackageName() + "." + type);
    for (Method each : tests.getDeclaredMethods()) {
      if (each.getName().equals(name)
          && (each.isAnnotationPresent(Test.class)
              || each.isAnnotationPresent(ParameterizedTest.class))) {
        return true;
      }
    }
    return false;
  }
}
