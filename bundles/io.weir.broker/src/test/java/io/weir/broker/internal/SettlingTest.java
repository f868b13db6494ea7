package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a broker that lets a client in some time after its CONNACK. */
class SettlingTest {
  private static final int PORT = 4_711;

  private final AtomicInteger letIn = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private final MqttMessage next = Packets.reply(MqttMessageType.PUBACK, 7);
  private final EmbeddedChannel channel = new LocalChannel(new Settling(new SlowBroker()));

  private static final class LocalChannel extends EmbeddedChannel {
    private LocalChannel(Settling settling) {
      super(settling);
    }

    @Override
    protected SocketAddress localAddress0() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
    }
  }

  private final class SlowBroker implements Upstream {
    @Override
    public InetSocketAddress address() {
      throw new AssertionError("not asked for");
    }

    @Override
    public byte @Nullable [] password() {
      return null;
    }

    @Override
    public boolean keepsAll() {
      return true;
    }

    @Override
    public boolean hasLetIn(int clientPort) {
      looks.incrementAndGet();
      return letIn.get() == clientPort;
    }

    @Override
    public @Nullable String failure() {
      return null;
    }

    @Override
    public void close() {}
  }

  private void awaitLooks(int more) {
    int enough = looks.get() + more;
    Site.await(
        () -> {
          channel.runScheduledPendingTasks();
          return looks.get() >= enough;
        });
  }

  @Test
  void anAcknowledgedConnectionIsHeldUntilTheBrokerTakesIt() {
    MqttConnAckMessage accepted = Packets.connAck(MqttConnectReturnCode.CONNECTION_ACCEPTED);
    channel.writeInbound(accepted, next);
    letIn.set(PORT + 1);
    awaitLooks(3);
    assertThat(channel.inboundMessages()).isEmpty();
    assertThat(channel.config().isAutoRead()).isFalse();
    letIn.set(PORT);
    awaitLooks(1);
    assertThat(channel.inboundMessages()).containsExactly(accepted, next);
    assertThat(channel.config().isAutoRead()).isTrue();
    channel.writeInbound(next);
    assertThat(channel.inboundMessages()).hasSize(3);
  }

  @Test
  void aRefusalIsGivenOnAtOnce() {
    MqttConnAckMessage refused =
        Packets.connAck(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
    channel.writeInbound(refused);
    assertThat(channel.inboundMessages()).containsExactly(refused);
    assertThat(looks).hasValue(0);
  }

  @Test
  void whatIsHeldGoesWithItsConnection() {
    channel.writeInbound(Packets.connAck(MqttConnectReturnCode.CONNECTION_ACCEPTED), next);
    Pipes.close(channel);
    letIn.set(PORT);
    channel.runScheduledPendingTasks();
    assertThat(channel.inboundMessages()).isEmpty();
  }
}
