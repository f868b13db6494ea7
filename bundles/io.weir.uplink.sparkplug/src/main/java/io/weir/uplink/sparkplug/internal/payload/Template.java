package io.weir.uplink.sparkplug.internal.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A structure as the value of a metric: its definition or an instance of it.
 *
 * @param version its version; null for none
 * @param metrics its members
 * @param parameters its parameters
 * @param reference the definition's name; null in a definition
 * @param isDefinition whether it is the definition
 */
public record Template(
    @Nullable String version,
    List<Metric> metrics,
    List<Parameter> parameters,
    @Nullable String reference,
    boolean isDefinition) {
  /** Copies the lists. */
  public Template {
    metrics = List.copyOf(metrics);
    parameters = List.copyOf(parameters);
  }

  /**
   * A parameter.
   *
   * @param name its name
   * @param type its type; null where it is left out
   * @param value as in a {@link Metric}; null for none
   */
  public record Parameter(String name, @Nullable DataType type, @Nullable Object value) {}
}
