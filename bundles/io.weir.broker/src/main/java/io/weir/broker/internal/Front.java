package io.weir.broker.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.weir.api.mqtt.MqttHub;
import io.weir.api.mqtt.MqttTaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the devices connect to. Checks who they are and what they send, and passes it on to the
 * broker behind, a connection for each. One thread, {@code weir-broker-front}.
 */
final class Front implements AutoCloseable {
  private static final int INCOMING_BYTES = 16 << 20;
  private static final int PATIENCE_SECONDS = 10;

  private final BrokerSettings settings;
  private final Login login;
  private final Upstream behind;
  private final Tally tally;
  private final Doorkeeper doorkeeper;
  private final Incoming.Budget incoming;
  private final EventLoopGroup group =
      new NioEventLoopGroup(1, new DefaultThreadFactory("weir-broker-front"));
  private final EventLoop loop = group.next();
  private final Settlements settlements = new Settlements(loop);
  private final Takers takers;
  private volatile @Nullable CompletableFuture<MqttHub.Member> house;
  private final List<Channel> listeners = new ArrayList<>();

  Front(BrokerSettings settings, Login login, Upstream behind, Tally tally) {
    this.settings = settings;
    this.login = login;
    this.behind = behind;
    this.tally = tally;
    takers = new Takers(settings.recorded());
    doorkeeper = new Doorkeeper(settings.limits());
    incoming = new Incoming.Budget(Math.max(INCOMING_BYTES, settings.limits().messageBytes()));
  }

  /** Listens. Returns the port. */
  int listen(int port, @Nullable Tls tls) throws IOException, InterruptedException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) throws IOException {
                    accept(channel, tls);
                  }
                })
            .bind(settings.host(), port)
            .await();
    if (!bound.isSuccess()) {
      throw new IOException(
          "Cannot listen on %s port %d: %s. Stop what uses the port or set another one"
              .formatted(settings.host().getHostAddress(), port, bound.cause().getMessage()),
          bound.cause());
    }
    listeners.add(bound.channel());
    return ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  private void accept(SocketChannel channel, @Nullable Tls tls) throws IOException {
    InetAddress address = channel.remoteAddress().getAddress();
    if (!doorkeeper.enter(address, System.nanoTime())) {
      tally.refused(Tally.Refusal.CONNECTION, address.getHostAddress() + ": too many connections");
      Pipes.close(channel);
      return;
    }
    var unused = channel.closeFuture().addListener(closed -> doorkeeper.leave(address));
    if (tls != null) {
      channel.pipeline().addLast(tls.context().newHandler(channel.alloc()));
    }
    channel
        .pipeline()
        .addLast(
            new Incoming(this, incoming),
            new MqttDecoder(limits().messageBytes()),
            MqttEncoder.INSTANCE,
            new Device(this));
  }

  /** Joins itself, to publish the wills of clients. Returns once it has. */
  void openHouse() throws IOException, InterruptedException {
    CompletableFuture<MqttHub.Member> joined = join("front", new House());
    house = joined;
    try {
      joined.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the broker behind lets nobody in: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("the broker behind does not answer", e);
    }
  }

  /** Wants nothing, and comes again when it was put out. */
  private final class House implements MqttTaker {
    @Override
    public boolean hasRoom(int bytes) {
      return true;
    }

    @Override
    public void take(Message message) {}

    @Override
    public void left(String reason) {
      if (!loop.isShuttingDown()) {
        var unused =
            loop.schedule(
                () -> {
                  house = join("front", this);
                },
                1,
                TimeUnit.SECONDS);
      }
    }
  }

  /** Lets somebody inside the gateway in. Any thread. */
  CompletableFuture<MqttHub.Member> join(String name, MqttTaker taker) {
    CompletableFuture<MqttHub.Member> joined = new CompletableFuture<>();
    Member member = new Member(name, taker, this, joined);
    byte[] tail = new byte[8];
    new SecureRandom().nextBytes(tail);
    String clientId = "weir-" + name + "-" + HexFormat.of().formatHex(tail);
    execute(
        () ->
            connectBehind(member)
                .addListener(
                    (ChannelFutureListener)
                        made -> {
                          if (made.isSuccess()) {
                            member.begin(made.channel(), clientId, behind.password());
                          } else {
                            member.leave("no broker behind: " + made.cause().getMessage());
                          }
                        }),
        joined);
    return joined;
  }

  /** Runs it on the front's thread; if that has ended, the result fails. Any thread. */
  void execute(Runnable task, CompletableFuture<?> result) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(new IOException("the hub has stopped", e));
    }
  }

  /** Publishes for a client that is lost. */
  void publish(Will will) {
    CompletableFuture<MqttHub.Member> house = this.house;
    if (house != null && house.isDone() && !house.isCompletedExceptionally()) {
      var unused = house.join().publish(will.topic(), will.payload(), will.retained());
    }
  }

  ChannelFuture connectBehind(ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new MqttDecoder(limits().messageBytes()),
                        MqttEncoder.INSTANCE,
                        new Settling(behind),
                        handler);
              }
            })
        .connect(behind.address());
  }

  String address(Channel client) {
    return client.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "a client";
  }

  BrokerSettings.Limits limits() {
    return settings.limits();
  }

  Login login() {
    return login;
  }

  Takers takers() {
    return takers;
  }

  Settlements settlements() {
    return settlements;
  }

  Upstream behind() {
    return behind;
  }

  Tally tally() {
    return tally;
  }

  @Override
  public void close() {
    listeners.forEach(Pipes::close);
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
