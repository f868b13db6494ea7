package io.weir.driver.lwm2m.internal;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.elements.util.NamedThreadFactory;
import org.eclipse.californium.scandium.config.DtlsConfig;

/** The library's own settings: every table bounded, few threads, nothing read from files. */
final class Californium {
  /** Messages of a peer that are remembered, so that one that comes twice counts once. */
  private static final int MESSAGES_OF_A_PEER = 4;

  /** A message is repeated for 45 s at most; CoAP's own figure allows networks 100 s more. */
  static final int REMEMBERED_SECONDS = 60;

  private static final int BLOCK = 512;
  private static final int BLOCKWISE_SECONDS = 60;

  /** One number for all ends of a connection: 6 bytes let a device change its address. */
  private static final int CONNECTION_ID_BYTES = 6;

  private static final int STALE_MINUTES = 10;

  /** Ports that a device may use one after the other within {@link #REMEMBERED_SECONDS}. */
  private static final int PORTS = 2;

  private Californium() {}

  /** Most addresses with their ports that messages of so many devices may come from. */
  static int peers(int devices) {
    return devices * PORTS;
  }

  /**
   * Sets what differs from what the library does by itself.
   *
   * @param maxPayload most bytes of one payload, over all its blocks
   * @param devices most devices; as many may send a payload in blocks at a time
   */
  static void configure(Configuration configuration, int maxPayload, int devices) {
    configuration
        .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, maxPayload)
        .set(CoapConfig.MAX_MESSAGE_SIZE, BLOCK)
        .set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK)
        .set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, BLOCKWISE_SECONDS, TimeUnit.SECONDS)
        .set(CoapConfig.MAX_ACTIVE_PEERS, devices)
        .set(CoapConfig.MAX_PEER_INACTIVITY_PERIOD, REMEMBERED_SECONDS, TimeUnit.SECONDS)
        .set(CoapConfig.USE_MESSAGE_OFFLOADING, true)
        .set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP)
        .set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, MESSAGES_OF_A_PEER)
        .set(CoapConfig.EXCHANGE_LIFETIME, REMEMBERED_SECONDS, TimeUnit.SECONDS)
        .set(CoapConfig.NON_LIFETIME, REMEMBERED_SECONDS, TimeUnit.SECONDS)
        .set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1)
        .set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1)
        .set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1)
        .set(DtlsConfig.DTLS_MAX_CONNECTIONS, peers(devices))
        .set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, STALE_MINUTES, TimeUnit.MINUTES)
        .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
        .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1)
        .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES)
        .set(DtlsConfig.DTLS_MAX_PENDING_INBOUND_JOBS, 1_000)
        .set(DtlsConfig.DTLS_MAX_PENDING_OUTBOUND_JOBS, 1_000)
        .set(DtlsConfig.DTLS_MAX_PENDING_HANDSHAKE_RESULT_JOBS, 200);
  }

  /** The threads of one connection; the library needs an executor that also knows the time. */
  static ScheduledThreadPoolExecutor executor(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, new NamedThreadFactory("lwm2m-" + name + "#"));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }
}
