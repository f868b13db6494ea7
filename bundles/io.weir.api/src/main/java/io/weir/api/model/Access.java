package io.weir.api.model;

/** What may be done with a channel. In documents: {@code r}, {@code w}, {@code rw}. */
public enum Access {
  R,
  W,
  RW;

  /** Whether the channel is polled. */
  public boolean isReadable() {
    return this != W;
  }

  /** Whether commands may write the channel. */
  public boolean isWritable() {
    return this != R;
  }
}
