package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import io.weir.driver.mqtt.internal.mapping.Source.Retained;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Channel addresses of configuration documents to points. Pure functions. */
final class Addresses {
  private static final long MAX_EXPIRE = 365L * 86_400_000;
  private static final long MAX_CONFIRM = 10_000;
  private static final List<String> SUFFIXES = List.of("", "-2", "-3", "-4");
  private static final Set<String> KNOWN = known();

  private enum Format {
    PLAIN,
    JSON
  }

  private enum Missing {
    BAD,
    KEEP
  }

  private Addresses() {}

  private static Set<String> known() {
    Set<String> keys =
        new TreeSet<>(
            List.of(
                "device",
                "base",
                "topic",
                "pointer",
                "path",
                "template",
                "format",
                "qos",
                "time",
                "time-zone",
                "samples",
                "on",
                "off",
                "missing",
                "retained",
                "expire",
                "availability-mode",
                "set-topic",
                "set-template",
                "set-on",
                "set-off",
                "set-qos",
                "set-retain",
                "confirm",
                "unsupported"));
    for (String suffix : SUFFIXES) {
      keys.add("availability-topic" + suffix);
      keys.add("availability-pointer" + suffix);
      keys.add("availability-template" + suffix);
      keys.add("available" + suffix);
      keys.add("unavailable" + suffix);
    }
    return Set.copyOf(keys);
  }

  /**
   * The point of a channel.
   *
   * @throws ConfigException naming the field that is wrong
   */
  static MqttPoint parse(Channel channel) {
    Address address = new Address(channel.address(), KNOWN);
    String unsupported = address.text("unsupported");
    if (unsupported != null) {
      return new MqttPoint(
          channel.id(),
          channel.info().type(),
          null,
          null,
          List.of(),
          Availability.Mode.ALL,
          unsupported);
    }
    Words words = words(address, "on", "off");
    ValueType type = type(channel, words);
    List<Availability> availability = availability(address);
    Source source =
        channel.access().isReadable() ? source(address, words, !availability.isEmpty()) : null;
    Command command =
        channel.access().isWritable() ? command(address, words, source != null) : null;
    return new MqttPoint(
        channel.id(),
        type,
        source,
        command,
        availability,
        address.choice("availability-mode", Availability.Mode.class, Availability.Mode.LATEST),
        "");
  }

  private static ValueType type(Channel channel, @Nullable Words words) {
    if (words != null) {
      return ValueType.BOOLEAN;
    }
    ValueType type = channel.info().type();
    if (type == ValueType.BYTES) {
      throw new ConfigException("type", "bytes", "use text, a number or boolean");
    }
    return channel.conditioning().isScaled() && type.isNumeric() ? ValueType.DOUBLE : type;
  }

  private static @Nullable Words words(Address address, String onKey, String offKey) {
    String on = address.said(onKey);
    String off = address.said(offKey);
    if (on == null && off == null) {
      return null;
    }
    if (on == null) {
      throw address.error(onKey, "say what means true, beside " + offKey);
    }
    if (off == null) {
      throw address.error(offKey, "say what means false, beside " + onKey);
    }
    if (on.equals(off)) {
      throw address.error(offKey, "use another word than for " + onKey);
    }
    return new Words(on, off);
  }

  private static Source source(Address address, @Nullable Words words, boolean isWatched) {
    String topic = address.topic("topic");
    if (topic == null) {
      throw address.error("topic", "say where the values are published");
    }
    Place time = address.place("time");
    return new Source(
        topic,
        address.qos("qos"),
        extract(address),
        address.place("samples"),
        time,
        zone(address, time),
        words,
        address.choice("missing", Missing.class, Missing.BAD) == Missing.KEEP,
        address.choice(
            "retained",
            Retained.class,
            isWatched || time != null ? Retained.GOOD : Retained.UNCERTAIN),
        address.millis("expire", MAX_EXPIRE) * 1_000);
  }

  private static Extract extract(Address address) {
    String pointer = address.text("pointer");
    if (pointer != null && !pointer.isEmpty() && !pointer.startsWith("/")) {
      throw address.error("pointer", "begin it with '/', or call it 'path'");
    }
    Place place = address.place("pointer");
    Place path = address.place("path");
    Template template = address.template("template");
    if (place != null && path != null) {
      throw address.error("path", "use either pointer or path");
    }
    place = place == null ? path : place;
    if (template != null && place != null) {
      throw address.error("template", "use either a template or a place");
    }
    Format format =
        address.choice("format", Format.class, place == null ? Format.PLAIN : Format.JSON);
    if (format == Format.PLAIN && place != null) {
      throw address.error("format", "use 'json' where a pointer or a path is given");
    }
    if (format == Format.JSON && place == null && template == null) {
      place = Place.ROOT;
    }
    return new Extract(place, template);
  }

  private static @Nullable ZoneId zone(Address address, @Nullable Place time) {
    String zone = address.text("time-zone");
    if (zone == null) {
      return null;
    }
    if (time == null) {
      throw address.error("time-zone", "use it together with 'time'");
    }
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw address.error("time-zone", "use a zone such as 'Europe/Berlin', '+01:00' or 'UTC'");
    }
  }

  private static List<Availability> availability(Address address) {
    List<Availability> all = new ArrayList<>();
    for (String suffix : SUFFIXES) {
      String topic = address.topic("availability-topic" + suffix);
      if (topic != null) {
        Template template = address.template("availability-template" + suffix);
        Place place = address.place("availability-pointer" + suffix);
        if (template != null && place != null) {
          throw address.error("availability-template" + suffix, "use it or a pointer, not both");
        }
        Words words = words(address, "available" + suffix, "unavailable" + suffix);
        Words said = words == null ? new Words("online", "offline") : words;
        all.add(new Availability(topic, new Extract(place, template), said.on(), said.off()));
      } else if (address.has("available" + suffix) || address.has("unavailable" + suffix)) {
        throw address.error("availability-topic" + suffix, "say where this is published");
      }
    }
    return List.copyOf(all);
  }

  private static Command command(Address address, @Nullable Words words, boolean isRead) {
    String topic = address.topic("set-topic");
    if (topic == null) {
      throw address.error("set-topic", "say where values are to be published, or use access 'r'");
    }
    long confirm = address.millis("confirm", MAX_CONFIRM);
    if (confirm > 0 && !isRead) {
      throw address.error("confirm", "use it with access 'rw'; nothing is read here");
    }
    String on = address.said("set-on");
    String off = address.said("set-off");
    if (on == null && off != null) {
      throw address.error("set-on", "say what is sent for true, beside set-off");
    }
    boolean isOwn = on != null;
    Words usual = words == null ? new Words("true", "false") : words;
    return new Command(
        topic,
        address.text("set-template"),
        on == null ? usual.on() : on,
        isOwn ? off : usual.off(),
        address.qos("set-qos"),
        address.flag("set-retain"),
        (int) confirm);
  }
}
