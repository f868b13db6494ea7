package io.weir.api.model;

/** Stands for the exception of the bundle, which the launcher knows by its name alone. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** As bundles make it. */
  public ConfigException(String message) {
    super(message);
  }
}
