package io.weir.manage.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.runtime.PartStatus;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;

class ConfigDirectoryTest {
  private static final String PID = "io.weir.driver.modbus~plant";

  @TempDir Path folder;
  private final ConfigProblems problems = new ConfigProblems();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private ConfigDirectory directory;

  @BeforeEach
  void open() {
    problems.show(board);
    directory = new ConfigDirectory(folder, problems);
  }

  @Test
  void documentsBecomeConfigurations() throws IOException {
    edit(PID, "{\"port\":5020}");
    edit("io.weir.web", "{\"port\":8443}");
    Files.writeString(folder.resolve("readme.txt"), "not a document");
    List<?> all = Collections.list((java.util.Enumeration<?>) directory.getDictionaries());
    assertThat(all).hasSize(2);
    Dictionary<?, ?> plant = Objects.requireNonNull((Dictionary<?, ?>) directory.load(PID));
    assertThat(plant.get("service.pid")).isEqualTo(PID);
    assertThat(plant.get("service.factoryPid")).isEqualTo("io.weir.driver.modbus");
    assertThat(plant.get("service.bundleLocation")).isEqualTo("?");
    assertThat(plant.get("port")).isEqualTo(5020L);
  }

  @Test
  void whatTheApiChangesIsWrittenWithoutWhatConfigAdminAdds() throws IOException {
    directory.store(
        PID,
        FrameworkUtil.asDictionary(
            Map.of(
                "port",
                502,
                "service.pid",
                PID,
                "service.factoryPid",
                "io.weir.driver.modbus",
                ":org.apache.felix.configadmin.revision:",
                3L)));
    assertThat(Files.readString(file(PID)))
        .isEqualToIgnoringNewLines("{\n  \"port:Integer\" : 502\n}\n");
    assertThat(folder.toFile().list()).containsExactly(PID + ".cfg.json");
  }

  @Test
  void aHandEditedDocumentKeepsItsForm() throws IOException {
    String text = "{ /* the plant */ \"port\" : 5020 }";
    edit(PID, text);
    directory.load(PID);
    directory.store(PID, FrameworkUtil.asDictionary(Map.of("port", 5020, "service.pid", PID)));
    assertThat(Files.readString(file(PID))).isEqualTo(text);
  }

  @Test
  void aBrokenDocumentLeavesTheLastGoodOneInForceAndSaysWhy() throws IOException {
    edit(PID, "{\"port\":5020}");
    directory.read(PID);
    edit(PID, "{\"port\":");
    assertThat(directory.read(PID)).containsEntry("port", 5020L);
    assertThat(board.parts())
        .singleElement()
        .satisfies(part -> assertThat(part.part()).isEqualTo("config/" + PID + ".cfg.json"))
        .extracting(PartStatus::message)
        .asString()
        .contains("line 1");

    edit(PID, "{\"port\":5021}");
    assertThat(directory.read(PID)).containsEntry("port", 5021L);
    assertThat(board.parts()).isEmpty();
  }

  @Test
  void aFileThatIsNotTextIsRefused() throws IOException {
    Files.write(file(PID), new byte[] {(byte) 0xC3, 0x28});
    assertThat(directory.read(PID)).isNull();
    assertThat(board.parts()).hasSize(1);
  }

  @Test
  void whatWasNeverUpdatedStaysInMemory() throws IOException {
    directory.store(PID, FrameworkUtil.asDictionary(Map.of("_felix_.cm.newConfiguration", true)));
    directory.store(
        "org_apache_felix_cm_impl_DynamicBindings", FrameworkUtil.asDictionary(Map.of()));
    assertThat(folder).isEmptyDirectory();
    assertThat(directory.exists(PID)).isTrue();
  }

  @Test
  void aDeletedConfigurationIsADeletedDocument() throws IOException {
    edit(PID, "{\"port\":5020}");
    directory.load(PID);
    directory.delete(PID);
    assertThat(folder).isEmptyDirectory();
    assertThat(directory.exists(PID)).isFalse();
  }

  private Path file(String pid) {
    return folder.resolve(pid + ".cfg.json");
  }

  private void edit(String pid, String text) throws IOException {
    Files.writeString(file(pid), text);
  }
}
