package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.mqtt.LinkSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void defaultsAreThoseOfAnEdgeNodeNamedLikeTheGateway() {
    Settings settings = TestConfig.settings(Map.of());
    assertThat(settings.topic("NBIRTH")).isEqualTo("spBv1.0/Weir/NBIRTH/g1");
    assertThat(settings.topic("DDATA", "boiler")).isEqualTo("spBv1.0/Weir/DDATA/g1/boiler");
    assertThat(settings.clientId()).isEqualTo("Weir-g1");
    assertThat(settings.version()).isEqualTo(LinkSettings.Version.V3);
    assertThat(settings.births()).isEqualTo(Settings.Births.SENT);
    assertThat(settings.acceptsCommands()).isTrue();
    assertThat(settings.waitsForHost()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+b", "a/b", "a#b", " ", "a\nb", "a\0b", "\ud800"})
  void idsHaveNoReservedCharacters(String id) {
    for (String field : new String[] {"group.id", "edge.node.id", "primary.host"}) {
      refused(Map.of(field, id), field);
    }
  }

  @Test
  void idsMayBeInAnyLanguage() {
    Settings settings = TestConfig.settings(Map.of("group.id", "Werk Süd", "edge.node.id", "节点"));
    assertThat(settings.topic("NDATA")).isEqualTo("spBv1.0/Werk Süd/NDATA/节点");
  }

  @Test
  void aGroupIsNotTakenForHosts() {
    refused(Map.of("group.id", "STATE"), "group.id");
    refused(Map.of("group.id", ""), "group.id");
  }

  @ParameterizedTest
  @CsvSource({
    "births, all",
    "commands, yes",
    "version, 4",
    "password, hunter2",
    "username, ",
  })
  void wordsAreOfTheirChoices(String field, String value) {
    if (field.equals("username")) {
      refused(Map.of("password", "secret:x"), field);
    } else {
      refused(Map.of(field, value), field);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "historical.after.s, 0",
    "batch.samples, 0",
    "batch.age.ms, -1",
    "in.flight, 1001",
    "keep.alive.s, 4",
  })
  void numbersAreInTheirRange(String field, int value) {
    refused(Map.of(field, value), field);
  }

  @Test
  void serversAreAddressesEachOnce() {
    refused(Map.of("servers", new String[0]), "servers");
    refused(Map.of("servers", new String[] {"http://x"}), "servers");
    refused(Map.of("servers", new String[] {"mqtt://x", "mqtt://x:1883"}), "servers");
    refused(Map.of("ca.file", "ca.pem"), "ca.file");
  }

  private static void refused(Map<String, Object> config, String field) {
    assertThatThrownBy(() -> TestConfig.settings(config))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
