package io.weir.driver.modbus.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLParameters;

/**
 * TLS over a wire, as the Modbus/TCP Security Protocol Specification asks for: TLS 1.2 or newer,
 * the name of the server checked, a certificate of our own shown.
 */
final class TlsWire implements Wire {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Wire plain;
  private final SSLEngine engine;
  private final ByteBuffer encrypted;
  private final ByteBuffer outgoing;
  private final ByteBuffer decrypted;

  /** Makes the connection safe; closes the wire when that fails. */
  TlsWire(Wire plain, SSLContext context, String host, int port, long deadline) throws IOException {
    this.plain = plain;
    engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    outgoing = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
    try {
      engine.beginHandshake();
      if (!agree(deadline)) {
        throw new IOException("no TLS handshake in time");
      }
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** Goes on until there is nothing to be agreed on; false when the peer takes too long. */
  private boolean agree(long deadline) throws IOException {
    while (true) {
      HandshakeStatus status = engine.getHandshakeStatus();
      switch (status) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          if (!wrap(NOTHING, deadline)) {
            return false;
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (unwrap() == Status.BUFFER_UNDERFLOW && !plain.read(encrypted, deadline)) {
            return false;
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return true;
        }
      }
    }
  }

  private void runTasks() {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  private boolean wrap(ByteBuffer from, long deadline) throws IOException {
    outgoing.clear();
    SSLEngineResult result = engine.wrap(from, outgoing);
    if (result.getStatus() == Status.CLOSED && outgoing.position() == 0) {
      throw new EOFException("TLS was closed");
    }
    return plain.write(outgoing.flip(), deadline);
  }

  private Status unwrap() throws IOException {
    encrypted.flip();
    decrypted.compact();
    try {
      Status status = engine.unwrap(encrypted, decrypted).getStatus();
      if (status == Status.CLOSED) {
        throw new EOFException("closed by the device");
      }
      return status;
    } finally {
      decrypted.flip();
      encrypted.compact();
    }
  }

  @Override
  public boolean write(ByteBuffer from, long deadline) throws IOException {
    while (from.hasRemaining()) {
      if (!wrap(from, deadline)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean read(ByteBuffer into, long deadline) throws IOException {
    while (!take(into)) {
      if (unwrapAndAgree(deadline) == Status.BUFFER_UNDERFLOW && !plain.read(encrypted, deadline)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean readAtOnce(ByteBuffer into) throws IOException {
    boolean isOpen = plain.readAtOnce(encrypted);
    boolean more = true;
    while (more && into.hasRemaining()) {
      more = take(into) || unwrapAndAgree(System.nanoTime()) != Status.BUFFER_UNDERFLOW;
    }
    return isOpen;
  }

  /** A peer may hand out tickets, or agree on new keys, at any time. */
  private Status unwrapAndAgree(long deadline) throws IOException {
    Status status = unwrap();
    HandshakeStatus wanted = engine.getHandshakeStatus();
    if ((wanted == HandshakeStatus.NEED_TASK || wanted == HandshakeStatus.NEED_WRAP)
        && !agree(deadline)) {
      throw new IOException("no TLS handshake in time");
    }
    return status;
  }

  private boolean take(ByteBuffer into) {
    int count = Math.min(into.remaining(), decrypted.remaining());
    for (int i = 0; i < count; i++) {
      into.put(decrypted.get());
    }
    return count > 0;
  }

  @Override
  public void pause(long until) throws IOException {
    plain.pause(until);
  }

  @Override
  public void close() throws IOException {
    try (plain) {
      engine.closeOutbound();
      wrap(NOTHING, System.nanoTime()); // Tells the peer, if it takes it at once.
    } catch (EOFException e) {
      // Closed before.
    }
  }
}
