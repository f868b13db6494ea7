package io.weir.web.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.DeviceDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Documents in memory; one that says {@code bad} is refused, one that says {@code full} fails. */
final class FakeDocuments implements DeviceDocuments {
  final Map<String, byte[]> devices = new ConcurrentHashMap<>();

  @Override
  public List<ProfileSummary> profiles() {
    return List.of(new ProfileSummary("meter", "Acme meter", "https://example.com", false, 2));
  }

  @Override
  public Optional<byte[]> profile(String id) {
    return id.equals("meter")
        ? Optional.of("{\"id\":\"meter\"}".getBytes(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  @Override
  public Optional<byte[]> device(String id) {
    return Optional.ofNullable(devices.get(id));
  }

  @Override
  public String check(String id, byte[] document) {
    String text = new String(document, StandardCharsets.UTF_8);
    if (text.contains("bad")) {
      throw new ConfigException("/channels/0/scale", 0, "use a factor that is not 0");
    }
    return text.contains("attic") ? "there is no connection 'attic' yet" : "";
  }

  @Override
  public String save(String id, byte[] document) throws IOException {
    String remark = check(id, document);
    if (new String(document, StandardCharsets.UTF_8).contains("full")) {
      throw new FileSystemException("boiler.json", null, "No space left on device");
    }
    devices.put(id, document);
    return remark;
  }

  @Override
  public String replace(String id, Map<String, Object> address) {
    if (address.containsKey("bad")) {
      throw new ConfigException("address", address, "use one that is announced");
    }
    devices.put(id, ("{\"at\":\"" + address + "\"}").getBytes(StandardCharsets.UTF_8));
    return "device 'new' is removed";
  }

  @Override
  public boolean delete(String id) {
    return devices.remove(id) != null;
  }

  @Override
  public Optional<byte[]> exportChannels(String id) {
    if (id.equals("refused")) {
      throw new ConfigException("/profile", "metre", "name one that is there");
    }
    return device(id).map(document -> "id,unit\r\na,Cel\r\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ImportedChannels importChannels(String connection, byte[] table) {
    if (table.length == 0) {
      throw new ConfigException("line 1", null, "begin with a line of column names");
    }
    return new ImportedChannels(
        2,
        List.of("{\"id\":\"a\"}"),
        List.of(new CellProblem(3, "scale", "0,1", "write a number with a point")));
  }
}
