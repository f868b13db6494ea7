package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.DeviceDocuments;
import io.weir.core.internal.work.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The documents as files. Any thread but the registry's. */
@Component(service = DeviceDocuments.class)
public final class Documents implements DeviceDocuments {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".json";

  private final RegistryComponent registry;
  private final Connections connections;
  private final Object writing = new Object();

  @Activate
  public Documents(@Reference RegistryComponent registry, @Reference Connections connections) {
    this.registry = registry;
    this.connections = connections;
  }

  @Override
  public List<ProfileSummary> profiles() throws IOException {
    Set<String> ids = new TreeSet<>(registry.library().ids());
    Path own = registry.etc().resolve("profiles");
    ids.addAll(new ProfileLibrary(own).ids());
    List<ProfileSummary> summaries = new ArrayList<>();
    for (String id : ids) {
      byte[] ownBytes = read(own, id);
      byte[] bytes = ownBytes == null ? registry.library().read(id) : ownBytes;
      if (bytes != null) {
        summaries.add(summary(id, bytes, ownBytes != null));
      }
    }
    return summaries;
  }

  /** What can be told of a profile, be it good or not: the status says what is wrong with it. */
  private static ProfileSummary summary(String id, byte[] bytes, boolean isOwn) {
    JsonNode node;
    try {
      node = JSON.readTree(bytes);
    } catch (IOException e) {
      node = JSON.createObjectNode();
    }
    return new ProfileSummary(
        id,
        node.path("name").asText(id),
        node.path("source").asText(""),
        isOwn,
        node.path("channels").size());
  }

  @Override
  public Optional<byte[]> profile(String id) throws IOException {
    byte[] own = read(registry.etc().resolve("profiles"), id);
    return Optional.ofNullable(own == null ? registry.library().read(id) : own);
  }

  @Override
  public Optional<byte[]> device(String id) throws IOException {
    return Optional.ofNullable(read(devices(), id));
  }

  private static byte @Nullable [] read(Path folder, String id) throws IOException {
    return new ProfileLibrary(folder).read(id);
  }

  @Override
  public String check(String id, byte[] document) {
    if (!ID.matcher(id).matches()) {
      throw new ConfigException(
          "/id", id, "use up to 64 lower-case letters, digits and . _ -, a letter or digit first");
    }
    ResolvedDevice device = registry.draft(document);
    if (!device.device().id().equals(id)) {
      throw new ConfigException(
          "/id", device.device().id(), "the document is saved as '" + id + "', so use that");
    }
    if (device.driver() == null) {
      return "there is no connection '"
          + device.device().connection()
          + "' yet; the device waits for it";
    }
    return AnnouncedProfile.ID.equals(device.device().profile()) && device.channels().isEmpty()
        ? "the device has not made itself known yet; its channels come when it does"
        : "";
  }

  @Override
  public String save(String id, byte[] document) throws IOException {
    synchronized (writing) {
      String remark = check(id, document);
      AtomicFile.write(devices().resolve(id + SUFFIX), document);
      registry.readNow();
      return remark;
    }
  }

  @Override
  public String replace(String id, Map<String, Object> address) throws IOException {
    synchronized (writing) {
      byte[] bytes =
          device(id).orElseThrow(() -> new ConfigException("id", id, "use one that is configured"));
      if (!(JSON.readTree(bytes) instanceof ObjectNode document)) {
        throw new ConfigException("/", "no object", "correct the document first");
      }
      Replacement replacement = new Replacement(id, document, address);
      String remark = registry.ask(replacement::check);
      byte[] replaced = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
      remark = join(remark, check(id, replaced));
      registry.ask(replacement::begin);
      try {
        AtomicFile.write(devices().resolve(id + SUFFIX), replaced);
      } catch (IOException e) {
        registry.ask(replacement::cancel);
        throw e;
      }
      String other = replacement.gives();
      if (other != null) {
        Files.deleteIfExists(devices().resolve(other + SUFFIX));
      }
      registry.readNow();
      registry.ask(replacement::finish);
      return remark;
    }
  }

  private static String join(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
  }

  @Override
  public boolean delete(String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      return false;
    }
    synchronized (writing) {
      try {
        Files.delete(devices().resolve(id + SUFFIX));
      } catch (NoSuchFileException e) {
        return false;
      }
      registry.readNow();
      return true;
    }
  }

  @Override
  public ImportedChannels importChannels(String connection, byte[] table) {
    return new ChannelTableReader(connections.get(connection)).read(table);
  }

  @Override
  public Optional<byte[]> exportChannels(String id) throws IOException {
    byte[] bytes = read(devices(), id);
    if (bytes == null) {
      return Optional.empty();
    }
    DeviceDocument device = DocumentParser.device(id, bytes);
    String name = device.profile();
    @Nullable ProfileDocument profile = null;
    if (name != null) {
      byte[] found =
          profile(name)
              .orElseThrow(() -> new ConfigException("/profile", name, "name one that is there"));
      profile = DocumentParser.profile(name, found);
    }
    return Optional.of(ChannelTableWriter.write(DeviceSpec.written(device, profile)));
  }

  private Path devices() {
    return registry.etc().resolve("devices");
  }
}
