package io.weir.manage.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.felix.cm.PersistenceManager;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;

/**
 * The one store of component settings: a directory of {@code <pid>.cfg.json} and {@code
 * <pid>~<name>.cfg.json} documents, which ConfigAdmin reads and writes through this.
 *
 * <p>A document is written to a temporary file, forced, and moved into place, and only if it says
 * something else than the file does: a hand-edited document keeps its form. What ConfigAdmin keeps
 * for itself (bindings, configurations that were never updated) stays in memory. A document that
 * cannot be read is refused; the settings last read from it stay in force. Any thread.
 */
@SuppressWarnings("rawtypes") // as the interface declares it
final class ConfigDirectory implements PersistenceManager {
  static final String SUFFIX = ".cfg.json";

  private static final String PID = "service.pid";
  private static final String FACTORY_PID = "service.factoryPid";
  private static final String LOCATION = "service.bundleLocation";
  private static final String NEVER_UPDATED = "_felix_.cm.newConfiguration";
  private static final String INTERNAL_PREFIX = "org_apache_felix_cm_impl_";

  private final Path folder;
  private final ConfigProblems problems;
  private final Map<String, Map<String, Object>> inForce = new HashMap<>();
  private final Map<String, Dictionary> memory = new HashMap<>();

  ConfigDirectory(Path folder, ConfigProblems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  Path folder() {
    return folder;
  }

  /** The PID a file name stands for, or null if it is not a settings document. */
  static @Nullable String pid(String fileName) {
    boolean document =
        fileName.endsWith(SUFFIX)
            && fileName.length() > SUFFIX.length()
            && fileName.charAt(0) != '.';
    return document ? fileName.substring(0, fileName.length() - SUFFIX.length()) : null;
  }

  /**
   * Reads a document again.
   *
   * @return what it says now; the settings in force if it is refused; null if the file is gone
   */
  synchronized @Nullable Map<String, Object> read(String pid) throws IOException {
    Path file = file(pid);
    try {
      Map<String, Object> properties = CfgJson.parse(Files.readString(file));
      problems.accepted(name(file));
      inForce.put(pid, properties);
    } catch (NoSuchFileException e) {
      problems.accepted(name(file));
      inForce.remove(pid);
    } catch (InvalidDocumentException e) {
      problems.refused(name(file), e.reason());
    } catch (CharacterCodingException e) {
      problems.refused(name(file), "the file is not UTF-8 text");
    }
    return inForce.get(pid);
  }

  @Override
  public synchronized boolean exists(String pid) {
    return memory.containsKey(pid) || inForce.containsKey(pid) || Files.exists(file(pid));
  }

  @Override
  public synchronized @Nullable Dictionary load(String pid) throws IOException {
    Dictionary kept = memory.get(pid);
    if (kept != null) {
      return kept;
    }
    Map<String, Object> properties = read(pid);
    return properties == null ? null : dictionary(pid, properties);
  }

  @Override
  public synchronized Enumeration getDictionaries() throws IOException {
    Map<String, Dictionary> all = new TreeMap<>(memory);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          String pid = pid(name(file));
          Map<String, Object> properties = pid == null ? null : read(pid);
          if (pid != null && properties != null) {
            all.put(pid, dictionary(pid, properties));
          }
        }
      }
    }
    return Collections.enumeration(all.values());
  }

  @Override
  public synchronized void store(String pid, Dictionary properties) throws IOException {
    if (pid.startsWith(INTERNAL_PREFIX) || properties.get(NEVER_UPDATED) != null) {
      memory.put(pid, properties);
      return;
    }
    memory.remove(pid);
    Map<String, Object> settings = settings(properties);
    Map<String, Object> current = inForce.get(pid);
    if (current == null || !same(current, settings)) {
      write(file(pid), CfgJson.format(settings));
      inForce.put(pid, settings);
    }
  }

  @Override
  public synchronized void delete(String pid) throws IOException {
    memory.remove(pid);
    inForce.remove(pid);
    Files.deleteIfExists(file(pid));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Path temporary = file.resolveSibling("." + name(file) + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether two settings are the same, whichever number type carries a number. */
  static boolean same(Map<String, Object> a, Map<String, Object> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(e -> sameValue(e.getValue(), b.get(e.getKey())));
  }

  private static boolean sameValue(Object a, @Nullable Object b) {
    if (a instanceof Object[] left && b instanceof Object[] right) {
      return Arrays.equals(left, right);
    }
    if (a instanceof Number left && b instanceof Number right) {
      return left.doubleValue() == right.doubleValue() && left.longValue() == right.longValue();
    }
    return a.equals(b);
  }

  /** What the document says: the properties without what ConfigAdmin adds. */
  static Map<String, Object> settings(Dictionary properties) {
    Map<String, Object> settings = new TreeMap<>();
    for (Object key : Collections.list((Enumeration<?>) properties.keys())) {
      String name = String.valueOf(key);
      boolean ours =
          !name.startsWith(":")
              && !name.equals(PID)
              && !name.equals(FACTORY_PID)
              && !name.equals(LOCATION);
      if (ours) {
        settings.put(name, properties.get(key));
      }
    }
    return settings;
  }

  private static Dictionary dictionary(String pid, Map<String, Object> settings) {
    Map<String, Object> dictionary = new HashMap<>(settings);
    dictionary.put(PID, pid);
    dictionary.put(LOCATION, "?");
    int tilde = pid.indexOf('~');
    if (tilde > 0) {
      dictionary.put(FACTORY_PID, pid.substring(0, tilde));
    }
    return FrameworkUtil.asDictionary(dictionary);
  }

  private Path file(String pid) {
    return folder.resolve(pid.replace('/', '_') + SUFFIX);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
