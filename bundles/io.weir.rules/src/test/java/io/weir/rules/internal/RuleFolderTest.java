package io.weir.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Access;
import io.weir.api.model.ValueType;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFolderTest {
  private final FakePlant plant = FakePlant.usual();
  private final FakeStatusBoard board = new FakeStatusBoard();

  @TempDir Path directory;
  private Path etc = Path.of("");
  private RuleFolder folder = folder();

  private RuleFolder folder() {
    RuleBinder binder = new RuleBinder(plant, new FakeClock(), event -> true);
    return new RuleFolder(etc, plant, board, binder);
  }

  @BeforeEach
  void makeFolder() throws IOException {
    etc = Files.createDirectory(directory.resolve("rules"));
    folder = folder();
  }

  @Test
  void aFolderThatIsNotThereHoldsNoRules() throws IOException {
    Files.delete(etc);
    assertThat(folder.scan()).isFalse();
    assertThat(inForce()).isEmpty();
  }

  @Test
  void readsEveryDocumentOnceUntilItChanges() throws IOException {
    write("a.json", "a", "1 < 2");
    write("b.json", "b", "1 < 2");
    Files.writeString(etc.resolve("notes.txt"), "no rule");
    assertThat(folder.scan()).isTrue();
    assertThat(folder.scan()).isFalse();
    assertThat(inForce()).containsExactly("a", "b");
    Files.delete(etc.resolve("a.json"));
    assertThat(folder.scan()).isTrue();
    assertThat(inForce()).containsExactly("b");
    assertThat(board.has("rule/a")).isFalse();
    assertThat(board.has("rule/b")).isTrue();
  }

  @Test
  void aDocumentThatIsWrongLeavesTheLastGoodOneInForce() throws IOException {
    write("a.json", "a", "1 < 2");
    folder.scan();
    folder.build();
    Files.writeString(etc.resolve("a.json"), "{ \"id\": ");
    assertThat(folder.scan()).isTrue();
    assertThat(inForce()).containsExactly("a");
    assertStatus("a", "DEGRADED config");
    assertThat(board.get("rule/a").message())
        .startsWith("a.json: line 1, column 9: ")
        .endsWith("(the version before it stays in force)");

    write("a.json", "a", "tmep > 3.0");
    folder.scan();
    assertThat(inForce()).containsExactly("a");
    assertThat(board.get("rule/a").message())
        .contains("a.json: /when: 'tmep > 3.0' cannot be used; 1:1 at 'tmep': no such input");

    write("a.json", "a", "2 < 3");
    folder.scan();
    assertThat(inForce()).containsExactly("a");
    assertStatus("a", "OK inactive");
  }

  @Test
  void aWrongDocumentDoesNotStopTheOthers() throws IOException {
    Files.writeString(etc.resolve("broken.json"), "[]");
    Files.writeString(etc.resolve("big.json"), " ".repeat(RuleFile.MAX_BYTES + 1));
    write("good.json", "good", "true");
    folder.scan();
    assertThat(inForce()).containsExactly("good");
    assertStatus("broken", "ERROR config");
    assertStatus("big", "ERROR config");
    assertStatus("good", "OK inactive");
  }

  @Test
  void aRuleIsCalledLikeItsFile() throws IOException {
    write("a.json", "b", "1 < 2");
    folder.scan();
    assertThat(inForce()).isEmpty();
    assertThat(board.get("rule/a").message())
        .isEqualTo("a.json: /id: 'b' cannot be used; write a, the file's name, or rename the file");
  }

  @Test
  void aDisabledRuleIsCheckedButNotInForce() throws IOException {
    Files.writeString(
        etc.resolve("a.json"), rule("a", "true").replace("\"id\"", "\"enabled\":false,\"id\""));
    folder.scan();
    assertThat(inForce()).isEmpty();
    assertThat(folder.build().known()).isEmpty();
    assertStatus("a", "DISABLED disabled");
  }

  @Test
  void aRuleFollowsTheDevices() throws IOException {
    write("a.json", "a", "ch('boiler/flow-temp') > 3.0");
    folder.scan();
    assertThat(inForce()).containsExactly("a");
    plant.remove("boiler/flow-temp");
    assertThat(inForce()).isEmpty();
    assertStatus("a", "ERROR config");
    assertThat(folder.build().known()).containsExactly("a");
    plant.add("boiler/flow-temp", ValueType.DOUBLE, Access.R);
    assertThat(inForce()).containsExactly("a");
    assertStatus("a", "OK inactive");
  }

  @Test
  void whileADeviceWaitsForItsConnectionARuleIsOnlyStarting() throws IOException {
    FakePlant waiting = new FakePlant().addWaiting("boiler");
    RuleBinder binder = new RuleBinder(waiting, new FakeClock(), event -> true);
    try (RuleFolder early = new RuleFolder(etc, waiting, board, binder)) {
      write("a.json", "a", "ch('boiler/flow-temp') > 3.0");
      early.scan();
      early.build();
      assertStatus("a", "STARTING config");
    }
  }

  @Test
  void beforeThereAreDevicesARuleIsOnlyStarting() throws IOException {
    FakePlant empty = new FakePlant();
    RuleBinder binder = new RuleBinder(empty, new FakeClock(), event -> true);
    try (RuleFolder early = new RuleFolder(etc, empty, board, binder)) {
      write("a.json", "a", "ch('boiler/flow-temp') > 3.0");
      early.scan();
      early.build();
      assertStatus("a", "STARTING config");
    }
    assertThat(board.has("rule/a")).isFalse();
  }

  private List<String> inForce() {
    return Arrays.stream(folder.build().rules()).map(Rule::id).toList();
  }

  private void assertStatus(String rule, String expected) {
    var status = board.get("rule/" + rule);
    assertThat(status.state() + " " + status.reason()).isEqualTo(expected);
  }

  private void write(String file, String id, String when) throws IOException {
    Path temporary = directory.resolve("new");
    Files.writeString(temporary, rule(id, when));
    Files.move(temporary, etc.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static String rule(String id, String when) {
    return "{\"id\":\""
        + id
        + "\",\"when\":\""
        + when
        + "\",\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}";
  }
}
