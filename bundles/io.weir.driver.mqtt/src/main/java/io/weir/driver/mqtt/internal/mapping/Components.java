package io.weir.driver.mqtt.internal.mapping;

import io.weir.driver.mqtt.internal.mapping.ChannelDraft.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of entities to channels. Keys and defaults are those of Home Assistant's pages <a
 * href="https://www.home-assistant.io/integrations/sensor.mqtt/">sensor.mqtt</a>, {@code
 * binary_sensor.mqtt}, {@code switch.mqtt}, {@code light.mqtt}, {@code number.mqtt}, {@code
 * select.mqtt}, {@code text.mqtt}, {@code button.mqtt}, {@code climate.mqtt} and {@code
 * cover.mqtt}. Pure functions.
 */
final class Components {
  /** What has no state: nothing is announced for it. */
  private static final Set<String> STATELESS = Set.of("device_automation", "tag");

  private static final Set<String> TEXT_CLASSES = Set.of("enum", "date", "timestamp");

  private final EntityConfig config;
  private final List<Part> parts = new ArrayList<>();

  private Components(EntityConfig config) {
    this.config = config;
  }

  /** The channels of an entity; one that says why not, if it cannot be understood. */
  static List<Part> parts(String component, EntityConfig config) {
    if (STATELESS.contains(component)) {
      config.notes().add("'" + component + "' is not understood");
      return List.of();
    }
    if (!config.text("encoding", "utf-8").equalsIgnoreCase("utf-8")) {
      return List.of(refused(config, "encoding '" + config.text("encoding") + "'"));
    }
    Components all = new Components(config);
    switch (component) {
      case "sensor" -> all.sensor();
      case "binary_sensor" -> all.binarySensor();
      case "switch" -> all.onOff("value_template");
      case "light" -> all.light();
      case "number" -> all.number();
      case "select", "text" -> all.text();
      case "button" ->
          all.add(
              new ChannelDraft(config, "", "boolean")
                  .press("command_topic", config.text("payload_press", "PRESS")));
      case "climate" -> all.climate();
      case "cover" -> all.cover();
      default -> all.parts.add(refused(config, "'" + component + "'"));
    }
    if (all.parts.isEmpty()) {
      return List.of(refused(config, "'" + component + "' without a topic"));
    }
    return all.parts;
  }

  private static Part refused(EntityConfig config, String what) {
    String why = what + " is not understood";
    config.notes().add(why);
    return ChannelDraft.unsupported(config, "", why);
  }

  private void add(ChannelDraft draft) {
    @Nullable Part part = draft.part();
    if (part != null) {
      parts.add(part);
    }
  }

  private void sensor() {
    String deviceClass = config.text("device_class");
    boolean isNumber =
        config.has("unit_of_measurement")
            || config.has("state_class")
            || (deviceClass != null && !TEXT_CLASSES.contains(deviceClass));
    add(
        new ChannelDraft(config, "", isNumber ? "double" : "text")
            .unit(isNumber ? config.text("unit_of_measurement") : null)
            .read("state_topic", "value_template"));
  }

  private void binarySensor() {
    if (config.has("off_delay")) {
      config.notes().add("off_delay is not understood: it stays on until the device says off");
    }
    add(
        new ChannelDraft(config, "", "boolean")
            .read("state_topic", "value_template")
            .words(config.text("payload_on", "ON"), config.text("payload_off", "OFF")));
  }

  private void onOff(String templateKey) {
    String on = config.text("payload_on", "ON");
    String off = config.text("payload_off", "OFF");
    add(
        new ChannelDraft(config, "", "boolean")
            .read("state_topic", templateKey)
            .words(config.text("state_on", on), config.text("state_off", off))
            .write("command_topic", "command_template")
            .sent(on, off));
  }

  private void light() {
    double scale = config.number("brightness_scale", 255);
    switch (config.text("schema", "basic")) {
      case "basic", "default" -> {
        onOff("state_value_template");
        add(
            new ChannelDraft(config, "brightness", "integer")
                .read("brightness_state_topic", "brightness_value_template")
                .write("brightness_command_topic", "brightness_command_template")
                .limits(0, scale));
      }
      case "json" -> jsonLight(scale);
      default -> parts.add(refused(config, "schema '" + config.text("schema") + "'"));
    }
    notes("rgb_command_topic", "hs_command_topic", "xy_command_topic", "color_temp_command_topic");
    notes("effect_command_topic", "white_command_topic");
  }

  private void jsonLight(double scale) {
    add(
        new ChannelDraft(config, "", "boolean")
            .read("state_topic")
            .at("/state")
            .words("ON", "OFF")
            .write("command_topic", "")
            .template("{\"state\":\"${value}\"}"));
    boolean isDimmed = config.flag("brightness");
    for (var mode : config.node().path("supported_color_modes")) {
      isDimmed |= !mode.asText().equals("onoff");
    }
    if (isDimmed) {
      add(
          new ChannelDraft(config, "brightness", "integer")
              .read("state_topic")
              .at("/brightness")
              .write("command_topic", "")
              .template("{\"state\":\"ON\",\"brightness\":${value}}")
              .limits(0, scale));
    }
  }

  private void number() {
    add(
        new ChannelDraft(config, "", "double")
            .unit(config.text("unit_of_measurement"))
            .read("state_topic", "value_template")
            .write("command_topic", "command_template")
            .limits(config.number("min", 1), config.number("max", 100)));
  }

  private void text() {
    add(
        new ChannelDraft(config, "", "text")
            .read("state_topic", "value_template")
            .write("command_topic", "command_template"));
  }

  private void climate() {
    String unit = config.text("temperature_unit");
    boolean isFahrenheit = "F".equals(unit);
    double min = config.number("min_temp", isFahrenheit ? 45 : 7);
    double max = config.number("max_temp", isFahrenheit ? 95 : 35);
    add(
        new ChannelDraft(config, "current-temperature", "double")
            .unit(unit)
            .read("current_temperature_topic", "current_temperature_template", "value_template"));
    add(
        new ChannelDraft(config, "current-humidity", "double")
            .unit("%")
            .read("current_humidity_topic", "current_humidity_template", "value_template"));
    for (String kind : List.of("", "_high", "_low")) {
      String key = "temperature" + kind;
      add(
          new ChannelDraft(config, key.replace('_', '-'), "double")
              .unit(unit)
              .read(key + "_state_topic", key + "_state_template", "value_template")
              .write(key + "_command_topic", key + "_command_template")
              .limits(min, max));
    }
    for (String kind : List.of("mode", "fan_mode", "swing_mode", "preset_mode")) {
      String template = kind.equals("preset_mode") ? "_value_template" : "_state_template";
      add(
          new ChannelDraft(config, kind.replace('_', '-'), "text")
              .read(kind + "_state_topic", kind + template, "value_template")
              .write(kind + "_command_topic", kind + "_command_template"));
    }
    add(
        new ChannelDraft(config, "action", "text")
            .read("action_topic", "action_template", "value_template"));
    if (config.has("power_command_topic")) {
      add(
          new ChannelDraft(config, "power", "boolean")
              .write("power_command_topic", "power_command_template")
              .sent(config.text("payload_on", "ON"), config.text("payload_off", "OFF")));
    }
  }

  private void cover() {
    double closed = config.number("position_closed", 0);
    double open = config.number("position_open", 100);
    add(new ChannelDraft(config, "", "text").read("state_topic", "value_template"));
    add(
        new ChannelDraft(config, "position", "double")
            .read("position_topic", "position_template")
            .write("set_position_topic", "set_position_template")
            .limits(Math.min(open, closed), Math.max(open, closed)));
    if (config.has("command_topic")) {
      command("open", "OPEN");
      command("close", "CLOSE");
      command("stop", "STOP");
    }
    notes("tilt_command_topic", "tilt_status_topic");
  }

  private void command(String word, String payload) {
    String key = "payload_" + word;
    if (!config.node().path(key).isNull()) {
      add(
          new ChannelDraft(config, word, "boolean")
              .press("command_topic", config.text(key, payload)));
    }
  }

  private void notes(String... keys) {
    for (String key : keys) {
      if (config.has(key)) {
        config.notes().add(key + " is not understood");
      }
    }
  }
}
