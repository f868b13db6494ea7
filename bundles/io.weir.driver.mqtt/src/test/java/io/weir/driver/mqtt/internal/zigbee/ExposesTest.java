package io.weir.driver.mqtt.internal.zigbee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a bridge says of devices to channels; the list is one a real zigbee2mqtt published. */
class ExposesTest {
  @Test
  void aSensorHasNumbersWithUnits() throws Exception {
    Map<String, JsonNode> channels = channels(RecordedBridge.WEATHER_IEEE);
    JsonNode temperature = channel(channels, "temperature");
    assertThat(temperature.path("type").asText()).isEqualTo("double");
    assertThat(temperature.path("unit").asText()).isEqualTo("°C");
    assertThat(temperature.path("access").asText()).isEqualTo("r");
    assertThat(temperature.at("/address/property").asText()).isEqualTo("temperature");
    assertThat(channel(channels, "linkquality").path("unit").asText()).isEqualTo("lqi");
    assertThat(channels).containsKeys("battery", "humidity", "pressure", "name", "interview");
  }

  @Test
  void aLampHasASwitchLimitsAndPartsOfItsColour() throws Exception {
    Map<String, JsonNode> channels = channels(RecordedBridge.LAMP_IEEE);
    assertThat(channel(channels, "state").path("type").asText()).isEqualTo("boolean");
    assertThat(channel(channels, "state").path("access").asText()).isEqualTo("rw");
    assertThat(channel(channels, "brightness").at("/write/max").asInt()).isEqualTo(254);
    assertThat(channel(channels, "color.x").at("/address/property").asText()).isEqualTo("color/x");
    assertThat(channel(channels, "color").path("access").asText()).isEqualTo("w");
    assertThat(channel(channels, "effect").path("access").asText()).isEqualTo("w");
    assertThat(channel(channels, "power_on_behavior").path("type").asText()).isEqualTo("text");
  }

  @Test
  void aCoverIsCommandedByAChannelOfItsOwn() throws Exception {
    Map<String, JsonNode> channels = channels("0x00158d00a0000008");
    assertThat(channel(channels, "state").path("access").asText()).isEqualTo("r");
    assertThat(channel(channels, "state.command").path("access").asText()).isEqualTo("w");
    assertThat(channel(channels, "position").path("access").asText()).isEqualTo("rw");
  }

  @Test
  void endpointsAreTold() throws Exception {
    Map<String, JsonNode> channels = channels("0x00158d00a000002b");
    assertThat(channels).containsKeys("state_left", "state_right", "state_bottom_left");
    assertThat(channel(channels, "state_left").path("name").asText()).containsIgnoringCase("left");
  }

  @Test
  void everyIdIsItsOwnAndEveryAddressIsUnderstood() throws Exception {
    DeviceList list = list();
    assertThat(list.problems()).isEmpty();
    assertThat(list.devices()).hasSize(11);
    for (ZigbeeDevice device : list.devices().values()) {
      Set<String> ids = new HashSet<>();
      for (String text : Announcements.of(device, Presence.UNKNOWN).channels()) {
        JsonNode channel = Bench.json(text);
        String id = channel.path("id").asText();
        assertThat(id).matches("[a-z0-9][a-z0-9._-]{0,63}");
        assertThat(ids.add(id)).as("%s of %s", id, device.name()).isTrue();
      }
      assertThat(device.model()).isNotBlank();
    }
  }

  @Test
  void listsTextsFansAndNumbersAsWordsAreUnderstood() throws Exception {
    Exposes.Result result =
        Exposes.parse(
            Json.parse(
                """
                [{"type":"list","name":"rules","property":"rules","access":3,
                  "item_type":{"type":"composite","features":[]}},
                 {"type":"fan","features":[
                  {"type":"binary","property":"fan_state","access":7,
                   "value_on":"ON","value_off":"OFF"},
                  {"type":"enum","property":"fan_mode","access":7,"values":["low",1,2]}]},
                 {"type":"text","property":"note","access":7},
                 {"type":"binary","property":"plain","access":1},
                 {"type":"numeric","property":"n","access":1},
                 {"type":"numeric","property":"n","access":2}]
                """));
    assertThat(result.problems()).isEmpty();
    assertThat(result.features())
        .extracting(each -> each.path().get(0) + " " + each.kind().text() + " " + each.access())
        .containsExactly(
            "rules json 3",
            "fan_state boolean 7",
            "fan_mode text 7",
            "note text 7",
            "plain boolean 1",
            "n number 3");
    Feature mode = result.features().get(2);
    assertThat(Values.write(mode, 0, "1").isNumber()).isTrue();
    assertThat(Values.read(Kind.TEXT, mode, Json.parse("2"))).isEqualTo(Value.of("2"));
    assertThat(Values.read(Kind.JSON, null, Json.parse("[ 1, {} ]"))).isEqualTo(Value.of("[1,{}]"));
  }

  @Test
  void aDeviceThatIsBeingInterviewedHasNoChannelsYet() throws Exception {
    JsonNode list =
        Json.parse(
            """
            [{"ieee_address":"0x00158D00000000AB","friendly_name":"new","type":"EndDevice",
              "interview_state":"IN_PROGRESS","definition":null},
             {"ieee_address":"0x00158d00000000ac","friendly_name":"odd","type":"EndDevice",
              "interview_completed":true,"definition":null}]
            """);
    DeviceList devices = DeviceList.parse(list);
    assertThat(devices.problems()).isEmpty();
    assertThat(announced(devices, "0x00158d00000000ab").channels()).isEmpty();
    assertThat(announced(devices, "0x00158d00000000ac").channels()).hasSize(2);
  }

  private static DeviceList list() throws Exception {
    return DeviceList.parse(Json.parse(RecordedBridge.devices()));
  }

  private static Announced announced(DeviceList list, String ieee) {
    ZigbeeDevice device = list.devices().get(ieee);
    assertNotNull(device);
    return Announcements.of(device, Presence.UNKNOWN);
  }

  private static Map<String, JsonNode> channels(String ieee) throws Exception {
    Map<String, JsonNode> channels = new TreeMap<>();
    for (String text : announced(list(), ieee).channels()) {
      JsonNode channel = Bench.json(text);
      channels.put(channel.path("id").asText(), channel);
    }
    return channels;
  }

  private static JsonNode channel(Map<String, JsonNode> channels, String id) {
    JsonNode channel = channels.get(id);
    assertNotNull(channel, id);
    return channel;
  }
}
