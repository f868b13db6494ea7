package io.weir.driver.lwm2m.internal;

import io.weir.api.model.ValueType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.leshan.core.model.ResourceModel;
import org.jspecify.annotations.Nullable;

/** The objects of the public registry that this driver knows, from {@code objects.txt}. */
final class Registry {
  /**
   * A resource.
   *
   * @param operations of {@code R}, {@code W}, {@code E}
   * @param isMultiple whether it has instances of its own
   * @param isMandatory whether each instance of its object has it
   * @param isChanging whether it changes by itself, so that observing it is worth it
   */
  record Item(
      int id,
      String operations,
      ResourceModel.Type type,
      boolean isMultiple,
      boolean isMandatory,
      boolean isChanging,
      String unit,
      String name) {
    boolean isReadable() {
      return operations.contains("R");
    }

    boolean isWritable() {
      return operations.contains("W");
    }

    boolean isExecutable() {
      return operations.contains("E");
    }

    /** The type of a channel. */
    ValueType valueType() {
      return isExecutable() ? ValueType.BOOLEAN : Values.valueType(type);
    }
  }

  /** An object and its resources by their numbers. */
  record Kind(int id, String name, Map<Integer, Item> resources) {}

  private static final Map<Integer, Kind> ALL = load();

  private Registry() {}

  static @Nullable Kind kind(int object) {
    return ALL.get(object);
  }

  static @Nullable Item resource(int object, int resource) {
    Kind kind = ALL.get(object);
    return kind == null ? null : kind.resources().get(resource);
  }

  private static Map<Integer, Kind> load() {
    Map<Integer, Kind> all = new LinkedHashMap<>();
    InputStream file = Registry.class.getResourceAsStream("objects.txt");
    if (file == null) {
      throw new IllegalStateException("objects.txt is not in the bundle");
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      Map<Integer, Item> resources = Map.of();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split("\\|", -1);
        if (parts[0].equals("O")) {
          resources = new LinkedHashMap<>();
          int id = Integer.parseInt(parts[1]);
          all.put(id, new Kind(id, parts[2], resources));
        } else if (parts[0].equals("R")) {
          Item item = item(parts);
          resources.put(item.id(), item);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static Item item(String[] parts) {
    String flags = parts[4];
    return new Item(
        Integer.parseInt(parts[1]),
        parts[2],
        type(parts[3]),
        flags.contains("M"),
        flags.contains("!"),
        flags.contains("*"),
        unit(parts[5]),
        parts[6]);
  }

  private static ResourceModel.Type type(String name) {
    return switch (name) {
      case "String" -> ResourceModel.Type.STRING;
      case "Integer" -> ResourceModel.Type.INTEGER;
      case "Unsigned" -> ResourceModel.Type.UNSIGNED_INTEGER;
      case "Float" -> ResourceModel.Type.FLOAT;
      case "Boolean" -> ResourceModel.Type.BOOLEAN;
      case "Opaque" -> ResourceModel.Type.OPAQUE;
      case "Time" -> ResourceModel.Type.TIME;
      case "Objlnk" -> ResourceModel.Type.OBJLNK;
      case "-" -> ResourceModel.Type.NONE;
      default -> throw new IllegalStateException("objects.txt: " + name + " is no type");
    };
  }

  /** The registry writes per cent as hundredths. */
  private static String unit(String unit) {
    return switch (unit) {
      case "-" -> "";
      case "/100" -> "%";
      default -> unit;
    };
  }
}
