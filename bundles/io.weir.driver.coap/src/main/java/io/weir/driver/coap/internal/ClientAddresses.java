package io.weir.driver.coap.internal;

import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Channel addresses of a host's resources to points. */
final class ClientAddresses {
  private static final List<String> KEYS =
      List.of("path", "observe", "pointer", "name", "format", "method", "type");

  private enum Method {
    PUT,
    POST
  }

  private ClientAddresses() {}

  static ClientPoint parse(Channel channel) {
    Map<String, Object> address = channel.address();
    Addresses.check(address, KEYS);
    Format format = format(address);
    String pointer = pointer(address);
    String name = Addresses.text(address, "name");
    if (!pointer.isEmpty() && name != null) {
      throw new ConfigException(
          Addresses.field("name"), name, "remove it, or the pointer; one of them says which value");
    }
    if (channel.access().isWritable() && !pointer.isEmpty()) {
      throw new ConfigException(
          Addresses.field("pointer"),
          address.get("pointer"),
          "set access to 'r'; a resource can be written whole only");
    }
    return new ClientPoint(
        Addresses.path(address, "path"),
        Addresses.flag(address, "observe"),
        pointer,
        name == null ? "" : name,
        format,
        Addresses.choice(address, "method", Method.class, Method.PUT) == Method.POST,
        Addresses.type(address));
  }

  private static @Nullable Format format(Map<String, Object> address) {
    Object value = address.get("format");
    if (value == null) {
      return null;
    }
    Format format = value instanceof String word ? Format.ofWord(word) : null;
    if (format == null) {
      throw new ConfigException(
          Addresses.field("format"), value, "use one of " + Format.words() + ", or leave it out");
    }
    return format;
  }

  /** A JSON pointer to the path that the value has when the document is read flat. */
  private static String pointer(Map<String, Object> address) {
    String pointer = Addresses.text(address, "pointer");
    if (pointer == null) {
      return "";
    }
    if (!pointer.startsWith("/") || pointer.length() < 2) {
      throw new ConfigException(
          Addresses.field("pointer"), pointer, "begin with a slash, as in \"/sensor/t\"");
    }
    return pointer.substring(1).replace("~1", "/").replace("~0", "~");
  }
}
