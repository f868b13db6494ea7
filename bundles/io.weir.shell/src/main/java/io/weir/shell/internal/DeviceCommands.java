package io.weir.shell.internal;

import io.weir.api.model.Channel;
import io.weir.api.model.Device;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.LiveValues;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.StatusBoard;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code weir:devices} and {@code weir:live}. */
@Component(
    service = DeviceCommands.class,
    property = {
      "osgi.command.scope=weir",
      "osgi.command.function=devices",
      "osgi.command.function=live"
    })
public final class DeviceCommands {
  private final DeviceRegistry registry;
  private final LiveValues values;
  private final StatusBoard board;

  /** As a component. */
  @Activate
  public DeviceCommands(
      @Reference DeviceRegistry registry,
      @Reference LiveValues values,
      @Reference StatusBoard board) {
    this.registry = registry;
    this.values = values;
    this.board = board;
  }

  /** Every device, and how it is. */
  public String devices() {
    Map<String, PartStatus> parts =
        board.parts().stream()
            .collect(Collectors.toMap(PartStatus::part, Function.identity(), (a, b) -> b));
    TextTable table = new TextTable("DEVICE", "NAME", "CONNECTION", "CHANNELS", "STATE", "MESSAGE");
    for (Device device : registry.devices()) {
      PartStatus part = parts.get("device/" + device.id());
      table.row(
          device.id(),
          device.name(),
          device.connection(),
          device.channels().size(),
          part == null ? "-" : Texts.name(part.state()),
          part == null ? "" : part.message());
    }
    return table.isEmpty() ? "No device is configured; see devices/<id>.json\n" : table.toString();
  }

  /** Last values of all channels. */
  public String live() {
    return live("");
  }

  /** Last values of the channels whose id contains this text. */
  public String live(String filter) {
    TextTable table = new TextTable("CHANNEL", "VALUE", "UNIT", "QUALITY", "TIME");
    for (Device device : registry.devices()) {
      for (Channel channel : device.channels()) {
        if (channel.id().contains(filter)) {
          Sample sample = values.get(channel.number());
          table.row(
              channel.id(),
              sample == null ? "-" : Texts.value(sample),
              channel.info().unit(),
              sample == null ? "none yet" : Quality.text(sample.quality()),
              sample == null ? "-" : Texts.time(sample.time()));
        }
      }
    }
    return table.isEmpty()
        ? "No channel's id contains '" + filter + "'; weir:live alone shows all\n"
        : table.toString();
  }
}
