package io.weir.manage.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a document that was edited by hand into force. Called on the watcher's thread. */
final class HandEdits {
  private static final Logger LOG = LoggerFactory.getLogger(HandEdits.class);
  private static final String ANY_BUNDLE = "?";

  private final ConfigDirectory directory;
  private volatile @Nullable ConfigurationAdmin admin;

  HandEdits(ConfigDirectory directory) {
    this.directory = directory;
  }

  void use(@Nullable ConfigurationAdmin newAdmin) {
    admin = newAdmin;
  }

  /** Looks at one document again. */
  void changed(String pid) {
    ConfigurationAdmin current = admin;
    if (current == null) {
      return; // it reads every document when it comes
    }
    try {
      apply(current, pid);
    } catch (IOException e) {
      LOG.error("The settings {} cannot be read; those in force stay", pid, e);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("no filter can be made for " + pid, e);
    }
  }

  /** Looks at every document again. */
  void allChanged() {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory.folder(), "*" + ConfigDirectory.SUFFIX)) {
      for (Path file : files) {
        String pid = ConfigDirectory.pid(String.valueOf(file.getFileName()));
        if (pid != null) {
          changed(pid);
        }
      }
    } catch (IOException e) {
      LOG.error("The settings in {} cannot be listed", directory.folder(), e);
    }
  }

  private void apply(ConfigurationAdmin current, String pid)
      throws IOException, InvalidSyntaxException {
    Configuration known = find(current, pid);
    Map<String, Object> wanted = directory.read(pid);
    if (wanted == null) {
      if (known != null) {
        LOG.info("The settings {} are gone", pid);
        known.delete();
      }
    } else if (known == null || differs(known, wanted)) {
      LOG.info("The settings {} have changed", pid);
      (known == null ? create(current, pid) : known).update(FrameworkUtil.asDictionary(wanted));
    }
  }

  private static @Nullable Configuration find(ConfigurationAdmin current, String pid)
      throws IOException, InvalidSyntaxException {
    Configuration[] found = current.listConfigurations("(service.pid=" + escape(pid) + ")");
    return found == null ? null : found[0];
  }

  private static String escape(String text) {
    return text.replaceAll("([\\\\*()])", "\\\\$1");
  }

  private static Configuration create(ConfigurationAdmin current, String pid) throws IOException {
    int tilde = pid.indexOf('~');
    return tilde > 0
        ? current.getFactoryConfiguration(
            pid.substring(0, tilde), pid.substring(tilde + 1), ANY_BUNDLE)
        : current.getConfiguration(pid, ANY_BUNDLE);
  }

  private static boolean differs(Configuration known, Map<String, Object> wanted) {
    Dictionary<String, Object> properties = known.getProperties();
    return properties == null
        || !ConfigDirectory.same(ConfigDirectory.settings(properties), wanted);
  }
}
