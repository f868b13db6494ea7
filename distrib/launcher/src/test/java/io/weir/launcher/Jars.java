package io.weir.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Small jars made on the spot. */
final class Jars {
  private Jars() {}

  static Path bundle(Path folder, String file, String name, Class<?>... classes)
      throws IOException {
    return jar(
        folder,
        file,
        Map.of(
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            name,
            "Import-Package",
            "org.osgi.framework",
            "Bundle-Activator",
            classes.length == 0 ? "" : classes[0].getName()),
        classes);
  }

  static Path jar(Path folder, String file, Map<String, String> headers, Class<?>... classes)
      throws IOException {
    Files.createDirectories(folder);
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            attributes.putValue(key, value);
          }
        });
    Path jar = folder.resolve(file);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (Class<?> type : classes) {
        String entry = type.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new java.util.zip.ZipEntry(entry));
        try (var in = type.getClassLoader().getResourceAsStream(entry)) {
          in.transferTo(entries);
        }
      }
    }
    return jar;
  }
}
