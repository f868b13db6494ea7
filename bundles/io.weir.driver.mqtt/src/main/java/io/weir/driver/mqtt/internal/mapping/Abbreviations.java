package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The short names that discovery messages may use, those of keys that are understood here. See <a
 * href="https://www.home-assistant.io/integrations/mqtt/#supported-abbreviations-in-mqtt-discovery-messages">
 * Supported abbreviations in MQTT discovery messages</a>.
 */
final class Abbreviations {
  private static final Map<String, String> ENTITY =
      read(
          """
          act_t action_topic, act_tpl action_template, avty availability,
          avty_mode availability_mode, avty_t availability_topic, avty_tpl availability_template,
          bri_cmd_t brightness_command_topic, bri_cmd_tpl brightness_command_template,
          bri_scl brightness_scale, bri_stat_t brightness_state_topic,
          bri_val_tpl brightness_value_template, cmd_t command_topic, cmd_tpl command_template,
          cmps components, curr_hum_t current_humidity_topic,
          curr_hum_tpl current_humidity_template, curr_temp_t current_temperature_topic,
          curr_temp_tpl current_temperature_template, dev device, dev_cla device_class,
          e encoding, en enabled_by_default, exp_aft expire_after,
          fan_mode_cmd_t fan_mode_command_topic, fan_mode_cmd_tpl fan_mode_command_template,
          fan_mode_stat_t fan_mode_state_topic, fan_mode_stat_tpl fan_mode_state_template,
          json_attr_t json_attributes_topic, json_attr_tpl json_attributes_template,
          mode_cmd_t mode_command_topic, mode_cmd_tpl mode_command_template,
          mode_stat_t mode_state_topic, mode_stat_tpl mode_state_template, o origin,
          obj_id object_id, ops options, opt optimistic, p platform, pl_avail payload_available,
          pl_cls payload_close, pl_not_avail payload_not_available, pl_off payload_off,
          pl_on payload_on, pl_open payload_open, pl_prs payload_press, pl_stop payload_stop,
          pos_clsd position_closed, pos_open position_open, pos_t position_topic,
          pos_tpl position_template, pow_cmd_t power_command_topic,
          pow_cmd_tpl power_command_template,
          pr_mode_cmd_t preset_mode_command_topic, pr_mode_cmd_tpl preset_mode_command_template,
          pr_mode_stat_t preset_mode_state_topic, pr_mode_val_tpl preset_mode_value_template,
          ret retain, set_pos_t set_position_topic, set_pos_tpl set_position_template,
          stat_cla state_class, stat_clsd state_closed, stat_off state_off, stat_on state_on,
          stat_open state_open, stat_t state_topic, stat_tpl state_template,
          stat_val_tpl state_value_template, sup_clrm supported_color_modes,
          swing_mode_cmd_t swing_mode_command_topic,
          swing_mode_cmd_tpl swing_mode_command_template,
          swing_mode_stat_t swing_mode_state_topic,
          swing_mode_stat_tpl swing_mode_state_template, t topic,
          temp_cmd_t temperature_command_topic, temp_cmd_tpl temperature_command_template,
          temp_hi_cmd_t temperature_high_command_topic,
          temp_hi_cmd_tpl temperature_high_command_template,
          temp_hi_stat_t temperature_high_state_topic,
          temp_hi_stat_tpl temperature_high_state_template,
          temp_lo_cmd_t temperature_low_command_topic,
          temp_lo_cmd_tpl temperature_low_command_template,
          temp_lo_stat_t temperature_low_state_topic,
          temp_lo_stat_tpl temperature_low_state_template,
          temp_stat_t temperature_state_topic, temp_stat_tpl temperature_state_template,
          temp_unit temperature_unit, uniq_id unique_id, unit_of_meas unit_of_measurement,
          val_tpl value_template
          """);

  private static final Map<String, String> DEVICE =
      read(
          """
          cns connections, cu configuration_url, hw hw_version, ids identifiers, mdl model,
          mdl_id model_id, mf manufacturer, sa suggested_area, sn serial_number, sw sw_version
          """);

  private Abbreviations() {}

  private static Map<String, String> read(String table) {
    Map<String, String> map = new HashMap<>();
    for (String line : table.strip().split(",\\s*")) {
      String[] pair = line.strip().split("\\s+");
      map.put(pair[0], pair[1]);
    }
    return Map.copyOf(map);
  }

  /** The keys of an entity written out. */
  static ObjectNode entity(ObjectNode config) {
    return expanded(config, ENTITY);
  }

  /** The keys of a device written out. */
  static ObjectNode device(ObjectNode device) {
    return expanded(device, DEVICE);
  }

  private static ObjectNode expanded(ObjectNode node, Map<String, String> names) {
    ObjectNode result = node.objectNode();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = names.getOrDefault(field.getKey(), field.getKey());
      if (!result.has(name) || name.equals(field.getKey())) {
        result.set(name, field.getValue());
      }
    }
    return result;
  }
}
