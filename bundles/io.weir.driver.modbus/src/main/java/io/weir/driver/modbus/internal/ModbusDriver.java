package io.weir.driver.modbus.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.DriverSettings;
import io.weir.api.driver.ExplorableDriver;
import io.weir.api.driver.Point;
import io.weir.api.driver.TimedDriver;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.security.SecretStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A Modbus master. Confined to the bus thread but for {@link #point} and {@link #limits}. */
@Component(
    name = "io.weir.driver.modbus",
    service = Driver.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=modbus")
@Designate(ocd = ModbusConfig.class, factory = true)
public final class ModbusDriver implements ExplorableDriver, TimedDriver {
  private static final int DATA = 2;

  private final RequestRules rules;
  private final Link link;
  private final @Nullable BusTiming timing;
  private final Master master;
  private final Explorer explorer;

  /** Checks the configuration, as it was converted and as it was written. */
  @Activate
  public ModbusDriver(
      @Reference SecretStore secrets, ModbusConfig config, Map<String, Object> settings) {
    DriverSettings.check(settings, ModbusConfig.class);
    rules = Links.rules(config);
    Links links = new Links(config, String.valueOf(settings.get("service.pid")), secrets);
    link = links.link();
    timing = links.busTiming();
    master = new Master(link, rules);
    explorer = new Explorer(master, rules, links.unitNanos());
  }

  @Override
  public Point point(Channel channel) {
    return Addresses.parse(channel, rules);
  }

  @Override
  public BlockLimits limits(Point point) {
    ModbusPoint own = (ModbusPoint) point;
    return own.rules().limits(own.table());
  }

  @Override
  public void connect() throws ConnectionException {
    link.open();
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    List<Block.Entry> entries = block.entries();
    ModbusPoint any = (ModbusPoint) entries.get(0).point();
    Pdu answer = master.read(any.unit(), any.table(), block.start(), block.length(), rules(block));
    byte[] bytes = answer.bytes();
    int data = answer.position(DATA);
    for (int i = 0; i < entries.size(); i++) {
      Block.Entry entry = entries.get(i);
      ModbusPoint point = (ModbusPoint) entry.point();
      int from = point.start() - block.start();
      if (from < 0 || from + point.length() > block.length()) {
        throw new IllegalArgumentException(point + " is not in " + block);
      }
      Values.decode(point, bytes, data, block.start(), entry.channel(), into);
    }
  }

  /** The rules that keep those of every point in it. */
  static RequestRules rules(Block block) {
    List<Block.Entry> entries = block.entries();
    RequestRules all = ((ModbusPoint) entries.get(0).point()).rules();
    for (int i = 1; i < entries.size(); i++) {
      all = all.and(((ModbusPoint) entries.get(i).point()).rules());
    }
    return all;
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    master.write((ModbusPoint) point, bits, object);
  }

  @Override
  public String medium() {
    return timing == null ? "" : timing.medium();
  }

  @Override
  public long answeredMicros(Block block) {
    return timing == null ? 0 : timing.answeredMicros(block);
  }

  @Override
  public long silentMicros(Block block) {
    return timing == null ? 0 : timing.silentMicros(block);
  }

  @Override
  public List<Map<String, Object>> candidates(Map<String, Object> query) {
    return Explorer.candidates(query);
  }

  @Override
  public @Nullable Finding probe(Map<String, Object> candidate) throws ConnectionException {
    return explorer.probe(candidate);
  }

  @Override
  public Reading inspect(Map<String, Object> address) throws DriverException {
    return explorer.inspect(address);
  }

  @Override
  public void disconnect() {
    link.close();
  }
}
