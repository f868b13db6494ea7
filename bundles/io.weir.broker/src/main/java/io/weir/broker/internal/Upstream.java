package io.weir.broker.internal;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The broker behind the front, which runs until it is closed. */
interface Upstream extends AutoCloseable {
  InetSocketAddress address();

  /** What it asks for; null if nothing. */
  byte @Nullable [] password();

  /** Whether it keeps retained messages of quality of service 0 as such. */
  boolean keepsAll();

  /**
   * Whether it takes what the client of this port of loopback sends, once it has sent the CONNACK.
   */
  boolean hasLetIn(int clientPort);

  /** Why it does not run any more; null while it does. */
  @Nullable String failure();

  @Override
  void close();
}
