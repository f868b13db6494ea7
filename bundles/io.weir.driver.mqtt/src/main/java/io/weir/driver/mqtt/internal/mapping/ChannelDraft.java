package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A channel's document in the making. What is not understood makes the channel one that says so,
 * never one that guesses.
 */
final class ChannelDraft {
  /** The only thing of command templates that is understood. */
  private static final Pattern VALUE = Pattern.compile("\\{\\{-?\\s*value\\s*-?}}");

  private static final int SLOWEST_POLL = 60;

  private final EntityConfig config;
  private final String suffix;
  private final ObjectNode channel;
  private final ObjectNode address;
  private @Nullable String problem;
  private boolean isRead;
  private boolean isWritten;

  /**
   * @param suffix what its id has beside the entity's; empty for the entity's main value
   */
  ChannelDraft(EntityConfig config, String suffix, String type) {
    this.config = config;
    this.suffix = suffix;
    channel = config.node().objectNode();
    address = config.node().objectNode();
    channel.put("type", type);
  }

  ChannelDraft unit(@Nullable String unit) {
    if (unit != null && !unit.isBlank()) {
      channel.put("unit", Units.code(unit));
    }
    return this;
  }

  /** Its values come from here, if the message has this topic. */
  ChannelDraft read(String topicKey, String... templateKeys) {
    String topic = config.text(topicKey);
    if (topic == null) {
      return this;
    }
    isRead = true;
    try {
      address.put("topic", EntityConfig.checkedTopic(topic));
      for (String key : templateKeys) {
        String template = config.text(key);
        if (template != null) {
          address.put("template", EntityConfig.checkedTemplate(template));
          break;
        }
      }
      expire();
    } catch (NotUnderstoodException e) {
      fail(e);
    }
    return this;
  }

  private void expire() {
    int seconds = (int) config.number("expire_after", 0);
    if (seconds > 0) {
      address.put("expire", seconds + "s");
    }
    int poll = seconds > 0 ? Math.min(Math.max(seconds / 2, 1), SLOWEST_POLL) : SLOWEST_POLL;
    channel.put("period", poll + "s");
  }

  /** Its value stands here in a message that may leave it out. */
  ChannelDraft at(String pointer) {
    if (isRead) {
      address.remove("template");
      address.put("pointer", pointer).put("missing", "keep");
    }
    return this;
  }

  /** What means true and false. */
  ChannelDraft words(String on, String off) {
    return words("on", on, "off", off);
  }

  /** What is sent for true and false. */
  ChannelDraft sent(String on, String off) {
    return words("set-on", on, "set-off", off);
  }

  private ChannelDraft words(String onKey, String on, String offKey, String off) {
    try {
      address.put(onKey, EntityConfig.checked(on)).put(offKey, EntityConfig.checked(off));
      if (on.equals(off)) {
        throw new NotUnderstoodException("'" + Payload.shortened(on) + "' for true and for false");
      }
    } catch (NotUnderstoodException e) {
      fail(e);
    }
    return this;
  }

  /** All that can be sent: true, as this. */
  ChannelDraft press(String topicKey, String payload) {
    write(topicKey, "command_template");
    try {
      address.put("set-on", EntityConfig.checked(payload));
    } catch (NotUnderstoodException e) {
      fail(e);
    }
    return this;
  }

  /** Its values go here, if the message has this topic. */
  ChannelDraft write(String topicKey, String templateKey) {
    String topic = config.text(topicKey);
    String template = config.text(templateKey);
    if (topic == null) {
      return this;
    }
    try {
      String checked = EntityConfig.checkedTopic(topic);
      String payload = template == null ? null : payload(template);
      address.put("set-topic", checked);
      if (payload != null && !payload.equals(Command.VALUE)) {
        address.put("set-template", payload);
      }
      if (config.flag("retain")) {
        address.put("set-retain", true);
      }
      isWritten = true;
    } catch (NotUnderstoodException e) {
      if (isRead) {
        config.notes().add(templateKey + ": " + e.getMessage() + "; it can be read only");
      } else {
        fail(e);
      }
    }
    return this;
  }

  private static String payload(String template) throws NotUnderstoodException {
    String payload = VALUE.matcher(EntityConfig.checked(template)).replaceAll("\\${value}");
    if (payload.contains("{{") || payload.contains("{%") || payload.contains("{#")) {
      throw new NotUnderstoodException(
          "of command templates only '{{ value }}' is understood, not "
              + Payload.shortened(template));
    }
    return payload;
  }

  /** What it sends is this, with the value in it. */
  ChannelDraft template(String payload) {
    if (isWritten) {
      address.put("set-template", payload);
    }
    return this;
  }

  /** What may be written. */
  ChannelDraft limits(double min, double max) {
    if (isWritten && min <= max) {
      channel.putObject("write").put("min", min).put("max", max);
    }
    return this;
  }

  private void fail(NotUnderstoodException e) {
    if (problem == null) {
      problem = e.getMessage();
    }
  }

  /** The channel, or nothing if it is neither read nor written. */
  @Nullable Part part() {
    if (problem == null && !isRead && !isWritten) {
      return null;
    }
    try {
      address.setAll(config.availability());
    } catch (NotUnderstoodException e) {
      fail(e);
    }
    if (problem != null) {
      config.notes().add(problem);
      return unsupported(config, suffix, problem);
    }
    channel.put("access", isRead && isWritten ? "rw" : isRead ? "r" : "w");
    channel.set("address", address);
    return new Part(suffix, channel);
  }

  /** A channel that says why it has no value. */
  static Part unsupported(EntityConfig config, String suffix, String why) {
    ObjectNode channel = config.node().objectNode();
    channel.put("access", "r").put("period", "1h");
    channel.putObject("address").put("unsupported", why.replace("${", "$ {"));
    return new Part(suffix, channel);
  }

  /**
   * One channel of an entity.
   *
   * @param suffix what its id has beside the entity's
   * @param channel its document, without id and name
   */
  record Part(String suffix, ObjectNode channel) {}
}
