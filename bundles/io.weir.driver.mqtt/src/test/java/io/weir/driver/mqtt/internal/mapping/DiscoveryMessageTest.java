package io.weir.driver.mqtt.internal.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.api.driver.AnnouncingDriver.Announced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Discovery messages to channels. */
class DiscoveryMessageTest {
  private static Announced announced(String component, String... messages) throws Exception {
    DiscoveryBook book = new DiscoveryBook();
    String device = "";
    int n = 0;
    for (String message : messages) {
      String topic = component + "/node/it" + n++ + "/config";
      List<Entity> entities =
          requireNonNull(DiscoveryMessage.entities(topic, new Payload(message.getBytes(UTF_8))));
      book.put(topic, entities);
      device = entities.get(0).device();
    }
    return book.announced(device);
  }

  private static Map<String, JsonNode> channels(Announced device) throws Exception {
    Map<String, JsonNode> channels = new TreeMap<>();
    for (String channel : device.channels()) {
      JsonNode node = new JsonMapper().readTree(channel);
      assertThat(channels.put(node.path("id").asText(), node)).isNull();
    }
    return channels;
  }

  private static List<String> shown(String component, String message) throws Exception {
    List<String> lines = new ArrayList<>();
    channels(announced(component, message))
        .forEach(
            (id, channel) ->
                lines.add(
                    id
                        + " "
                        + channel.path("type").asText()
                        + " "
                        + channel.path("access").asText()
                        + " "
                        + channel.path("address")
                        + (channel.has("write") ? " " + channel.path("write") : "")));
    return lines;
  }

  @Test
  void aBinarySensorHasItsWords() throws Exception {
    assertThat(
            shown(
                "binary_sensor",
                "{\"stat_t\":\"s\",\"pl_on\":true,\"pl_off\":false,\"exp_aft\":30,"
                    + "\"val_tpl\":\"{{ value_json.contact }}\"}"))
        .containsExactly(
            "it0 boolean r {\"topic\":\"s\",\"template\":\"{{ value_json.contact }}\","
                + "\"expire\":\"30s\",\"on\":\"true\",\"off\":\"false\"}");
  }

  @Test
  void aLightHasABrightness() throws Exception {
    assertThat(
            shown(
                "light",
                "{\"cmd_t\":\"set\",\"stat_t\":\"s\",\"bri_cmd_t\":\"b/set\",\"bri_stat_t\":\"b\","
                    + "\"bri_scl\":100,\"stat_val_tpl\":\"{{ value }}\"}"))
        .containsExactly(
            "it0 boolean rw {\"topic\":\"s\",\"template\":\"{{ value }}\",\"on\":\"ON\","
                + "\"off\":\"OFF\",\"set-topic\":\"set\",\"set-on\":\"ON\",\"set-off\":\"OFF\"}",
            "it0-brightness integer rw {\"topic\":\"b\",\"set-topic\":\"b/set\"}"
                + " {\"min\":0.0,\"max\":100.0}");
    assertThat(
            shown(
                "light",
                "{\"~\":\"homeassistant/light/kitchen\",\"name\":\"Kitchen\",\"cmd_t\":\"~/set\","
                    + "\"stat_t\":\"~/state\",\"schema\":\"json\",\"brightness\":true}"))
        .containsExactly(
            "it0 boolean rw {\"topic\":\"homeassistant/light/kitchen/state\",\"pointer\":\"/state\","
                + "\"missing\":\"keep\",\"on\":\"ON\",\"off\":\"OFF\","
                + "\"set-topic\":\"homeassistant/light/kitchen/set\","
                + "\"set-template\":\"{\\\"state\\\":\\\"${value}\\\"}\"}",
            "it0-brightness integer rw {\"topic\":\"homeassistant/light/kitchen/state\","
                + "\"pointer\":\"/brightness\",\"missing\":\"keep\","
                + "\"set-topic\":\"homeassistant/light/kitchen/set\","
                + "\"set-template\":\"{\\\"state\\\":\\\"ON\\\",\\\"brightness\\\":${value}}\"}"
                + " {\"min\":0.0,\"max\":255.0}");
  }

  @Test
  void aNumberASelectAndAButton() throws Exception {
    assertThat(
            shown(
                "number",
                "{\"cmd_t\":\"set\",\"stat_t\":\"s\",\"min\":-5,\"max\":5,\"ret\":true,"
                    + "\"cmd_tpl\":\"{\\\"v\\\": {{ value }} }\"}"))
        .containsExactly(
            "it0 double rw {\"topic\":\"s\",\"set-topic\":\"set\","
                + "\"set-template\":\"{\\\"v\\\": ${value} }\",\"set-retain\":true}"
                + " {\"min\":-5.0,\"max\":5.0}");
    assertThat(shown("select", "{\"cmd_t\":\"set\",\"ops\":[\"a\",\"b\"]}"))
        .containsExactly("it0 text w {\"set-topic\":\"set\"}");
    assertThat(shown("button", "{\"cmd_t\":\"set\"}"))
        .containsExactly("it0 boolean w {\"set-topic\":\"set\",\"set-on\":\"PRESS\"}");
  }

  @Test
  void aClimateAndACover() throws Exception {
    assertThat(
            shown(
                "climate",
                "{\"curr_temp_t\":\"c\",\"curr_temp_tpl\":\"{{ value_json.t }}\",\"temp_cmd_t\":"
                    + "\"t/set\",\"temp_stat_t\":\"t\",\"min_temp\":10,\"max_temp\":30,"
                    + "\"mode_cmd_t\":\"m/set\",\"mode_stat_t\":\"m\",\"act_t\":\"a\"}"))
        .containsExactly(
            "it0-action text r {\"topic\":\"a\"}",
            "it0-current-temperature double r {\"topic\":\"c\",\"template\":\"{{ value_json.t }}\"}",
            "it0-mode text rw {\"topic\":\"m\",\"set-topic\":\"m/set\"}",
            "it0-temperature double rw {\"topic\":\"t\",\"set-topic\":\"t/set\"}"
                + " {\"min\":10.0,\"max\":30.0}");
    assertThat(
            shown(
                "cover",
                "{\"cmd_t\":\"set\",\"stat_t\":\"s\",\"pos_t\":\"p\",\"set_pos_t\":\"p/set\","
                    + "\"pl_stop\":null}"))
        .containsExactly(
            "it0 text r {\"topic\":\"s\"}",
            "it0-close boolean w {\"set-topic\":\"set\",\"set-on\":\"CLOSE\"}",
            "it0-open boolean w {\"set-topic\":\"set\",\"set-on\":\"OPEN\"}",
            "it0-position double rw {\"topic\":\"p\",\"set-topic\":\"p/set\"}"
                + " {\"min\":0.0,\"max\":100.0}");
  }

  @Test
  void aCommandTemplateThatIsNotUnderstoodLeavesAChannelThatIsRead() throws Exception {
    Announced device =
        announced("number", "{\"cmd_t\":\"set\",\"stat_t\":\"s\",\"cmd_tpl\":\"{{ value * 2 }}\"}");
    assertThat(requireNonNull(channels(device).get("it0")).path("access").asText()).isEqualTo("r");
    assertThat(device.metadata().get("not understood of it0")).contains("it can be read only");
  }

  @Test
  void whatAnAddressCannotSayIsNotUnderstood() throws Exception {
    for (String message :
        List.of(
            "{\"stat_t\":\"a/+/b\"}",
            "{\"stat_t\":\"a/${x}\"}",
            "{\"stat_t\":\"s\",\"val_tpl\":\"{{ '${x}' }}\"}",
            "{\"stat_t\":\"s\",\"avty_t\":\"#\"}",
            "{\"stat_t\":\"s\",\"e\":\"\"}",
            "{\"name\":\"x\"}")) {
      JsonNode channel = requireNonNull(channels(announced("sensor", message)).get("it0"));
      assertThat(channel.path("address").path("unsupported").asText()).as(message).isNotBlank();
    }
  }

  @Test
  void entitiesOfOneNameGetIdsOfTheirOwn() throws Exception {
    DiscoveryBook book = new DiscoveryBook();
    for (String topic : List.of("sensor/x/config", "switch/x/config", "sensor/n/x/config")) {
      book.put(
          topic,
          requireNonNull(
              DiscoveryMessage.entities(
                  topic,
                  new Payload(
                      "{\"stat_t\":\"s\",\"cmd_t\":\"c\",\"dev\":{\"ids\":\"d\"}}"
                          .getBytes(UTF_8)))));
    }
    assertThat(channels(book.announced("d"))).containsOnlyKeys("x", "sensor-x", "switch-x");
  }
}
